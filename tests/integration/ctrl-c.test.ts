import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), '陈 stop-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the sample in a folder whose name has blanks and Chinese characters, and stops it `ms` after its API answers. */
async function stoppedAfter(ms: number): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [main, 'up', '--sample', '--port', '0'], { cwd: folder, env: { ...process.env, SYNCLINE_LANG: 'en', NO_COLOR: '1' } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  while (!said.includes('/openapi.json')) await sleep(20);
  await sleep(ms);
  child.kill('SIGINT');
  return { code: (await ended)[0], said };
}

it('Ctrl-C at any moment of the first sync ends with a sentence, without a fault, and the next start goes on', { timeout: 60_000 }, async () => {
  for (const ms of [0, 250, 700]) {
    const { code, said } = await stoppedAfter(ms);
    expect([code, said]).toEqual([0, expect.stringContaining('Stopped. The next start goes on where this one was.')]);
    expect(said).not.toMatch(/\n {4}at |error/i);
  }
});

it('a reader that stops reading (`| head`) ends a command without a fault', { timeout: 60_000 }, async () => {
  const child = spawn('sh', ['-c', '"$0" "$1" --help | head -1', process.execPath, main], { cwd: folder });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'exit');
  expect(said.trim()).toMatch(/^Usage: syncline|^用法：/);
  expect(said).not.toContain('EPIPE');
});
