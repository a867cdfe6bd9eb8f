import type { Sentence } from '../core/model/error.ts';
import type { ExitCode } from './exit.ts';
import type { Io } from './io.ts';
import type { Session } from './session.ts';

/** What stands behind an option: a text, a switch, or several texts. */
export type OptionValue = string | boolean | readonly string[] | undefined;

/** One use of a command. */
export interface Call {
  readonly io: Io;
  readonly args: readonly (string | undefined)[];
  /** All arguments of a variadic command. */
  readonly rest: readonly string[];
  readonly options: Readonly<Record<string, OptionValue>>;
  readonly json: boolean;
  /** The workspace folder; fails with exit code 2 when there is none. */
  folder(): string;
  /** A client of the API: of the server that holds the workspace, else in this process. Closed when the command ends. */
  session(): Promise<Session>;
}

/** A command as data: the help, the documentation and the parser are made from it. */
export interface CommandSpec {
  /** Words and arguments: `records <type> [query]`. */
  readonly usage: string;
  readonly about: Sentence;
  readonly options?: readonly { readonly flags: string; readonly about: Sentence; readonly initial?: string }[];
  /** Lines that work, without `syncline` in front. */
  readonly examples: readonly string[];
  run(call: Call): Promise<ExitCode>;
}

/** A text option. */
export function text(call: Call, name: string): string | undefined {
  const value = call.options[name];
  return typeof value === 'string' ? value : undefined;
}

/** All texts of an option that takes several. */
export function texts(call: Call, name: string): readonly string[] {
  const value = call.options[name];
  return Array.isArray(value) ? (value as readonly string[]) : typeof value === 'string' ? [value] : [];
}

/** A switch. */
export function flag(call: Call, name: string): boolean {
  return call.options[name] === true;
}
