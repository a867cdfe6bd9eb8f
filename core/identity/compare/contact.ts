import { emailParts } from '../normalise/email.ts';
import type { Signature } from '../signature.ts';
import type { Finding } from './level.ts';
import { isNamesLikeness } from './named-mailbox.ts';
import { editDistance, isSlip, jaroWinkler } from './strings.ts';

/** The pair of values with the strongest level; nothing when either side has none. */
function bestPair(
  field: string,
  order: readonly string[],
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
  level: (x: string, y: string) => string,
): Finding | undefined {
  if (a === undefined || b === undefined) return undefined;
  let best: Finding | undefined;
  for (const x of a) {
    for (const y of b) {
      const found = level(x, y);
      if (best === undefined || order.indexOf(found) < order.indexOf(best.level)) best = { field, level: found, a: x, b: y };
    }
  }
  return best;
}

const emailOrder = ['equal', 'shared', 'slip', 'local', 'domain', 'similar', 'different'];

/** Two of one numbering: alike but for their digits (`kunde7@…`, `kunde8@…`). */
function isNumbering(x: string, y: string): boolean {
  const [p, q] = [x.replace(/\D/g, ''), y.replace(/\D/g, '')];
  return p !== q && x.replace(/\d/g, '') === y.replace(/\d/g, '');
}

function emailLevel(x: string, y: string): string {
  const [p, q] = [emailParts(x), emailParts(y)];
  if (x === y) return p?.shared === true ? 'shared' : 'equal';
  const longest = Math.max(x.length, y.length);
  if (editDistance(x, y, 3) <= Math.min(3, Math.floor(longest / 6))) return 'slip';
  const [localX, localY] = [x.split('@')[0] as string, y.split('@')[0] as string];
  if (localX === localY && localX.length >= 5 && p?.shared !== true) return 'local';
  if (p && q && p.domain === q.domain && !p.free) return jaroWinkler(localX, localY) >= 0.9 ? 'slip' : 'domain';
  return jaroWinkler(x, y) >= 0.9 ? 'similar' : 'different';
}

/** Companies number their mailboxes and domains: another number is another one, not a slip of the pen. */
function companyEmailLevel(x: string, y: string): string {
  const level = emailLevel(x, y);
  if ((level !== 'slip' && level !== 'similar') || !isNumbering(x, y)) return level;
  return x.slice(x.lastIndexOf('@')) === y.slice(y.lastIndexOf('@')) ? 'domain' : 'different';
}

/** What mailboxes that are alike say beside the names of their owners, which have been counted: that a company is the same, or nothing. */
function personEmailLevel(x: string, y: string, namesX: readonly string[], namesY: readonly string[]): string {
  const level = emailLevel(x, y);
  if ((level !== 'slip' && level !== 'similar' && level !== 'local') || !isNamesLikeness(x, y, namesX, namesY)) return level;
  const [p, q] = [emailParts(x), emailParts(y)];
  return p?.free === false && p.domain === q?.domain ? 'domain' : 'different';
}

/** E-mail: equal, a shared mailbox, a slip, the same name elsewhere, the same company. */
export function compareEmails(a: Signature, b: Signature): Finding | undefined {
  const level = a.k === 'p' ? (x: string, y: string) => personEmailLevel(x, y, a.n ?? [], b.n ?? []) : companyEmailLevel;
  const found = bestPair('email', emailOrder, a.e, b.e, level);
  return found?.level === 'equal' || found?.level === 'shared' ? { ...found, value: { list: 'email', text: found.a } } : found;
}

/** Numbers agree when their last seven digits do: country and area codes are often left out. */
function phoneLevel(x: string, y: string): string {
  if (x === y) return 'equal';
  const [p, q] = [x.replace(/\D/g, ''), y.replace(/\D/g, '')];
  const shorter = Math.min(p.length, q.length);
  if (shorter >= 7 && p.slice(-shorter) === q.slice(-shorter)) return 'equal';
  if (shorter >= 7 && p.slice(-7) === q.slice(-7)) return 'tail';
  return editDistance(p.slice(-9), q.slice(-9), 1) <= 1 ? 'slip' : 'different';
}

/** Telephone. */
export function comparePhones(a: readonly string[] | undefined, b: readonly string[] | undefined): Finding | undefined {
  const found = bestPair('phone', ['equal', 'tail', 'slip', 'different'], a, b, phoneLevel);
  return found?.level === 'equal' || found?.level === 'tail' ? { ...found, value: { list: 'phone', text: found.a } } : found;
}

/** Register numbers: one slip is tolerated. */
export function compareIdentifiers(a: readonly string[] | undefined, b: readonly string[] | undefined): Finding | undefined {
  return bestPair('identifier', ['equal', 'slip', 'different'], a, b, (x, y) => (x === y ? 'equal' : editDistance(x, y, 1) <= 1 ? 'slip' : 'different'));
}

/** Short descriptive text: birth place, occupation. */
export function compareText(field: string, a: string | undefined, b: string | undefined): Finding | undefined {
  if (a === undefined || b === undefined) return undefined;
  const level = a === b ? 'equal' : isSlip(a, b) || jaroWinkler(a, b) >= 0.92 ? 'slip' : 'different';
  return { field, level, a, b, ...(level === 'equal' && { value: { list: field, text: a } }) };
}
