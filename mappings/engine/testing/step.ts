import type { Json } from '../../../core/model/json.ts';
import { Refusal } from '../refusal.ts';
import type { Step, Surroundings } from '../transform.ts';
import { transformsByName } from '../transforms/catalogue.ts';

/** Surroundings of a document that declares nothing. */
export const bareSurroundings: Surroundings = { country: undefined, zone: undefined, decimal: 'plain', dates: ['yyyy-MM-dd'], currency: undefined, parts: 1, values: undefined };

/** A transform of the catalogue, made with an argument; throws when the argument is refused. */
export function madeStep(name: string, argument?: unknown, around: Partial<Surroundings> = {}): Step {
  const transform = transformsByName.get(name);
  if (transform === undefined) throw new RangeError(`no transform ${name}`);
  const step = transform.make(argument, { ...bareSurroundings, ...around });
  if (!step.ok) throw new RangeError(step.error.en);
  return step.value;
}

/** The value, or the code of the refusal after a question mark, so that tables stay readable. */
export function shown(value: Json | Refusal): Json {
  return value instanceof Refusal ? `?${value.code}` : value;
}
