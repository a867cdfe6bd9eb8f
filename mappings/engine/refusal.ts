import type { Sentence } from '../../core/model/error.ts';

/** A value that a step could not understand, with the reason. Messages never repeat the value: it may be personal data. */
export class Refusal {
  readonly code: string;
  readonly message: Sentence;

  constructor(code: string, en: string, zh: string) {
    this.code = code;
    this.message = { en, zh };
  }
}
