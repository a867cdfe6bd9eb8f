import type * as z from 'zod';
import { suggest } from '../../document/suggest.ts';
import type { Complaint } from './problem.ts';

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, readonly [string, string]>> = {
  string: ['text', '文本'],
  number: ['a number', '数字'],
  int: ['a whole number', '整数'],
  boolean: ['true or false', 'true 或 false'],
  array: ['a list', '列表'],
  object: ['keys and values', '键和值'],
  record: ['keys and values', '键和值'],
};

function kindNames(expected: readonly string[]): readonly [string, string] {
  const names = expected.map((name) => kinds[name] ?? [name, name]);
  return [[...new Set(names.map(([en]) => en))].join(' or '), [...new Set(names.map(([, zh]) => zh))].join('或')];
}

/** Keys that the shape knows at a path; filled from the issue's siblings is not possible, so the caller gives them. */
export type KnownKeys = (path: readonly PropertyKey[]) => readonly string[];

const isWrongKind = (issue: Issue) => issue.code === 'invalid_type' && issue.path.length === 0;

/** Of the branches of a union the one that fits the kind of the value, with its issues; none when the value is of a kind that no branch takes. */
function branchOf(errors: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fitting = errors.filter((issues) => !issues.some(isWrongKind));
  return fitting.toSorted((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0];
}

const depthOf = (issues: readonly Issue[]) => Math.max(0, ...issues.map((issue) => issue.path.length));

function wrongKind(path: readonly PropertyKey[], expected: readonly string[], given: unknown): Complaint {
  const [en, zh] = kindNames(expected);
  if (given === undefined) return { path, code: 'MAPPING_MISSING', message: { en: `${String(path.at(-1))} is missing`, zh: `缺少 ${String(path.at(-1))}` } };
  return { path, code: 'MAPPING_KIND', message: { en: `here ${en} is expected`, zh: `此处应为${zh}` } };
}

/** Sentences for what zod found, with a suggestion for what was mistyped. */
export function complaintsOf(
  issues: readonly Issue[],
  known: KnownKeys,
  valueAt: (path: readonly PropertyKey[]) => unknown,
  base: readonly PropertyKey[] = [],
): readonly Complaint[] {
  return issues.flatMap((issue): readonly Complaint[] => {
    const path = [...base, ...issue.path];
    if (issue.code === 'invalid_union') {
      const branch = branchOf(issue.errors);
      if (branch !== undefined) return complaintsOf(branch, known, valueAt, path);
      const expected = issue.errors.flatMap((errors) => errors.flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : [])));
      return [wrongKind(path, expected, valueAt(path))];
    }
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: [...path, key],
        code: 'MAPPING_KEY_UNKNOWN',
        message: { en: `there is no key ${key} here`, zh: `此处没有键 ${key}` },
        suggestion: suggest(key, known(path)),
      }));
    }
    if (issue.code === 'invalid_type') return [wrongKind(path, [issue.expected], valueAt(path))];
    if (issue.code === 'invalid_value') return [wrongValue(path, issue.values.map(String), valueAt(path))];
    return [
      {
        path,
        code: 'MAPPING_VALUE',
        message: { en: `${String(path.at(-1))} is not written as it must be: ${issue.message}`, zh: `${String(path.at(-1))} 的写法不正确：${issue.message}` },
      },
    ];
  });
}

function wrongValue(path: readonly PropertyKey[], values: readonly string[], given: unknown): Complaint {
  if (given === undefined) return wrongKind(path, ['string'], given);
  const list = values.join(', ');
  return {
    path,
    code: 'MAPPING_VALUE',
    message: { en: `${JSON.stringify(given)} is none of ${list}`, zh: `${JSON.stringify(given)} 不属于 ${list}` },
    suggestion: typeof given === 'string' ? suggest(given, values) : undefined,
  };
}
