import { domainToASCII, domainToUnicode } from 'node:url';
import * as z from 'zod';
import type { Json } from '../../../core/model/json.ts';
import { ok } from '../../../core/model/result.ts';
import { Refusal } from '../refusal.ts';
import type { Transform } from '../transform.ts';
import { beyondLatin1, cleanText } from './text.ts';

const invalid = new Refusal('email.invalid', 'this is no e-mail address', '不是有效的电子邮件地址');
const plain = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const asciiDomain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
const local = /^[^\s@<>()[\]\\,;:"]{1,64}$/u;
const bracketed = /<([^<>]+)>\s*$/;

/** An address in one form: case-folded, domain in Unicode; `Ann <ann@x.de>` and `mailto:` give the address. RFC 5321 allows case in the local part, no provider in use tells it apart. */
function foldEmail(value: Json): string | Refusal {
  const clean = cleanText(value);
  if (typeof clean !== 'string' || clean === '') return clean;
  const lowered = clean.toLowerCase();
  if (plain.test(lowered) && !lowered.includes('xn--')) return lowered;
  const inside = lowered.endsWith('>') ? bracketed.exec(lowered)?.[1] : undefined;
  const address = (inside ?? lowered).replace(/^mailto:/, '').trim();
  const at = address.lastIndexOf('@');
  const name = address.slice(0, at);
  if (at < 1 || !local.test(name) || address.length > 254) return invalid;
  const domain = foldDomain(address.slice(at + 1));
  // Lower case can undo the composition that clean text has: İ becomes i and a dot above.
  return domain === undefined ? invalid : `${beyondLatin1.test(name) ? name.normalize('NFC') : name}@${domain}`;
}

/** A domain in lower-case Unicode; undefined when it is none, or has no dot. */
function foldDomain(written: string): string | undefined {
  if (asciiDomain.test(written) && !written.includes('xn--')) return written;
  const domain = domainToUnicode(domainToASCII(written));
  return /^[^.]+(?:\.[^.]+)+$/.test(domain) ? domain : undefined;
}

/** E-mail addresses, case-folded, international domains included. */
export const email: Transform<never> = {
  name: 'email',
  about: { en: 'an e-mail address, case-folded, domain in Unicode', zh: '电子邮件地址，统一小写，域名为 Unicode' },
  gives: 'email',
  bare: true,
  argument: z.never(),
  make: () => ok({ in: foldEmail, out: (value) => value }),
};
