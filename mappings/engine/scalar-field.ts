import type { Json, JsonObject } from '../../core/model/json.ts';
import type { MappedField, Raw } from '../../core/ports/mapping.ts';
import { isBlank } from './blank.ts';
import type { Chain } from './chain.ts';
import { allPlaced, type CompiledField, type FieldChange, fieldProblem } from './compiled-field.ts';
import type { Equality } from './equality.ts';
import { Refusal } from './refusal.ts';
import type { Turn } from './transform.ts';

/** Where a scalar field's vendor form comes from and goes to. */
export interface Source {
  /** The vendor form, null when blank; a refusal when an expression failed. */
  readonly read: (record: JsonObject) => Raw | Refusal;
  readonly write: (draft: Record<string, Json>, current: JsonObject | undefined, raw: Raw) => void;
}

/** What a scalar field is made of. */
export interface ScalarParts {
  readonly info: MappedField;
  readonly source: Source;
  readonly chain: Chain;
  readonly equal: Equality;
  /** Vendor form that stands for an empty cell; null when the document has no `default`. */
  readonly standIn: Raw;
}

const oneWay = new Refusal('field.oneWay', 'the field is only read', '该字段只读');

/** Builds a field with one value. The last translation is remembered: unify reads a record and then asks for the same values. */
export function scalarField({ info, source, chain, equal, standIn }: ScalarParts): CompiledField {
  const { name } = info;
  const inwards: Turn = chain.in;
  const outwards = chain.out;
  const fromRecord = source.read;
  let lastRaw: Raw = null;
  let lastCanon: Json | Refusal = null;
  /** Of a vendor form that is not blank. */
  const translateFilled = (raw: Json): Json | Refusal => {
    if (raw === lastRaw) return lastCanon;
    lastCanon = inwards(raw);
    lastRaw = raw;
    return lastCanon;
  };
  const translate = (raw: Raw): Json | Refusal => (isBlank(raw) ? null : translateFilled(raw));
  return {
    info,
    read: (record, into) => {
      const found = fromRecord(record);
      const raw = found === null ? standIn : found;
      if (raw === null) {
        into.fields[name] = null;
        return;
      }
      const canon = raw instanceof Refusal ? raw : translateFilled(raw);
      if (canon instanceof Refusal) into.problems.push(fieldProblem(name, canon));
      else if (canon !== null) {
        into.fields[name] = raw as Raw;
        into.canonical.set(name, canon);
      } else {
        into.fields[name] = standIn;
        if (standIn !== null) into.canonical.set(name, translate(standIn) as Json);
      }
    },
    canon: (raw) => {
      const canon = translate(raw);
      return canon instanceof Refusal ? null : canon;
    },
    understand: translate,
    raw: (canon) => {
      if (outwards === undefined) return oneWay;
      return isBlank(canon) ? null : outwards(canon);
    },
    equal,
    write: (draft, current, change: FieldChange) => {
      if ('raw' in change) source.write(draft, current, isBlank(change.raw) ? null : change.raw);
      return allPlaced;
    },
  };
}
