import type { Sentence } from '../core/model/error.ts';

/** What the shell is told. */
export const exitCodes = { ok: 0, findings: 1, usage: 2, unreachable: 3 } as const;

/** One of {@link exitCodes}. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with a sentence and an exit code; not a bug. `details` are further lines. */
export class CommandFailure extends Error {
  readonly exit: ExitCode;
  readonly sentence: Sentence;
  readonly code: string | undefined;
  readonly details: readonly string[];

  constructor(exit: ExitCode, sentence: Sentence, options: { readonly code?: string; readonly details?: readonly string[]; readonly cause?: unknown } = {}) {
    super(sentence.en, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CommandFailure';
    this.exit = exit;
    this.sentence = sentence;
    this.code = options.code;
    this.details = options.details ?? [];
  }
}
