import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Json } from '../../core/model/json.ts';
import type { Entity } from '../../core/sync/entity.ts';
import { entityOf } from '../../core/sync/entity-item.ts';
import { customers } from './customers.ts';
import { openTestWorkspace, type TestWorkspace, testClock } from './harness.ts';
import { crmHeader, csv, erpHeader, rowsOf, twoSystemsFolder } from './two-systems.ts';

/** What kills came to: when they came, and every difference from an undisturbed run (none, if all is well). */
export interface KillReport {
  readonly killedAfterMs: readonly number[];
  /** Kills that came before the command had ended by itself. */
  readonly hit: number;
  readonly wrong: readonly string[];
}

const files = ['crm/customers.csv', 'erp/customers.csv'] as const;
/** Records of each system; a third of them both have. */
const size = 90;

/** Kills `syncline sync` at random moments, each time of a first sync or of one with edits on both sides, runs it again and compares with a run that nobody disturbed. `node tests/integration/kill.ts 100` does it a hundred times. */
export async function killRounds(rounds: number): Promise<KillReport> {
  const bases = [await firstSync(), await withEdits()];
  const [killedAfterMs, wrong]: [number[], string[]] = [[], []];
  let hit = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const base = bases[round % bases.length] as Base;
      const folder = mkdtempSync(join(tmpdir(), 'syncline-kill-'));
      cpSync(base.folder, folder, { recursive: true });
      const afterMs = Math.round(Math.random() * base.lastsMs);
      killedAfterMs.push(afterMs);
      if (await killedAfter(folder, afterMs)) hit += 1;
      const found = await finish(folder);
      for (const difference of differences(base.result, found)) wrong.push(`round ${round} (${base.name}), killed ${afterMs} ms after its first output: ${difference}`);
    }
  } finally {
    for (const { folder } of bases) rmSync(folder, { recursive: true, force: true });
  }
  return { killedAfterMs, hit, wrong };
}

interface Base {
  readonly name: string;
  readonly folder: string;
  /** How long an undisturbed command worked, ms. */
  readonly lastsMs: number;
  readonly result: Result;
}

interface Result {
  readonly rows: readonly (readonly string[])[];
  readonly entities: readonly string[];
  readonly conflicts: readonly string[];
  readonly failures: number;
}

async function firstSync(): Promise<Base> {
  return baseOf('first sync', seedFolder());
}

function seedFolder(): string {
  const all = customers(size + (size * 2) / 3);
  // Under `latest` two values that had not seen each other win by who was read first; a rank does not depend on it.
  const policy = 'default: latest, fields: { name: { rank: [crm, erp] } }';
  return twoSystemsFolder({ policy, crm: all.slice(0, size).map((c) => c.crm), erp: all.slice(-size).map((c) => c.erp) });
}

/** A workspace that is in sync, and then edited on both sides. */
async function withEdits(): Promise<Base> {
  const folder = seedFolder();
  const w = await openTestWorkspace(folder);
  await w.sync();
  const [crm, erp] = files.map((file) => rowsOf(w.read(file)));
  w.write(
    files[0],
    csv(
      crmHeader,
      (crm as string[]).map((row, at) => (at % 4 === 0 ? row.replace(/,note.*$/, ',said by sales') : row)),
    ),
  );
  w.write(
    files[1],
    csv(
      erpHeader,
      (erp as string[]).map((row, at) => (at % 5 === 0 ? row.replace(/;(BERLIN|北京);/, ';POTSDAM;') : row)),
    ),
  );
  await w.close('keep');
  return baseOf('edits on both sides', folder);
}

async function baseOf(name: string, folder: string): Promise<Base> {
  const copy = mkdtempSync(join(tmpdir(), 'syncline-kill-'));
  cpSync(folder, copy, { recursive: true });
  const startedAt = performance.now();
  const w = await openTestWorkspace(copy);
  await w.sync();
  const lastsMs = performance.now() - startedAt;
  await w.close('keep');
  return { name, folder, lastsMs, result: await finish(copy) };
}

/** Starts everything on a folder in a process of its own, and kills that after so many ms of work; true when it had not ended before. */
export async function killedAfter(folder: string, afterMs: number, options: { readonly env?: Readonly<Record<string, string>>; readonly movedMs?: number } = {}): Promise<boolean> {
  const script = fileURLToPath(new URL('./kill-child.ts', import.meta.url));
  const child = spawn(process.execPath, [script, folder, String(options.movedMs ?? 0)], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...options.env } });
  const exited = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), exited]);
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs);
  const [, signal] = (await exited) as [number | null, string | null];
  clearTimeout(timer);
  return signal === 'SIGKILL';
}

/** Runs what is left, later than any write of the killed process can still be under way; then once more, which must change nothing. */
async function finish(folder: string): Promise<Result> {
  const clock = testClock();
  clock.move(60_000);
  const w = await openTestWorkspace(folder, { clock });
  await w.sync();
  await w.sync();
  const before = files.map((file) => w.read(file));
  await w.sync();
  const idle = files.every((file, at) => w.read(file) === before[at]);
  const result = await resultOf(w);
  await w.close();
  return idle ? result : { ...result, conflicts: [...result.conflicts, 'a sync more changed a file'] };
}

async function resultOf(w: TestWorkspace): Promise<Result> {
  const items = [];
  let after: string | undefined;
  do {
    const page = await w.world.table.scan(0, 1, after);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return {
    rows: files.map((file) => rowsOf(w.read(file)).sort()),
    entities: items.flatMap((item) => (item.kind === 'entity' && entityOf(item).mergedInto === undefined ? [canonical(entityOf(item))] : [])).sort(),
    conflicts: items.flatMap((item) => (item.kind === 'conflict' ? [JSON.stringify([item.body['field'], item.body['value'], item.body['winning']])] : [])).sort(),
    failures: items.filter((item) => item.kind === 'failure').length,
  };
}

/** Who belongs together and what is said of it: not when it was said, nor by which of two records it was founded. */
function canonical(entity: Entity): string {
  const golden = Object.entries(entity.golden).map(([field, g]): [string, Json] => [field, g.value]);
  return JSON.stringify([Object.keys(entity.members).sort(), golden.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

function differences(expected: Result, found: Result): string[] {
  const wrong: string[] = [];
  for (const [at, file] of files.entries()) wrong.push(...between(file, expected.rows[at] as string[], found.rows[at] as string[]));
  wrong.push(...between('entities', expected.entities, found.entities), ...between('conflicts', expected.conflicts, found.conflicts));
  if (expected.failures !== found.failures) wrong.push(`${found.failures} failures instead of ${expected.failures}`);
  return wrong;
}

function between(what: string, expected: readonly string[], found: readonly string[]): string[] {
  if (JSON.stringify(expected) === JSON.stringify(found)) return [];
  const lost = expected.filter((row) => !found.includes(row));
  const more = found.filter((row) => !expected.includes(row));
  return [`${what}: ${expected.length} became ${found.length}; lost ${JSON.stringify(lost.slice(0, 2))}, more ${JSON.stringify(more.slice(0, 2))}`];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const report = await killRounds(Number(process.argv[2] ?? 20));
  console.log(`killed after ${report.killedAfterMs.join(', ')} ms; ${report.hit} of ${report.killedAfterMs.length} while it worked`);
  console.log(report.wrong.length === 0 ? 'nothing lost, nothing doubled' : report.wrong.join('\n'));
  process.exitCode = report.wrong.length === 0 ? 0 : 1;
}
