import { type ChildProcess, spawn } from 'node:child_process';
import { globSync, mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '..', '..');
const python = join(root, '.cache', 'venv', 'bin', 'python');

/** A start takes some seconds on a loaded machine. */
const startMs = 60_000;

/** An AWS on this machine, at work. */
export interface Emulator {
  readonly endpoint: string;
  /** What the SDK needs to talk to it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Whether the emulator is installed, with what it needs. */
export function isInstalled(): boolean {
  return ['ministack', 'cryptography'].every((name) => globSync(join(root, '.cache', 'venv', 'lib', '*', 'site-packages', name)).length > 0);
}

/** Starts the emulator on a free port of 127.0.0.1; its output goes to `.cache/aws/emulator.log`. */
export async function startEmulator(): Promise<Emulator> {
  const port = await freePort();
  const folder = join(root, '.cache', 'aws');
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, 'emulator.log'), 'w');
  const child = spawn(python, ['-m', 'ministack'], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      BIND_HOST: '127.0.0.1',
      MINISTACK_HOST: '127.0.0.1',
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: 'eu-central-1',
      LOG_LEVEL: process.env['AWS_EMULATOR_LOG'] ?? 'WARNING',
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, // functions it runs find it by this
      LAMBDA_STRICT: '0',
      LAMBDA_EXECUTOR: 'local',
    },
    stdio: ['ignore', log, log],
    cwd: folder,
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(endpoint, child);
  const env = { AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  return { endpoint, env, stop: () => stopped(child) };
}

async function answers(endpoint: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + startMs;
  while (Date.now() < until) {
    if (child.exitCode !== null) break;
    const ok = await fetch(`${endpoint}/_ministack/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await sleep(250);
  }
  await stopped(child);
  throw new Error('the emulator did not start: see .cache/aws/emulator.log');
}

/** Ends the process that was started, by its id. */
async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await Promise.race([gone, sleep(5_000)]);
  if (child.exitCode === null) child.kill('SIGKILL');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
