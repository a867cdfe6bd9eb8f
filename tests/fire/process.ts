import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The command line, as a process of its own. */
const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
/** No command of these tests takes longer. */
const commandMsMax = 40_000;

/** What a process said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A process at work. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves when the output holds the text, and with false when the process ended without it. */
  says(text: string): Promise<boolean>;
  readonly ended: Promise<Ended>;
}

/** Starts `syncline …` on a folder, in English, without colour. */
export function start(folder: string, ...argv: readonly string[]): Running {
  return startNode([main, ...argv, '--workspace', folder, '--lang', 'en']);
}

/** Runs `syncline …` to its end. */
export async function syncline(folder: string, ...argv: readonly string[]): Promise<Ended> {
  return start(folder, ...argv).ended;
}

/** Starts a script; `before` is a program that starts it in turn, with its arguments. */
export function startNode(argv: readonly string[], before: readonly string[] = []): Running {
  const [program, ...args] = [...before, process.execPath, ...argv] as [string, ...string[]];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NO_COLOR: '1', CI: 'true' }, timeout: commandMsMax, killSignal: 'SIGKILL' });
  let [out, err] = ['', ''];
  const hears = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    for (const hear of hears) hear();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, out, err }));
  const says = (text: string): Promise<boolean> =>
    new Promise((resolve) => {
      const hear = (): void => {
        if (out.includes(text)) resolve(true);
      };
      hears.add(hear);
      hear();
      void ended.then(() => resolve(out.includes(text)));
    });
  return { child, says, ended };
}

/** Stops a server as Ctrl-C does. */
export async function stop(running: Running): Promise<Ended> {
  running.child.kill('SIGINT');
  return running.ended;
}
