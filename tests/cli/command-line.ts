import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Io, Language } from '../../cli/io.ts';
import { painter } from '../../cli/output/paint.ts';
import { run } from '../../cli/run.ts';

/** What one command line gave. */
export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A folder in which command lines are run in this process, as a person would type them there. */
export interface CommandLine {
  readonly folder: string;
  write(file: string, content: string | Uint8Array): void;
  read(file: string): string;
  run(argv: readonly string[], language?: Language): Promise<Answer>;
  /** Runs with `--json` and gives what was printed. */
  json<T>(...argv: string[]): Promise<T>;
  remove(): void;
}

/** Makes a folder for command lines; remove it at the end. */
export function commandLine(): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-command-'));
  const go = async (argv: readonly string[], language: Language = 'en'): Promise<Answer> => {
    const [out, err] = [[] as string[], [] as string[]];
    const io: Io = {
      env: {},
      cwd: folder,
      language,
      columns: undefined,
      paint: painter(false),
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
      live: false,
      self: 'syncline',
      now: () => Date.now(),
    };
    return { code: await run(argv, io), out: out.join('\n'), err: err.join('\n') };
  };
  return {
    folder,
    write(file, content) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), content);
    },
    read: (file) => readFileSync(join(folder, file), 'utf8'),
    run: go,
    async json<T>(...argv: string[]) {
      const { code, out, err } = await go([...argv, '--json']);
      if (out === '') throw new Error(`${argv.join(' ')}: ${code} ${err}`);
      return JSON.parse(out) as T;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
