import { isObject, type Json, type JsonObject } from '../../core/model/json.ts';
import type { PathStep } from './path.ts';
import { isSelected } from './path-read.ts';

/** A vendor record that is being written: nested objects partial, lists whole. */
export type Draft = Record<string, Json>;

/** How an element that a list lacks is made, and whether clearing `leaf` takes the element out. */
export interface ElementRule {
  readonly extra: JsonObject;
  readonly removeWhenCleared: boolean;
}

interface Node {
  /** What is written: our own copy. */
  readonly draft: Draft;
  /** The same place in the record as last read; undefined inside lists, whose copies are whole. */
  readonly current: JsonObject | undefined;
}

function ownOf(object: JsonObject | undefined, key: string): Json | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The list under `key` as our own copy: what is already in the draft, else what was read. */
export function listAt(node: Node, key: string): Json[] {
  const held = ownOf(node.draft, key) ?? ownOf(node.current, key);
  const list = Array.isArray(held) ? [...(held as readonly Json[])] : [];
  node.draft[key] = list;
  return list;
}

function childAt(node: Node, key: string, insideList: boolean): Node {
  const held = ownOf(node.draft, key);
  const child: Draft = isObject(held) ? ({ ...held } as Draft) : {};
  node.draft[key] = child;
  const current = ownOf(node.current, key);
  return { draft: child, current: insideList || !isObject(current) ? undefined : current };
}

/** Goes down the leading keys of `steps`; answers the node that holds the last of them. */
export function descend(draft: Draft, current: JsonObject | undefined, steps: readonly PathStep[]): { readonly node: Node; readonly key: string } {
  let node: Node = { draft, current };
  for (const step of steps.slice(0, -1)) node = childAt(node, keyOf(step), false);
  return { node, key: keyOf(steps.at(-1) as PathStep) };
}

function keyOf(step: PathStep): string {
  if (step.by !== 'key') throw new TypeError(`a path cannot be written through ${step.by}`);
  return step.key;
}

/** Sets the value at a path; lists on the way are copied whole from `current`. */
export function writeAt(draft: Draft, current: JsonObject | undefined, steps: readonly PathStep[], value: Json, rule: ElementRule): void {
  const at = steps.findIndex((step) => step.by !== 'key');
  if (at < 0) {
    const { node, key } = descend(draft, current, steps);
    node.draft[key] = value;
    return;
  }
  const { node, key } = descend(draft, current, steps.slice(0, at));
  writeElement(listAt(node, key), steps[at] as PathStep, steps.slice(at + 1), value, rule);
}

function placeOf(list: readonly Json[], step: PathStep): number {
  if (step.by === 'select') return list.findIndex((element) => isSelected(element, step));
  if (step.by === 'each') return list.length > 0 ? 0 : -1;
  const place = step.by === 'place' ? (step.place < 0 ? list.length + step.place : step.place) : -1;
  return place >= 0 && place < list.length ? place : -1;
}

/** Sets a value inside the element that a step names, making or removing the element as needed. */
function writeElement(list: Json[], step: PathStep, leaf: readonly PathStep[], value: Json, rule: ElementRule): void {
  const place = placeOf(list, step);
  if (place < 0 && value === null) return;
  if (value === null && (rule.removeWhenCleared || leaf.length === 0)) {
    // All that are selected go: else the next of them would show up as a value that nobody entered.
    const gone = step.by === 'select' ? (element: Json) => isSelected(element, step) : (_: Json, i: number) => i === place;
    list.splice(0, list.length, ...list.filter((element, i) => !gone(element, i)));
    return;
  }
  if (leaf.length === 0) {
    if (place < 0) list.push(value);
    else list[place] = value;
    return;
  }
  const element = place < 0 ? newElement(step, rule.extra) : { ...(list[place] as JsonObject) };
  writeInside(element as Draft, leaf, value);
  if (place < 0) list.push(element as JsonObject);
  else list[place] = element as JsonObject;
}

/** A new element of a list: the selecting key, and what the document's `new` says. */
export function newElement(step: PathStep, extra: JsonObject): Draft {
  return (step.by === 'select' ? { [step.key]: step.values[0] as string, ...extra } : { ...extra }) as Draft;
}

/** Sets a value below a whole copy: nested objects are copied with what they hold. */
export function writeInside(element: Draft, leaf: readonly PathStep[], value: Json): void {
  let node: Node = { draft: element, current: undefined };
  for (const step of leaf.slice(0, -1)) node = childAt(node, keyOf(step), true);
  node.draft[keyOf(leaf.at(-1) as PathStep)] = value;
}
