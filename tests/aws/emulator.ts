import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { program } from './ready.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, '.cache', 'aws');

/** A start takes some seconds on a loaded machine. */
const startMs = 60_000;

/** An AWS on this machine, at work. */
export interface Emulator {
  readonly endpoint: string;
  /** What the SDK needs to talk to it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts the emulator on a free port of 127.0.0.1; its output goes to `.cache/aws/emulator.log`. */
export async function startEmulator(): Promise<Emulator> {
  const port = await freePort();
  const child = started('emulator', [program('ministack', 'python'), '-m', 'ministack'], {
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_REGION: 'eu-central-1',
    LOG_LEVEL: process.env['AWS_EMULATOR_LOG'] ?? 'WARNING',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`, // functions it runs find it by this
    LAMBDA_STRICT: '0',
    LAMBDA_EXECUTOR: 'local',
  });
  return emulatorAt(port, child, '/_ministack/health');
}

/** Starts moto, a second emulator, where the first is no measure; its output goes to `.cache/aws/moto.log`. */
export async function startMoto(): Promise<Emulator> {
  const port = await freePort();
  return emulatorAt(port, started('moto', [program('moto', 'moto_server'), '-H', '127.0.0.1', '-p', String(port)], {}), '/moto-api/data.json');
}

function started(name: string, [command, ...args]: readonly [string, ...string[]], env: Readonly<Record<string, string>>): ChildProcess {
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, `${name}.log`), 'w');
  return spawn(command, args, { env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env }, stdio: ['ignore', log, log], cwd: folder });
}

async function emulatorAt(port: number, child: ChildProcess, health: string): Promise<Emulator> {
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(`${endpoint}${health}`, child);
  const env = { AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  return { endpoint, env, stop: () => stopped(child) };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + startMs;
  while (Date.now() < until) {
    if (child.exitCode !== null) break;
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await sleep(250);
  }
  await stopped(child);
  throw new Error('the emulator did not start: see the logs in .cache/aws');
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
