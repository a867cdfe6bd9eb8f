import { err, ok, type Result } from '../../../core/model/result.ts';
import { type PlacedDocument, parseYaml } from '../../document/yaml.ts';
import { documentLengthMax, documentShape, type MappingDocument } from '../document.ts';
import { transformsByName } from '../transforms/catalogue.ts';
import type { Complaint, DocumentProblem } from './problem.ts';
import { complaintsOf } from './shape-complaints.ts';

/** A document of the right shape, and the means to say where something in it stands. */
export interface ParsedDocument {
  readonly document: MappingDocument;
  /** Gives a complaint its place, and the field that it concerns. */
  readonly place: (complaint: Complaint) => DocumentProblem;
}

function placer(yaml: PlacedDocument) {
  return (complaint: Complaint): DocumentProblem => ({
    file: yaml.file,
    ...yaml.place(
      complaint.path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
      'key',
    ),
    ...(complaint.path[0] === 'fields' && complaint.path.length > 1 ? { field: String(complaint.path[1]) } : {}),
    code: complaint.code,
    message: complaint.message,
    ...(complaint.suggestion === undefined ? {} : { suggestion: complaint.suggestion }),
  });
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

/** Reads a document's text: YAML 1.2, one document, known keys only. */
export function parseMappingDocument(text: string, file: string): Result<ParsedDocument, readonly DocumentProblem[]> {
  if (text.length > documentLengthMax) {
    const message = { en: `a mapping document has at most ${documentLengthMax} characters`, zh: `映射文档最多 ${documentLengthMax} 个字符` };
    return err([{ file, line: 1, column: 1, code: 'DOCUMENT_TOO_LARGE', message }]);
  }
  const { document: yaml, problems } = parseYaml(text, file);
  if (yaml === undefined) return err(problems.map(({ code, message, where }) => ({ file, line: where.line ?? 1, column: where.column ?? 1, code, message })));
  const place = placer(yaml);
  const parsed = documentShape.safeParse(yaml.value);
  if (parsed.success) return ok({ document: parsed.data, place });
  return err(complaintsOf(parsed.error.issues, knownKeys, (path) => valueIn(yaml.value, path)).map(place));
}

function valueIn(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const step of path) value = typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<PropertyKey, unknown>)[step] : undefined;
  return value;
}
