import type { Json, JsonObject } from '../../core/model/json.ts';
import { named } from '../../core/model/named.ts';
import { type FieldProblem, familyName, familyOf, type MappedField, type MappedRecord, type Raw, type StreamMapping } from '../../core/ports/mapping.ts';
import { isBlank } from './blank.ts';
import type { Expression } from './cel/expression.ts';
import { type CompiledField, type FieldChange, fieldProblem, type Reading } from './compiled-field.ts';
import type { MappingDocument } from './document.ts';
import type { Draft } from './path-write.ts';
import { Refusal } from './refusal.ts';

/** A compiled document: the port that the sync core uses, and what only tools ask for. */
export interface CompiledMapping extends StreamMapping {
  readonly document: MappingDocument;
  /** Why a stored vendor form cannot be understood by this version; undefined when it can. `canon` answers null for such a form. */
  problemOf(field: string, raw: Raw): FieldProblem | undefined;
  /** Elements of sets that `patch` finds no place for: more values than columns. */
  unplaced(changes: Readonly<Record<string, Raw>>, current: JsonObject | undefined): readonly string[];
}

/** What a compiled mapping is made of. */
export interface MappingParts {
  readonly document: MappingDocument;
  readonly version: string;
  readonly when: Expression | undefined;
  readonly fields: readonly CompiledField[];
  /** Writes the values of `create` that the fields left empty. */
  readonly complete: (draft: Draft) => void;
}

/** Joins compiled fields to a mapping. */
export function mappingOf({ document, version, when, fields, complete }: MappingParts): CompiledMapping {
  const byName = new Map<string, CompiledField>(fields.map((field) => [field.info.name, field]));
  const fieldOf = (name: string): CompiledField => {
    const found = byName.get(name);
    if (found === undefined) throw new RangeError(`the mapping ${document.name} has no field ${name}`);
    return found;
  };
  const decide = when === undefined ? undefined : deciderOf(when);
  const write = (changes: Readonly<Record<string, Raw>>, current: JsonObject | undefined) => writeChanges(fieldOf, changes, current);
  return {
    name: document.name,
    version,
    type: document.type,
    document,
    fields: new Map<string, MappedField>(fields.map((field) => [field.info.name, field.info])),
    accepts: (record) => decide === undefined || decide(record) !== false,
    read: (record) => read(fields, decide, record),
    canon: (name, raw) => {
      const field = byName.get(name);
      return field === undefined && name.includes(':') ? memberOf(raw) : (field ?? fieldOf(name)).canon(raw);
    },
    raw: (name, canon) => {
      const { name: family, element } = familyOf(name);
      const raw = fieldOf(family).raw(canon, element);
      return raw instanceof Refusal ? { ok: false, problem: fieldProblem(name, raw) } : { ok: true, raw };
    },
    equal: (name, a, b) => fieldOf(familyName(name)).equal(a, b),
    patch: (changes, current) => {
      const { draft } = write(changes, current);
      if (current === undefined) complete(draft);
      return draft;
    },
    problemOf: (name, raw) => {
      if (isBlank(raw) || fieldOf(familyOf(name).name).info.set) return undefined;
      const refusal = fieldOf(name).understand(raw);
      return refusal instanceof Refusal ? fieldProblem(name, refusal) : undefined;
    },
    unplaced: (changes, current) => write(changes, current).unplaced,
  };
}

/** The canonical value of a set's member: present or not, whatever the set. */
function memberOf(raw: Raw): true | null {
  return isBlank(raw) || raw === false ? null : true;
}

/** Whether a record is of the type. The last answer is remembered: `accepts` and `read` ask about the same record. */
function deciderOf(when: Expression): (record: JsonObject) => Json | Refusal {
  let last: JsonObject | undefined;
  let answer: Json | Refusal = null;
  return (record) => {
    if (record === last) return answer;
    answer = when({ record });
    last = record;
    return answer;
  };
}

function read(fields: readonly CompiledField[], decide: ((record: JsonObject) => Json | Refusal) | undefined, record: JsonObject): MappedRecord {
  const reading: Reading = { fields: named<Raw>(), canonical: new Map(), problems: [] };
  if (decide !== undefined) {
    const answer = decide(record);
    // Whether the record is of this type is not known: nothing of it may assert anything.
    if (answer instanceof Refusal) return { fields: {}, canonical: new Map(), problems: [fieldProblem('when', answer)] };
  }
  for (let i = 0; i < fields.length; i += 1) (fields[i] as CompiledField).read(record, reading);
  return reading;
}

function writeChanges(fieldOf: (name: string) => CompiledField, changes: Readonly<Record<string, Raw>>, current: JsonObject | undefined) {
  const draft: Draft = {};
  const unplaced: string[] = [];
  const families = new Map<string, Map<string, boolean>>();
  const apply = (field: CompiledField, change: FieldChange) => {
    if (field.info.direction === 'in') return;
    for (const element of field.write(draft, current, change)) unplaced.push(`${field.info.name}:${element}`);
  };
  for (const name of Object.keys(changes)) {
    const raw = changes[name] as Raw;
    const { name: family, element } = familyOf(name);
    if (element === undefined) {
      apply(fieldOf(family), { raw });
      continue;
    }
    const elements = families.get(family) ?? new Map<string, boolean>();
    elements.set(element, !isBlank(raw) && raw !== false);
    families.set(family, elements);
  }
  for (const [family, elements] of families) apply(fieldOf(family), { elements });
  return { draft, unplaced };
}
