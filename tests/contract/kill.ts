import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EmbeddedStore, openEmbedded } from '../../adapters/embedded/open.ts';
import type { Runner } from '../../adapters/embedded/runner.ts';
import { queueLimits } from '../../core/ports/queue.ts';
import { main } from './harness.ts';
import { pairs, tracingRunner } from './kill-load.ts';

/** What was acknowledged over all rounds, what was found to be wrong (nothing, if all is well), and when the kills came. */
export interface KillReport {
  readonly kills: number;
  readonly puts: number;
  readonly sent: number;
  readonly wrong: readonly string[];
  readonly killedAfterMs: readonly number[];
}

interface Acknowledged {
  readonly versions: Map<number, number>;
  readonly sent: Set<string>;
}

/** Kills a process under load at random moments, each time on the file that the one before left, and checks that nothing acknowledged is lost. `node tests/contract/kill.ts 100` runs a hundred. */
export async function killRounds(kills: number): Promise<KillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'syncline-kill-'));
  const file = join(folder, 'store.db');
  const acknowledged: Acknowledged = { versions: new Map(), sent: new Set() };
  const wrong: string[] = [];
  const killedAfterMs: number[] = [];
  try {
    for (let round = 0; round < kills; round += 1) {
      const afterMs = Math.round(Math.random() * 150);
      killedAfterMs.push(afterMs);
      for (const line of await loadAndKill(file, afterMs)) note(acknowledged, line);
      const store = openEmbedded({ file });
      const found = await checkVersions(store, acknowledged);
      wrong.push(...found.map((what) => `round ${round}, killed after ${afterMs} ms: ${what}`));
      await store.close();
    }
    wrong.push(...(await checkTraces(file, acknowledged)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const puts = [...acknowledged.versions.values()].reduce((sum, n) => sum + n, 0);
  return { kills, puts, sent: acknowledged.sent.size, wrong, killedAfterMs };
}

/** Lines that the child printed before it was killed, `afterMs` after its first. */
async function loadAndKill(file: string, afterMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('./kill-child.ts', import.meta.url)), file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    if (text === '') setTimeout(() => child.kill('SIGKILL'), afterMs);
    text += chunk.toString();
  });
  await once(child, 'close');
  return text.split('\n').slice(0, -1); // the last may be half a line
}

function note(acknowledged: Acknowledged, line: string): void {
  const [what, name = '', n] = line.split(' ');
  if (what === 'sent') acknowledged.sent.add(name);
  else acknowledged.versions.set(Number(name), Math.max(acknowledged.versions.get(Number(name)) ?? 0, Number(n)));
}

/** Both of each pair stand at the same version, at or above the acknowledged one, and the index shows where. */
async function checkVersions(store: EmbeddedStore, acknowledged: Acknowledged): Promise<readonly string[]> {
  const table = store.tables.in(main);
  const { entries } = await table.list('L');
  const wrong: string[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const [a, b] = await table.get([`a${pair}`, `b${pair}`].map((sk) => ({ pk: 'E', sk })));
    const least = acknowledged.versions.get(pair) ?? 0;
    if ((a?.version ?? 0) < least) wrong.push(`pair ${pair} stands at ${a?.version}, ${least} was acknowledged`);
    if (a?.version !== b?.version || a?.body['n'] !== b?.body['n']) wrong.push(`pair ${pair} was written by half: ${a?.version} and ${b?.version}`);
    if (a !== undefined && !entries.some((entry) => entry.sk === a.sk && entry.lsk === String(a.version))) wrong.push(`the index does not show ${a.sk} at ${a.version}`);
  }
  return wrong;
}

/** Lets the rest drain; then every message sent was handled, and every version has its history with the right old image. A message that five killed processes had in their hands is a dead letter, by design: as a person would, it is sent again. */
async function checkTraces(file: string, acknowledged: Acknowledged): Promise<readonly string[]> {
  const store = openEmbedded({ file });
  const runner = tracingRunner(store);
  const wrong: string[] = [];
  await drained(runner);
  for (const { messageId, receives } of await store.deadLetters.inbound.list(1_000)) {
    if (receives < queueLimits.receives) wrong.push(`message ${messageId} was buried after ${receives} receives`);
    await store.deadLetters.inbound.redrive(messageId);
  }
  await drained(runner);
  await runner.stop();
  const table = store.tables.in(main);
  const has = async (pk: string, sk: string) => (await table.get([{ pk, sk }]))[0];
  for (const body of acknowledged.sent) if ((await has('DONE', body)) === undefined) wrong.push(`message ${body} was acknowledged and never handled`);
  for (const { sk, version } of (await table.query('E')).items) {
    for (let v = 1; v <= version; v += 1) {
      const row = await has(`HIST#${sk}`, String(v));
      if (row?.body['n'] !== v - 1) wrong.push(`version ${v} of ${sk} has the history ${JSON.stringify(row?.body)}`);
    }
  }
  const dead = await store.deadLetters.inbound.list(10);
  if (dead.length > 0) wrong.push(`${dead.length} dead letters`);
  await store.close();
  return wrong;
}

async function drained(runner: Runner): Promise<void> {
  for (let due: number | undefined = 0; due !== undefined; ) {
    await new Promise((resolve) => setTimeout(resolve, due));
    due = (await runner.idle()).nextDueInMs;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const report = await killRounds(Number(process.argv[2] ?? 100));
  console.log(`${report.kills} kills after ${report.killedAfterMs.join(', ')} ms`);
  console.log(`${report.puts} transactions and ${report.sent} messages acknowledged; wrong: ${report.wrong.length === 0 ? 'nothing' : report.wrong.join('\n')}`);
  process.exitCode = report.wrong.length === 0 ? 0 : 1;
}
