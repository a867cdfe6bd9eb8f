import type { Document } from 'yaml';
import { forbiddenKeys, type Json, parseJson } from '../../core/model/json.ts';
import { lazily } from '../../core/model/lazily.ts';
import { type DocumentProblem, pathText, type Step } from './problem.ts';
import { yamlSentence } from './yaml-sentence.ts';

/** The parser; documents as they are published need none. */
const yaml = lazily<typeof import('yaml')>('yaml');

/** Larger documents are refused before they are parsed: a person wrote it. */
export const documentBytesMax = 1_000_000;

/** Aliases may be used this often, so that a few lines cannot grow into gigabytes. */
const aliasesMax = 100;

/** A document with the place of everything in it. */
export interface PlacedDocument {
  readonly file: string;
  readonly value: Json;
  /** Line and column (from 1) of the value at a path; where it is missing, of the nearest parent. `key`: of the key instead. */
  place(path: readonly Step[], part?: 'key' | 'value'): { readonly line: number; readonly column: number };
}

/** Parses YAML 1.2 with places. Problems name file, line and column; the document is absent when there are any. */
export function parseYaml(text: string, file: string): { readonly document?: PlacedDocument; readonly problems: readonly DocumentProblem[] } {
  if (text.length > documentBytesMax) return { problems: [tooLarge(file)] };
  const broken = brokenAt(text);
  if (broken >= 0) return { problems: [notText(text.slice(0, broken), file)] };
  const published = oneLineJson(text, file);
  if (published !== undefined) return { document: published, problems: [] };
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const doc = parseDocument(text.startsWith('\uFEFF') ? text.slice(1) : text, { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: true, stringKeys: true });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems: DocumentProblem[] = doc.errors.map((error) => ({
    severity: 'error',
    code: 'YAML_SYNTAX',
    message: yamlSentence(error.code, error.message),
    where: { file, ...at(error.pos[0]) },
  }));
  problems.push(...hostileKeys(doc, file, at));
  if (problems.length > 0) return { problems };
  try {
    const value = (doc.toJS({ maxAliasCount: aliasesMax }) ?? null) as Json;
    return { document: { file, value, place: (path, part = 'value') => at(offsetOf(doc, path, part)) }, problems: [] };
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    const message = { en: `Aliases are used more than ${aliasesMax} times or grow without end.`, zh: `别名使用超过 ${aliasesMax} 次，或无限展开。` };
    return { problems: [{ severity: 'error', code: 'YAML_ALIASES', message, where: { file, line: 1, column: 1 } }] };
  }
}

/** A document that is JSON on one line, as documents are published: everything in it has one place. */
function oneLineJson(text: string, file: string): PlacedDocument | undefined {
  if (!text.startsWith('{') || text.includes('\n')) return undefined;
  try {
    return { file, value: parseJson(text), place: () => ({ line: 1, column: 1 }) };
  } catch {
    return undefined; // YAML's own short form
  }
}

function tooLarge(file: string): DocumentProblem {
  const message = { en: `The document is larger than ${documentBytesMax} characters.`, zh: `文档超过 ${documentBytesMax} 个字符。` };
  return { severity: 'error', code: 'DOCUMENT_TOO_LARGE', message, where: { file, line: 1, column: 1 } };
}

/** Where text is broken, or -1: bytes that were no UTF-8 have become U+FFFD; a NUL comes from UTF-16 or from a file that is no text at all. */
function brokenAt(text: string): number {
  const places = [text.indexOf('\0'), text.indexOf('\ufffd')].filter((at) => at >= 0);
  return places.length === 0 ? -1 : Math.min(...places);
}

function notText(textBefore: string, file: string): DocumentProblem {
  const before = textBefore.split('\n');
  const message = { en: 'The file is not UTF-8 text. Save it as UTF-8.', zh: '文件不是 UTF-8 文本，请以 UTF-8 保存。' };
  return { severity: 'error', code: 'YAML_ENCODING', message, where: { file, line: before.length, column: (before.at(-1) ?? '').length + 1 } };
}

function hostileKeys(doc: Document, file: string, at: (offset: number) => { line: number; column: number }): DocumentProblem[] {
  const { isScalar, visit } = yaml();
  const found: DocumentProblem[] = [];
  visit(doc, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || typeof pair.key.value !== 'string' || !forbiddenKeys.has(pair.key.value)) return;
      const name = pair.key.value;
      const message = { en: `The key “${name}” is not allowed anywhere.`, zh: `任何位置都不允许使用键“${name}”。` };
      found.push({ severity: 'error', code: 'YAML_KEY_FORBIDDEN', message, where: { file, ...at(pair.key.range?.[0] ?? 0), field: pathText([name]) } });
    },
  });
  return found;
}

function offsetOf(doc: Document, path: readonly Step[], part: 'key' | 'value'): number {
  const { isMap, isPair, isScalar, isSeq } = yaml();
  let node: unknown = doc.contents;
  let offset = rangeOf(node) ?? 0;
  for (const [i, step] of path.entries()) {
    const last = i === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === String(step));
      if (pair === undefined) return offset;
      node = pair.value;
      const key = rangeOf(pair.key) ?? offset;
      offset = last && part === 'key' ? key : (rangeOf(node) ?? key);
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      offset = rangeOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function rangeOf(node: unknown): number | undefined {
  return (node as { range?: readonly number[] | null } | null | undefined)?.range?.[0];
}
