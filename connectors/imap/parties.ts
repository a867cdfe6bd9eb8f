import { domainToUnicode } from 'node:url';
import type { Address } from 'postal-mime';
import { mailLimits } from './client.ts';
import type { Party } from './schema.ts';

/** RFC 5321 §4.5.3.1: a path has at most 254 characters inside its brackets. */
const addressCharsMax = 254;

/** Folds an address so that one mailbox has one spelling: NFKC, lower case, no `xn--`. Undefined for what is not an address. */
export function foldAddress(text: string | undefined): string | undefined {
  const plain = (text ?? '').normalize('NFKC').trim().toLowerCase();
  const at = plain.lastIndexOf('@');
  if (at < 1 || at === plain.length - 1 || plain.length > addressCharsMax || /[\s\p{Cc}<>,;()[\]"]/u.test(plain)) return undefined;
  const domain = plain.slice(at + 1).replace(/\.$/, '');
  const unicode = domain.includes('xn--') ? domainToUnicode(domain) : domain;
  return unicode === '' ? undefined : `${plain.slice(0, at)}@${unicode}`;
}

/** The part behind the `@` of a folded address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/** A display name that says something: no quotes around it, no control characters, not an address, at most 200 characters. */
export function cleanName(text: string | undefined): string | null {
  const name = (text ?? '')
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\u200B-\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(['"“‘])(.*)(['"”’])$/u, '$2')
    .trim()
    .slice(0, 200)
    .toWellFormed();
  return name === '' || name.includes('@') ? null : name;
}

/** Names and folded addresses of a header; groups are opened, what is not an address is left out, each address once. */
export function partiesOf(list: readonly Address[] | undefined): Party[] {
  const out = new Map<string, Party>();
  for (const one of (list ?? []).flatMap((entry) => entry.group ?? [entry])) {
    const address = foldAddress(one.address);
    if (address === undefined || out.has(address)) continue;
    out.set(address, { name: cleanName(one.name), address });
    if (out.size === mailLimits.partiesMax) break;
  }
  return [...out.values()];
}

/** Answers whether a folded address is on a list of addresses and domains. */
export function listed(entries: readonly string[]): (address: string) => boolean {
  const folded = new Set(entries.map((entry) => foldAddress(entry) ?? entry.normalize('NFKC').toLowerCase().replace(/^@/, '')));
  return (address) => folded.has(address) || folded.has(domainOf(address));
}
