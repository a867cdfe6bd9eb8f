import type { Json, JsonObject } from '../../core/model/json.ts';
import { isBlank } from './blank.ts';
import type { Expression } from './cel/expression.ts';
import { filled } from './compiled-field.ts';
import type { Path } from './path.ts';
import { readerOf } from './path-read.ts';
import { type ElementRule, writeAt } from './path-write.ts';
import { Refusal } from './refusal.ts';
import type { Source } from './scalar-field.ts';

/** One path. */
export function pathSource(path: Path, rule: ElementRule): Source {
  const read = readerOf(path.steps);
  return {
    read: (record) => {
      const value = read(record);
      return isBlank(value) ? null : value;
    },
    write: (draft, current, raw) => writeAt(draft, current, path.steps, raw, rule),
  };
}

/** Several paths whose values are the parts of one: the vendor form is the list of them. */
export function partsSource(paths: readonly Path[], rule: ElementRule): Source {
  const readers = paths.map((path) => readerOf(path.steps));
  return {
    read: (record) => {
      const parts = readers.map((read) => filled(read(record)));
      return parts.every(isBlank) ? null : parts;
    },
    write: (draft, current, raw) => {
      const parts: readonly Json[] = Array.isArray(raw) ? raw : [raw];
      paths.forEach((path, i) => {
        writeAt(draft, current, path.steps, filled(parts[i]), rule);
      });
    },
  };
}

/** The first path that holds a value. Written back to where the value was found; clearing clears all that hold one. */
export function coalesceSource(paths: readonly Path[], rule: ElementRule): Source {
  const readers = paths.map((path) => readerOf(path.steps));
  return {
    read: (record) => {
      for (const read of readers) {
        const value = read(record);
        if (!isBlank(value)) return value;
      }
      return null;
    },
    write: (draft, current, raw) => {
      const holding = current === undefined ? [] : paths.filter((_, i) => !isBlank(readers[i]?.(current)));
      const targets = raw === null ? holding : [holding[0] ?? (paths[0] as Path)];
      for (const path of targets) writeAt(draft, current, path.steps, raw, rule);
    },
  };
}

/** A CEL expression over the whole record; never written. */
export function expressionSource(expression: Expression): Source {
  return {
    read: (record: JsonObject) => {
      const value = expression({ record });
      return value instanceof Refusal ? value : isBlank(value) ? null : value;
    },
    write: () => undefined,
  };
}
