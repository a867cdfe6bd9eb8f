/** Where something is wrong: any part that is known. */
export interface Where {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly connection?: string;
  readonly stream?: string;
  readonly record?: string;
  readonly field?: string;
}

/** A sentence in both languages that users see. */
export interface Sentence {
  readonly en: string;
  readonly zh: string;
}

/** The root of every error that Syncline throws on purpose: a code from `docs/errors.md`, a sentence without secrets or personal data, where it happened, and whether trying again can help. */
export class SynclineError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly safeMessage: Sentence;
  readonly where: Where;

  constructor(code: string, safeMessage: Sentence, options: { retryable?: boolean; cause?: unknown; where?: Where } = {}) {
    super(safeMessage.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SynclineError';
    this.code = code;
    this.safeMessage = safeMessage;
    this.retryable = options.retryable ?? false;
    this.where = options.where ?? {};
  }
}

/** `file:line:column connection/stream/record field`, as far as known. */
export function placeOf(where: Where): string {
  const file = where.file === undefined ? '' : [where.file, where.line, where.column].filter((p) => p !== undefined).join(':');
  const record = [where.connection, where.stream, where.record].filter((p) => p !== undefined).join('/');
  return [file, record, where.field === undefined ? '' : `field ${where.field}`].filter((p) => p !== '').join(' ');
}
