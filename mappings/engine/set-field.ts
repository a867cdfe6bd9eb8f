import type { Json, JsonObject } from '../../core/model/json.ts';
import type { MappedField } from '../../core/ports/mapping.ts';
import { isBlank } from './blank.ts';
import type { Chain } from './chain.ts';
import { allPlaced, type CompiledField, fieldProblem, type Reading } from './compiled-field.ts';
import { Refusal } from './refusal.ts';
import type { SetPlace } from './set-place.ts';

/** Most elements of one set field; an entity's item holds them all. */
const setSizeMax = 200;

/** Longest canonical element; it becomes part of a field's name. */
const elementLengthMax = 500;

const tooMany = new Refusal('set.size', `the field has more than ${setSizeMax} elements`, `该字段超过 ${setSizeMax} 个元素`);
const tooLong = new Refusal('set.element', `an element is longer than ${elementLengthMax} characters`, `元素超过 ${elementLengthMax} 个字符`);
const oneWay = new Refusal('field.oneWay', 'the field is only read', '该字段只读');

/** What a set field is made of. */
export interface SetParts {
  readonly info: MappedField;
  /** All elements in vendor form, or the refusal of the expression that gives them. */
  readonly elements: (record: JsonObject) => readonly (Json | undefined)[] | Refusal;
  readonly places: readonly SetPlace[];
  readonly chain: Chain;
}

/** Builds a field that is a set: each canonical element is a cell of its own. An element that cannot be understood is a problem of the whole field: what is absent then is not known to be removed. */
export function setField({ info, elements, places, chain }: SetParts): CompiledField {
  const { name } = info;
  const inwards = chain.in;
  const keyOf = (element: Json | undefined): string | null | Refusal => {
    if (isBlank(element)) return null;
    const canon = inwards(element);
    if (canon === null || canon instanceof Refusal) return canon;
    const key = typeof canon === 'string' ? canon : String(canon);
    return key.length > elementLengthMax ? tooLong : key;
  };
  return {
    info,
    read: (record, into) => readSet(name, elements(record), keyOf, into),
    canon: (raw) => (isBlank(raw) || raw === false ? null : true),
    understand: (raw) => (isBlank(raw) || raw === false ? null : true),
    raw: (canon, element) => {
      if (chain.out === undefined) return oneWay;
      if (isBlank(canon) || canon === false || element === undefined) return null;
      const written = chain.out(element);
      return written instanceof Refusal ? written : true;
    },
    equal: (a, b) => (isBlank(a) || a === false) === (isBlank(b) || b === false),
    write: (draft, current, change) => {
      if (!('elements' in change) || chain.out === undefined) return allPlaced;
      const held = new Set(current === undefined ? [] : places.flatMap((place) => place.read(current).map(keyOf)));
      const adds: Json[] = [];
      for (const [element, present] of change.elements) {
        if (!present || held.has(element)) continue;
        const written = chain.out(element);
        if (!(written instanceof Refusal)) adds.push(written);
      }
      const drops = (element: Json) => {
        const key = keyOf(element);
        return typeof key === 'string' && change.elements.get(key) === false;
      };
      return writeSet(places, draft, current, drops, adds).map(String);
    },
  };
}

function readSet(name: string, found: readonly (Json | undefined)[] | Refusal, keyOf: (element: Json | undefined) => string | null | Refusal, into: Reading): void {
  if (found instanceof Refusal || found.length > setSizeMax) {
    into.problems.push(fieldProblem(name, found instanceof Refusal ? found : tooMany));
    return;
  }
  const prefix = `${name}:`;
  let refusal: Refusal | undefined;
  for (let i = 0; i < found.length; i += 1) {
    const key = keyOf(found[i]);
    if (typeof key === 'string') {
      const member = prefix + key;
      into.fields[member] = true;
      into.canonical.set(member, true);
    } else if (key !== null) refusal ??= key;
  }
  if (refusal !== undefined) into.problems.push(fieldProblem(name, refusal));
}

/** First every place drops and fills what is empty; then the last one takes in what it can hold beside others. */
function writeSet(
  places: readonly SetPlace[],
  draft: Record<string, Json>,
  current: JsonObject | undefined,
  drops: (element: Json) => boolean,
  adds: readonly Json[],
): readonly Json[] {
  let rest = adds;
  places.forEach((place, i) => {
    rest = place.write(draft, current, drops, rest, i === places.length - 1);
  });
  return rest;
}
