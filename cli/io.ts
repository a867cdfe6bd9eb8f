import type { Sentence } from '../core/model/error.ts';
import { type Paint, painter } from './output/paint.ts';
import type { SecretInput } from './read-secret.ts';

/** Languages of the output. */
export type Language = keyof Sentence;

/** Where a command writes and what it knows of its terminal. Tests give their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly language: Language;
  /** Columns to fit into; undefined when the output is no terminal and nothing is cut. */
  readonly columns: number | undefined;
  readonly paint: Paint;
  /** Results. */
  out(text: string): void;
  /** Notes, problems and progress. */
  err(text: string): void;
  /** True when progress may be drawn: the error stream is a terminal. */
  readonly live: boolean;
  /** How the user called this program, for hints: `syncline`, or `npm run syncline --`. */
  readonly self: string;
  /** What a command typed here must add to find the same workspace again: ` --workspace .sample`. */
  readonly where?: string;
  /** Where secrets are typed; the process's own input unless given. */
  readonly input?: SecretInput;
  /** Milliseconds since 1970. */
  now(): number;
}

/** The text in the user's language. */
export function told(io: Io, sentence: Sentence): string {
  return sentence[io.language];
}

/** A command as this user would type it: `npm run syncline -- failures --workspace .sample`. */
export function typed(io: Pick<Io, 'self' | 'where'>, command: string): string {
  return `${io.self} ${command}${io.where ?? ''}`;
}

/** The language of an environment: `SYNCLINE_LANG`, else the locale, else English. */
export function languageOf(env: Io['env'], asked?: string): Language {
  const locale = asked ?? env['SYNCLINE_LANG'] ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return locale.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** The process's own streams. Colour only on a terminal; `NO_COLOR` turns it off, `FORCE_COLOR` on. */
export function processIo(options: { readonly language?: string; readonly colour: boolean }): Io {
  const { stdout, stderr, env } = process;
  const terminal = stdout.isTTY === true;
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  const colour = options.colour && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb' && (terminal || forced);
  return {
    env,
    cwd: process.cwd(),
    language: languageOf(env, options.language),
    columns: terminal ? stdout.columns : undefined,
    paint: painter(colour),
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    live: stderr.isTTY === true && env['TERM'] !== 'dumb',
    self: env['npm_lifecycle_event'] === undefined ? 'syncline' : 'npm run syncline --',
    now: () => Date.now(),
  };
}
