import { isObject, type Json, type JsonObject } from '../../core/model/json.ts';
import type { Path, PathStep } from './path.ts';

/** Reads one value; undefined when something on the way is missing. */
export type Reader = (value: Json | undefined) => Json | undefined;

/** Own-property read; keys that every object inherits (`toString`) need the check, others do not. */
function keyReader(key: string): Reader {
  if (key in Object.prototype) return (value) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined);
  return (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject)[key] : undefined);
}

/** True for an object whose selecting key has one of the step's values. */
export function isSelected(element: Json | undefined, step: PathStep & { readonly by: 'select' }): element is JsonObject {
  if (!isObject(element) || !Object.hasOwn(element, step.key)) return false;
  const value = element[step.key];
  return value !== undefined && typeof value !== 'object' && step.values.includes(String(value));
}

function stepReader(step: PathStep): Reader {
  if (step.by === 'key') return keyReader(step.key);
  if (step.by === 'place') return (value) => (Array.isArray(value) ? (value as readonly Json[]).at(step.place) : undefined);
  if (step.by === 'each') return (value) => (Array.isArray(value) ? (value as readonly Json[])[0] : undefined);
  return (value) => (Array.isArray(value) ? (value as readonly Json[]).find((element) => isSelected(element, step)) : undefined);
}

/** A reader for steps; for a list step the first element that fits. */
export function readerOf(steps: readonly PathStep[]): Reader {
  const readers = steps.map(stepReader);
  if (readers.length === 0) return (value) => value;
  if (readers.length === 1) return readers[0] as Reader;
  const [first, second, ...rest] = readers as [Reader, Reader, ...Reader[]];
  if (rest.length === 0) return (value) => second(first(value));
  return (value) => {
    let reached = second(first(value));
    for (const reader of rest) reached = reader(reached);
    return reached;
  };
}

/** A reader of all values of a path with a list step: the element's value per element that fits, in order. A path without one yields its value, or the elements when that is a list. */
export function listReaderOf(path: Path): (record: JsonObject) => readonly (Json | undefined)[] {
  const at = path.steps.findIndex((step) => step.by === 'each' || step.by === 'select');
  if (at < 0) {
    const read = readerOf(path.steps);
    return (record) => {
      const value = read(record);
      return Array.isArray(value) ? (value as readonly Json[]) : [value];
    };
  }
  const step = path.steps[at] as PathStep;
  const list = readerOf(path.steps.slice(0, at));
  const leaf = readerOf(path.steps.slice(at + 1));
  return (record) => {
    const value = list(record);
    if (!Array.isArray(value)) return [];
    const elements = value as readonly Json[];
    return (step.by === 'select' ? elements.filter((element) => isSelected(element, step)) : elements).map((element) => leaf(element));
  };
}
