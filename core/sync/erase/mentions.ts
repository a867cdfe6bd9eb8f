import { isObject, type Json } from '../../model/json.ts';
import { keyPart } from '../../model/keys.ts';
import { familyOf } from '../../ports/mapping.ts';
import type { Item } from '../../ports/table.ts';
import type { Subject } from './subject.ts';

/** What stands where a text named the person. */
export const erasedMark = '[erased]';

/** The name of a field whose value was the person's: the element of a set stands in it. */
export function blackField(field: string): string {
  return familyOf(field).element === undefined ? field : erasedMark;
}

/** Shorter names are only looked for where the row is known to be about the person. */
const lonelyLengthMin = 5;

/** What to look for: `own` is this person and nobody else; addresses, numbers and names may be others' as well. */
export interface Needles {
  readonly own: readonly string[];
  readonly shared: readonly string[];
}

/** What to look for in items, from a subject. Record names stand in keys with their parts escaped. */
export function needlesOf({ ids, refs, contacts, names }: Subject): Needles {
  const inKeys = refs.map((ref) => ref.split('/')).map(([connection = '', stream = '', ...id]) => `${keyPart(connection)}#${keyPart(stream)}#${keyPart(id.join('/'))}`);
  return { own: [...ids, ...refs, ...inKeys].map(fold), shared: [...contacts, ...names].map(fold) };
}

const fold = (text: string): string => text.toLowerCase();

/** Whether a row is about the person (`own`), holds what may be the person's (`shared`), or neither. */
export function mentions(item: Pick<Item, 'pk' | 'sk' | 'index' | 'body'>, { own, shared }: Needles): 'own' | 'shared' | undefined {
  const body = JSON.stringify(item.body).replaceAll(/\\[nrt]/g, ' ');
  const text = fold([item.pk, item.sk, item.index?.lpk ?? '', item.index?.lsk ?? '', item.index?.label ?? '', body].join('\n'));
  if (own.some((needle) => holds(text, needle))) return 'own';
  return shared.some((needle) => needle.length >= lonelyLengthMin && holds(text, needle)) ? 'shared' : undefined;
}

/** Whether a text holds an address, as a word of its own. */
export function holdsAddress(text: string, address: string): boolean {
  return holds(fold(text), fold(address));
}

/** A needle counts as a word of its own: record `C-1` is not in `C-10`, and `anna@x.de` not in `j.anna@x.de`. */
function holds(text: string, needle: string): boolean {
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    if (!(wordBefore.test(text[at - 1] ?? '') && wordEdge.test(needle[0] ?? '')) && !(wordAfter.test(text[at + needle.length] ?? '') && wordEdge.test(needle.at(-1) ?? '')))
      return true;
  }
  return false;
}

const wordEdge = /[a-z0-9]/;
const wordBefore = /[a-z0-9._+-]/;
const wordAfter = /[a-z0-9_-]/;

/** The value with every text that names the person replaced, and keys that do left out. */
export function redacted(value: Json, needles: Needles): Json {
  if (typeof value === 'string') return isAbout(value, needles) ? erasedMark : value;
  if (Array.isArray(value)) return value.map((part: Json) => redacted(part, needles));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !isAbout(key, needles))
      .map(([key, part]) => [key, redacted(part ?? null, needles)]),
  );
}

function isAbout(text: string, { own, shared }: Needles): boolean {
  const folded = fold(text);
  return own.some((needle) => holds(folded, needle)) || shared.some((needle) => holds(folded, needle));
}
