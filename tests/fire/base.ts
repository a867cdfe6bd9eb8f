import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRoute } from '../../core/sync/route-state.ts';
import { tick } from '../../core/sync/tick.ts';
import { customers } from '../integration/customers.ts';
import { openTestWorkspace, type TestClock, type TestWorkspace, testClock } from '../integration/harness.ts';
import { crmHeader, csv, erpHeader, rowsOf, twoSystemsFolder } from '../integration/two-systems.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';

/** The files of both systems. */
export const files = ['crm/customers.csv', 'erp/customers.csv'] as const;

/** A workspace that is about to work, and what it comes to when nobody disturbs it. */
export interface Base {
  readonly name: string;
  readonly folder: string;
  readonly undisturbed: Snapshot;
}

/** Under `latest` two values that had not seen each other win by who was read first; a rank does not depend on it. */
const namesRanked = 'default: latest, fields: { name: { rank: [crm, erp] } }';
/** Nothing that is edited here depends on any clock. */
export const allRanked = 'default: latest, fields: { name: { rank: [crm, erp] }, note: { rank: [crm, erp] }, city: { rank: [erp, crm] } }';

/** A first sync of two full systems, and one after edits on both sides. Each system has `size` records, a third of them both have. */
export async function bases(size: number, policy: string = namesRanked): Promise<readonly Base[]> {
  return [await baseOf('first sync', seedFolder(size, policy)), await baseOf('edits on both sides', await editedFolder(size, policy))];
}

/** Removes their folders. */
export function removeBases(made: readonly Base[]): void {
  for (const { folder } of made) rmSync(folder, { recursive: true, force: true });
}

/** A copy of a folder, to be worked in and thrown away. */
export function copyOf(folder: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'syncline-fire-'));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Later than any write of a killed process can still be under way: 30 s until its deadline, 5 s until it has landed. */
const laterMs = 60_000;
/** So often what waits for a time gets its time: a create that is looked at again may have been killed once more. */
const timesMax = 4;

/** Runs what is left, later than any write of a killed process can still be under way, and later again while something waits for a time; then once more, which must change nothing. Removes the folder. */
export async function finished(folder: string, clock: TestClock = testClock()): Promise<Snapshot> {
  for (let times = 0; times < timesMax; times += 1) if (!(await waitsStill(folder, clock))) break;
  const w = await openTestWorkspace(folder, { clock });
  try {
    const before = files.map((file) => w.read(file));
    await w.sync();
    const idle = files.every((file, at) => w.read(file) === before[at]);
    const snapshot = await snapshotOf(w, files);
    return idle ? snapshot : { ...snapshot, unfinished: [...snapshot.unfinished, 'a sync more changed a file'] };
  } finally {
    await w.close();
  }
}

/** Works off what can be, later than before and with a tick, as a process that lives has one every minute; true when something still waits for a time. (That a route can go on is looked at again and again, by jobs: they do not count.) */
async function waitsStill(folder: string, clock: TestClock): Promise<boolean> {
  clock.move(laterMs);
  const w = await openTestWorkspace(folder, { clock });
  try {
    await w.sync();
    await tick(w.world);
    await w.sync();
    const depths = (await w.world.queues?.()) ?? [];
    return depths.some(({ name, delayed }) => name !== 'jobs' && delayed > 0) || (await owesLooks(w));
  } finally {
    await w.close('keep');
  }
}

/** A route that just went live owes its entities looks: what was under way while it became so may have been sent to nobody. */
async function owesLooks(w: TestWorkspace): Promise<boolean> {
  const routes = await Promise.all(w.world.config.routes.map((route) => readRoute(w.world, route.name)));
  return routes.some(({ state }) => state.owes !== undefined);
}

async function baseOf(name: string, folder: string): Promise<Base> {
  return { name, folder, undisturbed: await finished(copyOf(folder)) };
}

function seedFolder(size: number, policy: string): string {
  const all = customers(size + Math.round((size * 2) / 3));
  return twoSystemsFolder({ policy, crm: all.slice(0, size).map((c) => c.crm), erp: all.slice(-size).map((c) => c.erp) });
}

/** A workspace that is in sync, and then edited on both sides. */
async function editedFolder(size: number, policy: string): Promise<string> {
  const folder = seedFolder(size, policy);
  const w = await openTestWorkspace(folder);
  await w.sync();
  const [crm, erp] = files.map((file) => rowsOf(w.read(file))) as [string[], string[]];
  const noted = crm.map((row, at) => (at % 4 === 0 ? row.replace(/,note.*$/, ',said by sales') : row));
  const moved = erp.map((row, at) => (at % 5 === 0 ? row.replace(/;(BERLIN|北京);/, ';POTSDAM;') : row));
  w.write(files[0], csv(crmHeader, noted));
  w.write(files[1], csv(erpHeader, moved));
  await w.close('keep');
  return folder;
}
