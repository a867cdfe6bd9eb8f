import type { Sentence } from '../../core/model/error.ts';
import type { Json } from '../../core/model/json.ts';
import { err, ok, type Result } from '../../core/model/result.ts';
import type { FieldKind } from '../../core/model/types.ts';
import { isBlank } from './blank.ts';
import type { TransformUse } from './document.ts';
import { Refusal } from './refusal.ts';
import type { Step, Surroundings, Transform, Turn } from './transform.ts';
import { transformOfKind, transformsByName } from './transforms/catalogue.ts';

/** Vendor form ↔ canonical value of one field. Blank values never enter; null comes out where a step says "no value". */
export interface Chain {
  readonly in: Turn;
  /** Undefined when one of the steps has no way back: then `oneWay` names it. */
  readonly out: Turn | undefined;
  readonly oneWay: string | undefined;
  readonly takesParts: boolean;
}

/** A step with its name for messages. */
export interface NamedStep extends Step {
  readonly name: string;
}

interface Chosen {
  readonly transform: Transform;
  readonly argument: unknown;
}

function chosen(use: TransformUse): Result<Chosen, Sentence> {
  const entries: [string, unknown][] = typeof use === 'string' ? [[use, undefined]] : Object.entries(use).filter(([, argument]) => argument !== undefined);
  const [first, second] = entries;
  if (first === undefined || second !== undefined)
    return err({ en: 'one entry of `as` is one transform; write several as a list', zh: '`as` 的每一项是一个转换；多个转换请写成列表' });
  const transform = transformsByName.get(first[0]);
  if (transform === undefined) throw new TypeError(`the shape let an unknown transform through: ${first[0]}`);
  if (first[1] === undefined && !transform.bare) return err({ en: `${transform.name} needs an argument`, zh: `${transform.name} 需要参数` });
  return ok({ transform, argument: first[1] });
}

/** Kinds that a `text` field takes as they are, because their canonical form is text or is made text. */
const fits = (given: FieldKind, wanted: FieldKind) => given === wanted || (wanted === 'ref' && given === 'integer');

/** Builds the chain of a field: what `as` names, then what the kind needs unless `as` already ends in it. */
export function compileChain(uses: readonly TransformUse[], kind: FieldKind, around: Surroundings, first: readonly NamedStep[]): Result<Chain, Sentence> {
  const steps: NamedStep[] = [...first];
  let takesParts = first.length > 0;
  let given: FieldKind = 'text';
  let complete = false;
  const add = ({ transform, argument }: Chosen, surroundings: Surroundings): Sentence | undefined => {
    const step = transform.make(argument, surroundings);
    if (!step.ok) return step.error;
    if (steps.length === 0) takesParts = transform.takesParts === true;
    steps.push({ ...step.value, name: transform.name });
    if (transform.gives !== 'same') given = transform.gives;
    complete = transform.gives !== 'same' && fits(given, kind);
    return undefined;
  };
  for (const use of uses) {
    const found = chosen(use);
    if (!found.ok) return found;
    const complaint = add(found.value, { ...around, values: undefined });
    if (complaint !== undefined) return err(complaint);
  }
  // A closed list is always checked last; `concat` and `split` give text, which it would take for granted.
  if (!complete || around.values !== undefined || kind === 'ref') {
    const complaint = add({ transform: transformOfKind[kind], argument: undefined }, around);
    if (complaint !== undefined) return err(complaint);
  }
  const oneWay = steps.find((step) => step.out === undefined)?.name;
  return ok({ in: inwards(steps), out: oneWay === undefined ? outwards(steps) : undefined, oneWay, takesParts });
}

function inwards(steps: readonly Step[]): Turn {
  const turns = steps.map((step) => step.in);
  return run(turns);
}

function outwards(steps: readonly Step[]): Turn {
  return run(steps.map((step) => step.out as Turn).toReversed());
}

/** Runs turns in order; stops at a refusal and at "no value". */
function run(turns: readonly Turn[]): Turn {
  const only = turns[0] as Turn;
  if (turns.length === 1) {
    return (value) => {
      const result = only(value);
      return result === '' ? null : result;
    };
  }
  return (value) => {
    let result: Json | Refusal = value;
    for (let i = 0; i < turns.length; i += 1) {
      result = (turns[i] as Turn)(result);
      if (result instanceof Refusal) return result;
      if (isBlank(result)) return null;
    }
    return result;
  };
}
