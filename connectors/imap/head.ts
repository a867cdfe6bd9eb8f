import PostalMime, { type Email } from 'postal-mime';
import { shortHash } from '../../core/model/hash.ts';
import { dayMs, isoOf, isPlausibleInstant } from '../../core/model/time.ts';
import type { RawMail } from './client.ts';
import { partiesOf } from './parties.ts';
import type { Party } from './schema.ts';
import { utf8Head } from './utf8Head.ts';

/** What the header of a mail says about who, when and which conversation. */
export interface Head {
  /** Message-ID (without brackets, cut to 150 characters) and a check of sender and date: two mails that share a Message-ID by fault or intent stay two. */
  readonly id: string;
  readonly messageId: string | null;
  readonly parent: string | null;
  readonly thread: string;
  readonly at: number;
  readonly from: Party | undefined;
  readonly to: readonly Party[];
  readonly cc: readonly Party[];
  /** `list`: sent through a mailing list or in bulk · `automatic`: an auto-reply or a notice of a machine. */
  readonly kind: 'mail' | 'list' | 'automatic';
}

/** Longest Message-ID kept as it is; ids stay below 200 bytes in all. */
const messageIdCharsMax = 150;

/** Nesting of a mail's parts that is followed; deeper ones are built to exhaust parsers. */
const nestingMax = 32;

/** Parses a mail or its beginning. Throws on what is no mail at all. */
export async function parseMail(bytes: Uint8Array): Promise<Email> {
  return PostalMime.parse(utf8Head(bytes), { maxNestingDepth: nestingMax });
}

/** Reads the head of a parsed mail. */
export function headOf(email: Email, mail: RawMail): Head {
  const from = partiesOf(email.from === undefined ? [] : [email.from])[0];
  const at = timeOf(email.date, mail.receivedAt);
  const messageId = idIn(email.messageId);
  const references = idsIn(email.references);
  const parent = idIn(email.inReplyTo) ?? references.at(-1) ?? null;
  const check = shortHash([messageId ?? email.subject ?? '', from?.address ?? '', email.date ?? ''].join('\n'));
  const id = `${messageId ?? 'no-id'}~${check}`;
  return { id, messageId, parent, thread: references[0] ?? parent ?? messageId ?? id, at, from, to: partiesOf(email.to), cc: partiesOf(email.cc), kind: kindOf(email) };
}

/** The mail's own date where it is believable: not before 1990, not a day after the server took it. Else when the server took it. */
export function timeOf(date: string | undefined, receivedAt: number): number {
  const said = date === undefined ? Number.NaN : Date.parse(date);
  return isPlausibleInstant(said) && said > Date.UTC(1990, 0, 1) && said <= receivedAt + dayMs ? said : receivedAt;
}

/** The moment as text. */
export function atOf(head: Head): string {
  return isoOf(head.at);
}

function idsIn(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/<([^<>\s]{1,998})>/g)].map((m) => shortId(m[1] as string));
}

function idIn(text: string | undefined): string | null {
  const bare = (text ?? '').trim();
  return idsIn(bare)[0] ?? (bare === '' || /\s/.test(bare) ? null : shortId(bare.replace(/[<>]/g, '')));
}

function shortId(id: string): string {
  const plain = id.toWellFormed().replace(/[\p{Cc}\s]/gu, '');
  return Buffer.byteLength(plain) <= messageIdCharsMax ? plain : `long-${shortHash(plain)}@${plain.slice(plain.lastIndexOf('@') + 1).slice(0, 40)}`;
}

/** RFC 2919 and 2369 lists, RFC 3834 automatic mail, and the older `Precedence`. */
function kindOf(email: Email): Head['kind'] {
  const header = (key: string): string | undefined =>
    email.headers
      .find((h) => h.key === key)
      ?.value.trim()
      .toLowerCase();
  const precedence = header('precedence') ?? '';
  const automatic = header('auto-submitted') ?? 'no';
  if (header('list-id') !== undefined || header('list-post') !== undefined || header('list-unsubscribe') !== undefined) return 'list';
  if (['bulk', 'list', 'junk'].includes(precedence)) return 'list';
  return automatic.startsWith('no') && precedence !== 'auto_reply' ? 'mail' : 'automatic';
}
