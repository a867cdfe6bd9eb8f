import PostalMime, { type Address } from 'postal-mime';
import { shortHash } from '../../../core/model/hash.ts';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import { isoOf, isPlausibleInstant } from '../../../core/model/time.ts';
import type { Row } from './format.ts';

/** Of a message so much is looked at: headers and the first lines; attachments lie behind. */
export const messageBytesMax = 256 * 1024;
/** First lines of the text that a record keeps. */
const summaryCharsMax = 500;
/** Longest subject kept. */
const subjectCharsMax = 500;
/** Nesting of parts that is followed; deeper ones are built to exhaust parsers. */
const nestingMax = 32;
/** Recipients and references kept of one message. */
const listMax = 200;

/** The row of one message, from its first bytes. */
export async function messageRow(bytes: Uint8Array, line: number): Promise<Row> {
  const base = { line, chars: bytes.length };
  try {
    const mail = await PostalMime.parse(bytes, { maxNestingDepth: nestingMax });
    if (mail.headers.length === 0) return { ...base, problem: noMail };
    const from = partiesOf(mail.from === undefined ? [] : [mail.from])[0] ?? null;
    const messageId = idsIn(mail.messageId)[0] ?? null;
    const references = idsIn(mail.references);
    const parent = idsIn(mail.inReplyTo)[0] ?? references.at(-1) ?? null;
    const check = shortHash(JSON.stringify([messageId, mail.date ?? '', from?.['address'] ?? '', mail.subject ?? '']));
    const record: Record<string, Json> = {
      id: messageId !== null && messageId.length <= 150 ? messageId : `~${check}`,
      messageId,
      thread: references[0] ?? parent ?? messageId ?? `~${check}`,
      parent,
      references,
      subject: oneLine(mail.subject).slice(0, subjectCharsMax),
      at: timeOf(mail.date),
      from,
      to: partiesOf(mail.to ?? []),
      cc: partiesOf(mail.cc ?? []),
      summary: summaryOf(mail.text ?? textOfHtml(mail.html ?? '')),
    };
    return { ...base, record };
  } catch {
    return { ...base, problem: noMail };
  }
}

const noMail = { kind: 'schema', code: 'mail.malformed', en: 'This is not a mail message that can be read.', zh: '这不是可以读取的邮件。' } as const;

function partiesOf(addresses: readonly Address[]): JsonObject[] {
  return addresses
    .flatMap((a) => (a.group === undefined ? [a] : a.group))
    .filter((a) => typeof a.address === 'string' && a.address !== '')
    .slice(0, listMax)
    .map((a) => ({ name: oneLine(a.name) || null, address: String(a.address).trim().toLowerCase() }));
}

function idsIn(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(/<([^<>\s]{1,500})>/g)].map((m) => m[1] as string).slice(-listMax);
}

function timeOf(text: string | undefined): string | null {
  const ms = Date.parse(text ?? '');
  return isPlausibleInstant(ms) ? isoOf(ms) : null;
}

function oneLine(text: string | undefined): string {
  return (text ?? '')
    .replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toWellFormed();
}

/** First lines, without what was quoted from the message before. */
function summaryOf(text: string): string {
  const own = text.split('\n').filter((line) => !line.startsWith('>'));
  return oneLine(own.join(' ').slice(0, summaryCharsMax * 4)).slice(0, summaryCharsMax);
}

/** The text between tags, in one pass; what stands in style and script is left out. */
function textOfHtml(html: string): string {
  let out = '';
  let hidden = false;
  for (const [i, part] of html.slice(0, messageBytesMax).split('<').entries()) {
    const close = i === 0 ? -1 : part.indexOf('>');
    if (/^\/?(style|script)/i.test(part)) hidden = !part.startsWith('/');
    if (!hidden && (i === 0 || close >= 0)) out += ` ${part.slice(close + 1)}`;
  }
  return out.replaceAll('&nbsp;', ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
