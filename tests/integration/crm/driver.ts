import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One request as the server wrote it down; status 0 = done, and the connection broken before the answer. */
export interface LogLine {
  readonly path: string;
  readonly status: number;
  readonly keys: readonly string[];
}

/** A small CRM in a process of its own. */
export interface SmallCrm {
  readonly port: number;
  readonly url: string;
  /** SIGKILL, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Starts it again on its port with its records. */
  start(): Promise<void>;
  mode(mode: 'ok' | 'throttle' | 'unauthorized' | 'lose'): Promise<void>;
  /** What it was asked, by its own log. */
  log(): readonly LogLine[];
  /** Its records, by its own file. */
  rows(): readonly { readonly id: string; readonly externalId: string | null; readonly fields: Readonly<Record<string, unknown>> }[];
}

/** Starts a small CRM that keeps its files in `folder`. */
export async function startSmallCrm(folder: string): Promise<SmallCrm> {
  const [state, log] = [join(folder, 'crm-state.json'), join(folder, 'crm-log.ndjson')];
  let child: ChildProcess;
  let port = 0;
  const start = async (): Promise<void> => {
    child = spawn(process.execPath, [fileURLToPath(new URL('./server.ts', import.meta.url)), String(port), state, log], { stdio: ['pipe', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    port = Number(line.toString());
  };
  await start();
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    start,
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
    async mode(mode) {
      await fetch(`http://127.0.0.1:${port}/mode`, { method: 'POST', body: JSON.stringify([{ mode }]) });
    },
    log: () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : []).map((line) => JSON.parse(line) as LogLine),
    rows: () => (existsSync(state) ? JSON.parse(readFileSync(state, 'utf8')).rows : []),
  };
}
