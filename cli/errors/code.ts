import type { Sentence } from '../../core/model/error.ts';

/** What a code means and what a person does about it. */
export interface Explained {
  readonly means: Sentence;
  /** Absent where the chapter says it for all of its codes. */
  readonly todo?: Sentence;
}

/** One row of a chapter of the catalogue: meaning and remedy, each in English and Chinese. */
export function code(en: string, zh: string, todoEn?: string, todoZh?: string): Explained {
  const means = { en, zh };
  return todoEn === undefined ? { means } : { means, todo: { en: todoEn, zh: todoZh ?? todoEn } };
}
