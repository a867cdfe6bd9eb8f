import type { Json, JsonObject } from '../../core/model/json.ts';
import { isBlank } from './blank.ts';
import { literalPattern } from './literal-pattern.ts';
import { listStepOf, type Path, type PathStep } from './path.ts';
import { isSelected, listReaderOf, readerOf } from './path-read.ts';
import { type Draft, descend, type ElementRule, listAt, newElement, writeAt, writeInside } from './path-write.ts';

/** Splits texts that hold several elements, and joins them again. */
export interface Splitter {
  readonly split: (text: string) => readonly string[];
  readonly join: (elements: readonly string[], before: string) => string;
}

/** A splitter for declared separators. Joined as the text was written: the separator it holds, with or without a space. */
export function splitterOf(separators: readonly string[]): Splitter {
  const first = separators[0] as string;
  const any = separators.length === 1 ? first : new RegExp(separators.map(literalPattern).join('|'), 'u');
  return {
    split: (text) => {
      if (!separators.some((separator) => text.includes(separator))) return [text.trim()]; // most texts hold one element
      return text.split(any).flatMap((part) => (isBlank(part) ? [] : part.trim()));
    },
    join: (elements, before) => {
      const held = separators.find((separator) => before.includes(separator));
      const separator = held ?? first;
      const spaced = held === undefined ? separator === ';' || separator === ',' : before.includes(`${held} `);
      return elements.join(spaced ? `${separator} ` : separator);
    },
  };
}

/** Where elements of a set live: a column, or a list in the record. */
export interface SetPlace {
  readonly read: (record: JsonObject) => readonly (Json | undefined)[];
  /** Takes out what `drops` names and takes in what it has room for; answers the rest. `last` may take in all it can. */
  readonly write: (draft: Draft, current: JsonObject | undefined, drops: (element: Json) => boolean, adds: readonly Json[], last: boolean) => readonly Json[];
}

/** A column: one element, or several separated ones. A column that turns out to hold a list is written as a list. */
export function columnPlace(path: Path, splitter: Splitter | undefined, rule: ElementRule): SetPlace {
  const value = readerOf(path.steps);
  const elementsOf = (held: Json | undefined): readonly Json[] => {
    if (isBlank(held)) return [];
    if (Array.isArray(held)) return held as readonly Json[];
    if (splitter === undefined || typeof held !== 'string') return [held];
    return splitter.split(held);
  };
  return {
    read: (record) => elementsOf(value(record)),
    write: (draft, current, drops, adds, last) => {
      const held = current === undefined ? undefined : value(current);
      const before = elementsOf(held);
      const kept = before.filter((element) => !drops(element));
      const isList = Array.isArray(held);
      const roomy = isList || (last && splitter !== undefined);
      const taken = roomy ? adds : kept.length === 0 ? adds.slice(0, 1) : [];
      if (kept.length === before.length && taken.length === 0) return adds;
      const after = [...kept, ...taken];
      const text = after.length > 1 && !isList && splitter !== undefined ? splitter.join(after.map(String), typeof held === 'string' ? held : '') : after[0];
      writeAt(draft, current, path.steps, isList ? after : (text ?? null), rule);
      return adds.slice(taken.length);
    },
  };
}

/** Elements of a list, whole or by the key that selects them. */
export function listPlace(path: Path, extra: JsonObject): SetPlace {
  const at = listStepOf(path);
  const step = path.steps[at] as PathStep;
  const leafSteps = path.steps.slice(at + 1);
  const leaf = readerOf(leafSteps);
  return {
    read: listReaderOf(path),
    write: (draft, current, drops, adds) => {
      const { node, key } = descend(draft, current, path.steps.slice(0, at));
      const list = listAt(node, key);
      const mine = (element: Json) => step.by !== 'select' || isSelected(element, step);
      const kept = list.filter((element) => {
        if (!mine(element)) return true;
        const value = leaf(element);
        return isBlank(value) || !drops(value);
      });
      for (const value of adds) kept.push(leafSteps.length === 0 ? value : elementWith(step, extra, leafSteps, value));
      node.draft[key] = kept;
      return [];
    },
  };
}

function elementWith(step: PathStep, extra: JsonObject, leaf: readonly PathStep[], value: Json): Json {
  const element = newElement(step, extra);
  writeInside(element, leaf, value);
  return element;
}
