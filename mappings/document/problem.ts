import { placeOf, type Sentence, type Where } from '../../core/model/error.ts';

/** Something wrong in a document that people write. An `error` stops it from being used; a `warning` does not. */
export interface DocumentProblem {
  readonly severity: 'error' | 'warning';
  /** A code of `docs/errors.md`, e.g. `WORKSPACE_KEY_UNKNOWN`. */
  readonly code: string;
  readonly message: Sentence;
  /** File, line, column (from 1) and the path inside the document as `field`. */
  readonly where: Where;
}

/** A step into a document: a key or an index. */
export type Step = string | number;

/** A path as people read it: `connections.crm.streams[2]`. */
export function pathText(path: readonly Step[]): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

/** One line: `file:line:column severity code: message`, the way editors and terminals link it. */
export function problemLine(problem: DocumentProblem, language: keyof Sentence): string {
  const { field: _, ...place } = problem.where;
  return `${placeOf(place)} ${problem.severity} ${problem.code}: ${problem.message[language]}`;
}
