import type { Json } from '../../core/model/json.ts';
import { stableStringify } from '../../core/model/json.ts';
import { isBlank } from './blank.ts';
import type { equalities } from './document.ts';
import { Refusal } from './refusal.ts';
import type { Surroundings, Turn } from './transform.ts';
import { transformOfKind } from './transforms/catalogue.ts';

/** One of the declared equalities. */
export type EqualityName = (typeof equalities)[number];

/** Says whether two vendor forms mean the same. Empty and null always do. */
export type Equality = (a: Json, b: Json) => boolean;

const textOf = (value: Json) => (typeof value === 'string' ? value : Array.isArray(value) ? value.filter((part) => !isBlank(part)).join(' ') : String(value));

function keyBy(name: EqualityName, canon: Turn, around: Surroundings): (value: Json) => string {
  if (name === 'exact') return stableStringify;
  if (name === 'trim') return (value) => textOf(value).trim();
  if (name === 'folded') return (value) => textOf(value).normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
  const turn = name === 'canonical' ? canon : kindTurn(name, around);
  return (value) => {
    const result = turn(value);
    if (result instanceof Refusal) return `?${stableStringify(value)}`;
    return typeof result === 'string' ? `=${result}` : `=${stableStringify(result)}`;
  };
}

function kindTurn(name: 'phone' | 'email' | 'decimal' | 'date', around: Surroundings): Turn {
  const step = transformOfKind[name].make(undefined, around);
  if (!step.ok) throw new TypeError(`${name} cannot be compared: ${step.error.en}`);
  return step.value.in;
}

/** The equality of a field. Values that cannot be understood are equal only when they are the same. */
export function equalityOf(name: EqualityName, canon: Turn, around: Surroundings): Equality {
  const key = keyBy(name, canon, around);
  return (a, b) => {
    if (a === b) return true;
    const blankA = isBlank(a);
    const blankB = isBlank(b);
    if (blankA || blankB) return blankA && blankB;
    return key(a) === key(b);
  };
}
