import type { Sentence } from '../../core/model/error.ts';
import { forbiddenKeys } from '../../core/model/json.ts';
import { err, ok, type Result } from '../../core/model/result.ts';

/** One step into a record: a key; an element by place; every element; the elements whose `key` is one of `values`. */
export type PathStep =
  | { readonly by: 'key'; readonly key: string }
  | { readonly by: 'place'; readonly place: number }
  | { readonly by: 'each' }
  | { readonly by: 'select'; readonly key: string; readonly values: readonly string[] };

/** A parsed path with its text; it starts with a key. */
export interface Path {
  readonly text: string;
  readonly steps: readonly PathStep[];
}

/** Deepest path: vendors nest a handful of levels. */
const depthMax = 16;

const piece = /"([^"]*)"|([^".[\]]+)|\[(-?\d{1,6})\]|(\[\])|\[([^=[\]]+)=([^[\]]*)\]|(\.)/uy;

/** Parses `contact_mechanisms[type=email].value`-like text. */
export function parsePath(text: string): Result<Path, Sentence> {
  const steps: PathStep[] = [];
  const wrong = () =>
    err({
      en: `the path ${text} cannot be read; write key.key, key[0], key[], or key[type=email].value`,
      zh: `无法理解路径 ${text}；请写 key.key、key[0]、key[] 或 key[type=email].value`,
    });
  let dotted = true;
  piece.lastIndex = 0;
  while (piece.lastIndex < text.length) {
    const match = piece.exec(text);
    if (match === null) return wrong();
    const key = match[1] ?? match[2];
    if (match[7] !== undefined || key !== undefined) {
      if (dotted === (match[7] !== undefined)) return wrong();
      dotted = match[7] !== undefined;
      if (key !== undefined) steps.push({ by: 'key', key: match[1] ?? key.trim() });
      continue;
    }
    if (dotted) return wrong();
    if (match[3] !== undefined) steps.push({ by: 'place', place: Number(match[3]) });
    else if (match[4] !== undefined) steps.push({ by: 'each' });
    else steps.push({ by: 'select', key: (match[5] as string).trim(), values: (match[6] as string).split('|').map((value) => value.trim()) });
  }
  if (dotted || steps.length === 0 || steps.length > depthMax) return wrong();
  return checked(text, steps);
}

function checked(text: string, steps: readonly PathStep[]): Result<Path, Sentence> {
  const hostile = steps.find((step) => 'key' in step && forbiddenKeys.has(step.key));
  if (hostile !== undefined) return err({ en: `the path ${text} names a key that no record has`, zh: `路径 ${text} 使用了记录中不会存在的键` });
  if (steps.some((step) => 'key' in step && step.key === '')) return err({ en: `the path ${text} has an empty key`, zh: `路径 ${text} 含有空键` });
  const lists = steps.filter((step) => step.by === 'each' || step.by === 'select').length;
  if (lists > 1) return err({ en: `the path ${text} goes through two lists; one is the most`, zh: `路径 ${text} 经过两个列表；最多允许一个` });
  return ok({ text, steps });
}

/** Place in the path of the step that goes through a list; -1 when there is none. */
export function listStepOf(path: Path): number {
  return path.steps.findIndex((step) => step.by === 'each' || step.by === 'select');
}
