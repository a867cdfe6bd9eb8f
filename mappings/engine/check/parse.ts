import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { forbiddenKeys } from '../../../core/model/json.ts';
import { err, ok, type Result } from '../../../core/model/result.ts';
import { documentLengthMax, documentShape, type MappingDocument } from '../document.ts';
import { transformsByName } from '../transforms/catalogue.ts';
import { Places } from './places.ts';
import type { Complaint, DocumentProblem } from './problem.ts';
import { complaintsOf } from './shape-complaints.ts';

/** A document of the right shape, and the means to say where something in it stands. */
export interface ParsedDocument {
  readonly document: MappingDocument;
  /** Places of a complaint, with the field it concerns. */
  readonly place: (complaint: Complaint) => DocumentProblem;
}

function placer(file: string, places: Places) {
  return (complaint: Complaint): DocumentProblem => ({
    file,
    ...places.of(complaint.path),
    ...(complaint.path[0] === 'fields' && complaint.path.length > 1 ? { field: String(complaint.path[1]) } : {}),
    code: complaint.code,
    message: complaint.message,
    ...(complaint.suggestion === undefined ? {} : { suggestion: complaint.suggestion }),
  });
}

function syntaxProblems(yaml: Document, file: string, places: Places): readonly DocumentProblem[] {
  return yaml.errors.slice(0, 20).map((error) => ({
    file,
    ...places.ofOffset(error.pos[0]),
    code: 'yaml.syntax',
    message:
      error.code === 'DUPLICATE_KEY'
        ? { en: 'this key is already there', zh: '该键重复' }
        : { en: `this is not YAML: ${firstLine(error.message)}`, zh: `YAML 语法错误：${firstLine(error.message)}` },
  }));
}

const firstLine = (text: string) => text.split('\n')[0] as string;

function hostileKeys(yaml: Document, file: string, places: Places): readonly DocumentProblem[] {
  const found: DocumentProblem[] = [];
  visit(yaml, {
    Pair(_, pair) {
      if (!isScalar(pair.key) || !forbiddenKeys.has(String(pair.key.value))) return;
      found.push({ file, ...places.ofOffset(pair.key.range?.[0] ?? 0), code: 'document.unknownKey', message: { en: 'this key is never allowed', zh: '不允许使用该键' } });
    },
  });
  return found;
}

const topKeys = Object.keys(documentShape.shape);
const fieldKeys = ['path', 'coalesce', 'as', 'split', 'new', 'default', 'equal', 'clears', 'direction', 'reference', 'cel', 'celOut'];
const exampleKeys = ['title', 'given', 'expect', 'problems', 'accepts', 'back'];
const defaultKeys = ['country', 'zone', 'decimal', 'dates', 'currency'];

/** The keys that are known at a path of the document, for suggestions. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  if (path.length === 0) return topKeys;
  if (path[0] === 'defaults') return defaultKeys;
  if (path[0] === 'examples') return exampleKeys;
  return path.length === 2 ? fieldKeys : [...transformsByName.keys()];
}

function valueIn(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) value = typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<PropertyKey, unknown>)[step] : undefined;
  return value;
}

/** Reads a document's text: YAML 1.2, one document, known keys only. */
export function parseMappingDocument(text: string, file: string): Result<ParsedDocument, readonly DocumentProblem[]> {
  if (text.length > documentLengthMax) {
    const message = { en: `a mapping document has at most ${documentLengthMax} characters`, zh: `映射文档最多 ${documentLengthMax} 个字符` };
    return err([{ file, line: 1, column: 1, code: 'document.size', message }]);
  }
  const lineCounter = new LineCounter();
  const yaml = parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: true, version: '1.2' });
  const places = new Places(yaml, lineCounter);
  const early = [...syntaxProblems(yaml, file, places), ...hostileKeys(yaml, file, places)];
  if (early.length > 0) return err(early);
  let root: unknown;
  try {
    root = yaml.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    return err([{ file, line: 1, column: 1, code: 'yaml.aliases', message: { en: `aliases expand too far: ${String(cause)}`, zh: `别名展开过多：${String(cause)}` } }]);
  }
  const place = placer(file, places);
  const parsed = documentShape.safeParse(root);
  if (parsed.success) return ok({ document: parsed.data, place });
  return err(complaintsOf(parsed.error.issues, knownKeys, (path) => valueIn(root, path)).map(place));
}
