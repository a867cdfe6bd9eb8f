import type { Canon } from '../../ports/mapping.ts';
import { familyOf } from '../../ports/mapping.ts';
import { type Signature, signatureCharactersMax, signatureValuesMax } from '../signature.ts';

/** Values that people type when they have none. */
const fillers = /^(?:[-–—.?_*/\\#]+|n\/?a|none|null|nil|unknown|undefined|nan|test(?: ?test)*|tba|tbd|xxx+|asdf+|无|没有|未知|测试|不详|暂无)$/i;

/** The text values of the named fields of one record: scalars and set members alike, fillers such as `test test` or `N/A` left out. */
export function textsOf(fields: ReadonlyMap<string, Canon>, ...names: string[]): string[] {
  const found: string[] = [];
  for (const name of names) {
    const start = found.length;
    for (const [field, value] of fields) {
      const family = familyOf(field);
      if (family.name !== name || value === null || value === false || value === undefined) continue;
      const text = (family.element ?? (typeof value === 'string' || typeof value === 'number' ? String(value) : '')).trim();
      if (text !== '' && !fillers.test(text)) found.push(text);
    }
    if (found.length > start + 1) found.push(...found.splice(start).sort());
  }
  return found;
}

/** The first text of a field, or the empty text. */
export function textOf(fields: ReadonlyMap<string, Canon>, name: string): string {
  return textsOf(fields, name)[0] ?? '';
}

/** Distinct, non-empty, cut and few, as signatures hold them. Sorted, so that the order of set members does not matter. */
export function compact(values: readonly (string | undefined)[]): string[] {
  const kept = values.filter((v) => v !== undefined && v !== '').map((v) => (v as string).slice(0, signatureCharactersMax));
  return [...new Set(kept)].slice(0, signatureValuesMax);
}

/** A signature without its empty members. */
export function slim(signature: Signature): Signature {
  const entries = Object.entries(signature).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(entries) as Signature;
}
