import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a killed process is started. */
export interface KillOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** How far its clock is ahead, ms. */
  readonly movedMs?: number;
}

/** Starts everything on a folder in a process of its own, and kills that after so many ms of work; true when it had not ended before. */
export async function killedAfter(folder: string, afterMs: number, options: KillOptions = {}): Promise<boolean> {
  return (await worked(folder, options, afterMs)).killed;
}

/** How long such a process works when nobody kills it, ms. */
export async function undisturbedMs(folder: string): Promise<number> {
  return (await worked(folder, {}, undefined)).ms;
}

/** Compiled code is kept from process to process, where the command line keeps its own: most of a short life is starting. */
const compiled = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };

async function worked(folder: string, options: KillOptions, afterMs: number | undefined): Promise<{ readonly killed: boolean; readonly ms: number }> {
  const script = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, String(options.movedMs ?? 0)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...compiled, ...options.env },
  });
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  const readyAt = performance.now();
  const timer = afterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), afterMs);
  const [, signal] = (await exited) as [number | null, string | null];
  clearTimeout(timer);
  return { killed: signal === 'SIGKILL', ms: performance.now() - readyAt };
}
