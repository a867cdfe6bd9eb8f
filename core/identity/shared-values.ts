import { mailboxKey, mailboxName } from './features/mailbox-key.ts';
import { emailParts } from './normalise/email.ts';
import type { Candidate, Features } from './resolver.ts';
import type { Signature } from './signature.ts';

/** A telephone number or mailbox under which more entities than this stand is a switchboard or an office: it says nothing about anybody. */
export const sharedEntitiesMax = 8;

/** Telephone numbers and mailboxes of a record that too many have; `entitiesUnder` tells how many entities stand under one of its keys, `Infinity` for a generic one. */
export function sharedValues({ signature, keys }: Features, entitiesUnder: (key: string) => number): ReadonlySet<string> {
  const isShared = (key: string): boolean => keys.includes(key) && entitiesUnder(key) > sharedEntitiesMax;
  const phones = (signature.t ?? []).filter((t) => isShared(`phone:${t.replace(/\D/g, '').slice(-7)}`));
  const emails = (signature.e ?? []).filter((e) => isShared(`email:${e}`) || (isShared(mailboxKey(e)) && isOffice(e, signature)));
  return new Set([...phones, ...emails]);
}

/** Letters of a name that a mailbox must show to be that person's: `li` stands in many words. */
const nameLettersMin = 3;

/** A company's mailbox that does not carry the person's name. Under the same name at other domains others stand as well: many a `john.smith@…` is nobody's office. */
function isOffice(address: string, { n }: Signature): boolean {
  if (emailParts(address)?.free !== false) return false;
  const local = mailboxName(address);
  const words = (n ?? []).flatMap((name) => name.split(/[| ]/)).filter((word) => word.length >= nameLettersMin);
  return !words.some((word) => local.includes(word));
}

/** The features without the values that too many have; keys stay. */
export function featuresWithout(features: Features, values: ReadonlySet<string>): Features {
  return values.size === 0 ? features : { ...features, signature: signatureWithout(features.signature, values) };
}

/** Candidates without them: what says nothing about the record says nothing between them either. */
export function candidatesWithout(candidates: readonly Candidate[], values: ReadonlySet<string>): readonly Candidate[] {
  return values.size === 0 ? candidates : candidates.map((c) => ({ ...c, signatures: c.signatures.map((s) => signatureWithout(s, values)) }));
}

function signatureWithout(signature: Signature, values: ReadonlySet<string>): Signature {
  const { t, e, ...rest } = signature;
  const [phones, emails] = [t?.filter((v) => !values.has(v)) ?? [], e?.filter((v) => !values.has(v)) ?? []];
  return { ...rest, ...(phones.length > 0 && { t: phones }), ...(emails.length > 0 && { e: emails }) };
}
