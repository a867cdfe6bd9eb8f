import type { Weights } from '../model/model.ts';
import type { Signature } from '../signature.ts';
import { compareAddresses } from './address.ts';
import { compareBirthdays } from './birthday.ts';
import { compareEmails, compareIdentifiers, comparePhones, compareText } from './contact.ts';
import type { Finding } from './level.ts';
import { compareOrgNames } from './org-name.ts';
import { comparePersonNames } from './person-name.ts';

/** Everything that two signatures of one kind say about each other. Symmetric up to the sides of each finding. */
export function findingsOf(a: Signature, b: Signature, weights: Weights): readonly Finding[] {
  const own = a.k === 'p' ? personFindings(a, b, weights) : organizationFindings(a, b, weights);
  const shared = [compareEmails(a, b), phonesApart(own, comparePhones(a.t, b.t)), compareIdentifiers(a.i, b.i), ...compareAddresses(a.a, b.a, weights.bits)];
  return [...own, ...shared].filter((f) => f !== undefined);
}

/** Levels at which a part of two people's names is another one. */
const otherName: ReadonlySet<string> = new Set(['different', 'far']);
/** A firm's own numbers, and those of a block that is handed out in turn, are one up to so many last digits. */
const rangeDigits = 3;

/** Where two companies' names differ in their number, telephone numbers one digit apart are neighbours of one range, not a slip; likewise where a part of two people's names is another one and the numbers differ at the end. */
function phonesApart(own: readonly (Finding | undefined)[], phone: Finding | undefined): Finding | undefined {
  if (phone?.level !== 'slip') return phone;
  const isNumbered = own.some((f) => f?.field === 'number' && f.level === 'different');
  const isOther = own.some((f) => (f?.field === 'given' || f?.field === 'family') && otherName.has(f.level));
  return isNumbered || (isOther && isOneRange(phone.a, phone.b)) ? { ...phone, level: 'different' } : phone;
}

function isOneRange(x: string, y: string): boolean {
  return x.length === y.length && x.slice(0, -rangeDigits) === y.slice(0, -rangeDigits);
}

function personFindings(a: Signature, b: Signature, weights: Weights): readonly (Finding | undefined)[] {
  return [
    ...comparePersonNames(a.n ?? [], b.n ?? [], weights),
    generation(a, b),
    compareBirthdays(a.b, b.b),
    compareText('sex', a.s, b.s),
    compareText('birthPlace', a.h, b.h),
    compareText('occupation', a.o, b.o),
  ];
}

function generation(a: Signature, b: Signature): Finding | undefined {
  if (a.w === undefined || b.w === undefined) return undefined;
  return { field: 'generation', level: a.w === b.w ? 'equal' : 'different', a: a.w, b: b.w };
}

function organizationFindings(a: Signature, b: Signature, weights: Weights): readonly (Finding | undefined)[] {
  const domain = a.d === undefined || b.d === undefined ? undefined : a.d.find((d) => b.d?.includes(d));
  const domains =
    a.d === undefined || b.d === undefined
      ? undefined
      : { field: 'domain', level: domain === undefined ? 'different' : 'equal', a: domain ?? (a.d[0] as string), b: domain ?? (b.d[0] as string) };
  return [...compareOrgNames(a, b, weights), form(a, b), domains];
}

/** Only forms of different classes speak; `company` words (Inc, Co, Group) are used loosely. */
function form(a: Signature, b: Signature): Finding | undefined {
  const [left, right] = [a.l?.filter((f) => f !== 'company') ?? [], b.l?.filter((f) => f !== 'company') ?? []];
  if (left.length === 0 || right.length === 0) return undefined;
  return { field: 'form', level: left.some((f) => right.includes(f)) ? 'equal' : 'different', a: left.join(' '), b: right.join(' ') };
}
