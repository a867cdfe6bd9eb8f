import type * as z from 'zod';
import type { Sentence } from '../../core/model/error.ts';
import { type DocumentProblem, pathText, type Step } from './problem.ts';
import { hint } from './suggest.ts';
import type { PlacedDocument } from './yaml.ts';

type Issue = z.core.$ZodIssue;

/** Names of the JSON types in both languages. */
const typeNames: Readonly<Record<string, Sentence>> = {
  string: { en: 'text', zh: '文本' },
  number: { en: 'a number', zh: '数字' },
  int: { en: 'a whole number', zh: '整数' },
  boolean: { en: 'true or false', zh: 'true 或 false' },
  array: { en: 'a list', zh: '列表' },
  object: { en: 'a block of keys', zh: '键值块' },
  record: { en: 'a block of keys', zh: '键值块' },
  null: { en: 'nothing', zh: '空值' },
};

/** Turns what zod found into problems with places. `keysAt` gives the keys known at a path (for suggestions); `prefix` is where the checked part lies in the document; `family` starts the codes, e.g. `WORKSPACE`. */
export function problemsOf(
  issues: readonly Issue[],
  document: PlacedDocument,
  options: { readonly family: string; readonly prefix?: readonly Step[]; readonly keysAt?: (path: readonly Step[]) => readonly string[] },
): DocumentProblem[] {
  return issues.flatMap((issue) => {
    const found = deepest(issue);
    const path = [...(options.prefix ?? []), ...found.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    if (found.code === 'unrecognized_keys') return found.keys.map((key) => unknownKey(key, path, document, options));
    const part = found.code === 'invalid_key' ? 'key' : 'value';
    const place = document.place(path, part);
    const told = sentenceOf(found, path);
    return [{ severity: 'error' as const, code: `${options.family}_${told.code}`, message: told.message, where: { file: document.file, ...place, field: pathText(path) } }];
  });
}

function unknownKey(
  key: string,
  path: readonly Step[],
  document: PlacedDocument,
  options: { family: string; keysAt?: (path: readonly Step[]) => readonly string[] },
): DocumentProblem {
  const near = hint(key, options.keysAt?.(path) ?? []);
  const place = path.length === 0 ? { en: 'at the top', zh: '顶层' } : { en: `in “${pathText(path)}”`, zh: `“${pathText(path)}”中` };
  const message = { en: `There is no key “${key}” ${place.en}.${near.en}`, zh: `${place.zh}没有键“${key}”。${near.zh}` };
  return {
    severity: 'error',
    code: `${options.family}_KEY_UNKNOWN`,
    message,
    where: { file: document.file, ...document.place([...path, key], 'key'), field: pathText([...path, key]) },
  };
}

/** What one issue means, without a place: for requests, which have no lines. */
export function issueSentence(issue: Issue | undefined, path: readonly Step[]): Sentence {
  if (issue === undefined) return { en: 'The request is not understood.', zh: '无法识别该请求。' };
  const found = deepest(issue);
  if (found.code !== 'unrecognized_keys') return sentenceOf(found, path).message;
  return { en: `Unknown: ${found.keys.join(', ')}.`, zh: `无法识别：${found.keys.join('、')}。` };
}

/** Of a union, the branch that got furthest: it is what the writer meant. */
function deepest(issue: Issue, prefix: readonly PropertyKey[] = []): Issue {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return { ...issue, path };
  const branches = issue.errors.filter((branch) => branch.length > 0);
  const ranked = branches.map((branch) => ({ branch, depth: Math.max(...branch.map((i) => i.path.length * 2 + (i.code === 'invalid_type' ? 0 : 1))) }));
  const best = ranked.sort((a, b) => b.depth - a.depth)[0];
  if (best === undefined || best.depth === 0) return { ...issue, path };
  return deepest(best.branch[0] as Issue, path);
}

function sentenceOf(issue: Issue, path: readonly Step[]): { readonly code: string; readonly message: Sentence } {
  const name = pathText(path) || 'document';
  switch (issue.code) {
    case 'invalid_type': {
      const type = typeNames[issue.expected] ?? { en: issue.expected, zh: issue.expected };
      return /received undefined/.test(issue.message) ? { code: 'KEY_MISSING', message: missing(name, type) } : wrong(name, type);
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      return { code: 'VALUE_UNKNOWN', message: { en: `“${name}” must be one of: ${values.join(', ')}.`, zh: `“${name}”必须是以下之一：${values.join('、')}。` } };
    }
    case 'too_small':
      return { code: 'VALUE_RANGE', message: { en: `“${name}” is too short or too small: at least ${issue.minimum}.`, zh: `“${name}”过短或过小：至少为 ${issue.minimum}。` } };
    case 'too_big':
      return { code: 'VALUE_RANGE', message: { en: `“${name}” is too long or too large: at most ${issue.maximum}.`, zh: `“${name}”过长或过大：最多为 ${issue.maximum}。` } };
    default:
      return { code: issue.code === 'invalid_key' ? 'NAME_INVALID' : 'VALUE_INVALID', message: bilingual(issue, name) };
  }
}

function missing(name: string, type: Sentence): Sentence {
  return { en: `“${name}” is missing: ${type.en} is needed.`, zh: `缺少“${name}”：需要${type.zh}。` };
}

function wrong(name: string, type: Sentence): { code: string; message: Sentence } {
  return { code: 'VALUE_TYPE', message: { en: `“${name}” must be ${type.en}.`, zh: `“${name}”必须是${type.zh}。` } };
}

/** A schema's own message may be `english | 中文`; the rest gets a general sentence. */
function bilingual(issue: Issue, name: string): Sentence {
  const inner = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  const [en, zh] = inner.split(' | ');
  return { en: `“${name}”: ${en}`, zh: `“${name}”：${zh ?? en}` };
}
