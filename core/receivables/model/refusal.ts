import type { Sentence } from '../../model/error.ts';

/** Why a file was not read: a code from the closed list below, a sentence with what to do, and the line of the file where it is known. Never a crash, never a silent zero. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: Sentence;
  readonly line?: number;
}

/** The closed list of reasons a reader gives. */
export type RefusalCode =
  | 'empty_file'
  | 'too_large'
  | 'unknown_format'
  | 'malformed'
  | 'truncated'
  | 'entity_declared'
  | 'too_deep'
  | 'bad_amount'
  | 'bad_date'
  | 'currency_unknown'
  | 'account_missing'
  | 'number_missing'
  | 'total_missing'
  | 'no_statement'
  | 'no_invoice'
  | 'error_reported'
  | 'holdings_only'
  | 'profile_missing'
  | 'column_missing';

/** Thrown inside a reader and caught by the reader's entry: the only way a reader stops. */
export class RefusedFile extends Error {
  readonly refusal: Refusal;

  constructor(code: RefusalCode, message: Sentence, line?: number) {
    super(message.en);
    this.name = 'RefusedFile';
    this.refusal = line === undefined ? { code, message } : { code, message, line };
  }
}

/** Stops the reader with a named refusal. */
export function refuse(code: RefusalCode, en: string, zh: string, line?: number): never {
  throw new RefusedFile(code, { en, zh }, line);
}
