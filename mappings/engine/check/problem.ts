import type { Sentence } from '../../../core/model/error.ts';

/** One mistake in a mapping document, with its place. */
export interface DocumentProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Canonical field that it concerns. */
  readonly field?: string;
  /** e.g. `MAPPING_FIELD_UNKNOWN`, `MAPPING_PATH`, `YAML_SYNTAX`. */
  readonly code: string;
  readonly message: Sentence;
  /** What was probably meant. */
  readonly suggestion?: string;
}

/** A mistake before its place is known: the path of keys to it. */
export interface Complaint {
  readonly path: readonly PropertyKey[];
  readonly code: string;
  readonly message: Sentence;
  readonly suggestion?: string | undefined;
}

/** `file:3:5 field phones: message (did you mean …?)`, for terminals. */
export function problemLine(problem: DocumentProblem, language: keyof Sentence): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  const field = problem.field === undefined ? '' : language === 'en' ? ` field ${problem.field}` : ` 字段 ${problem.field}`;
  const hint = problem.suggestion === undefined ? '' : language === 'en' ? ` Did you mean ${problem.suggestion}?` : ` 是否想写 ${problem.suggestion}？`;
  return `${place}${field}: ${problem.message[language]}${hint}`;
}
