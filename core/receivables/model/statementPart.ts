import type { BankLine, BankStatement, IgnoredLine } from './statement.ts';

/** A statement without its lines: what is known when it has ended. */
export type StatementEnd = Omit<BankStatement, 'lines' | 'ignored'>;

/**
 * What a reader gives while it reads, in the order of the file. `statement` is the statement's place among those
 * of the file, from 0 (a number may be missing); a table with several accounts has several statements open at once. Each statement has exactly one `end`, behind its
 * lines; `format` comes once, at the end of the file.
 */
export type StatementPart =
  | { readonly statement: number; readonly line: BankLine }
  | { readonly statement: number; readonly ignored: IgnoredLine }
  | { readonly statement: number; readonly end: StatementEnd }
  | { readonly format: string };
