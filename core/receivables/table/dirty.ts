import { keyPart } from '../../model/keys.ts';
import { minuteMs } from '../../model/time.ts';
import type { Item, Key } from '../../ports/table.ts';
import { messageSchema, send } from '../../sync/messages.ts';
import { put, readItems } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { BucketName } from './documents.ts';

/** What travels on the receivables queue besides facts of the bus: a bucket to solve. */
export interface SolveMessage extends BucketName {
  readonly v: number;
  readonly workspace: string;
  readonly solve: true;
}

/** A bucket that something happened in. */
interface DirtyRow extends BucketName {
  /** When it was marked first since it was last solved for good. */
  readonly at: number;
  /** A message to solve it is on its way. */
  readonly queued: boolean;
}

/**
 * A mark outlives the first solve by this long, and the tick solves once more: lists may lag, so that a claim and its
 * receipt stored at the same moment may not have seen each other. Also what heals a message that never was sent.
 */
export const dirtyMs = minuteMs;

const dirtyListKey = 'DIRTY';

function dirtyKey({ company, party, currency }: BucketName): Key {
  return { pk: `DIRTY#${keyPart(company)}#${keyPart(party)}#${currency}`, sk: '@' };
}

/** Marks a bucket and asks for it to be solved, unless that is under way already: a burst of facts is one solve. */
export async function markDirty(world: World, bucket: BucketName): Promise<void> {
  const key = dirtyKey(bucket);
  for (;;) {
    const [item] = await world.table.get([key], { consistent: true });
    const before = item?.body as unknown as DirtyRow | undefined;
    const row: DirtyRow = { ...nameOf(bucket), at: before?.at ?? world.clock.now(), queued: true };
    // Written even when a solve is queued: a solve that began before this fact must not clear the mark.
    if ((await writeRow(world, key, row, item)) === 'conflict') continue;
    if (before?.queued !== true) await askFor(world, bucket);
    return;
  }
}

/** Begins a solve: from here on, a new fact asks for another one. Gives what {@link endSolve} needs. */
export async function beginSolve(world: World, bucket: BucketName): Promise<void> {
  const key = dirtyKey(bucket);
  for (;;) {
    const [item] = await world.table.get([key], { consistent: true });
    const row = item?.body as unknown as DirtyRow | undefined;
    if (row === undefined || !row.queued) return;
    if ((await writeRow(world, key, { ...row, queued: false }, item)) === 'ok') return;
  }
}

/** Ends a solve: a mark that is old enough goes, if nothing happened since. */
export async function endSolve(world: World, bucket: BucketName, startedAt: number): Promise<void> {
  const key = dirtyKey(bucket);
  const [item] = await world.table.get([key], { consistent: true });
  const row = item?.body as unknown as DirtyRow | undefined;
  if (item === undefined || row === undefined || row.queued || row.at > startedAt - dirtyMs) return;
  await put(world, [{ op: 'delete', key, when: { version: item.version } }]);
}

/** Once a minute: buckets marked longer than {@link dirtyMs} are solved again. */
export async function solveStale(world: World): Promise<void> {
  let after: string | undefined;
  do {
    const page = await world.table.list(dirtyListKey, after === undefined ? {} : { after });
    const keys = page.entries.map(({ pk, sk }) => ({ pk, sk }));
    for (const item of await readItems(world, keys, true)) {
      const row = item?.body as unknown as DirtyRow | undefined;
      if (row !== undefined && row.at <= world.clock.now() - dirtyMs) await askFor(world, row);
    }
    after = page.next;
  } while (after !== undefined);
}

async function askFor(world: World, bucket: BucketName): Promise<void> {
  const message: SolveMessage = { v: messageSchema, workspace: world.config.workspace, solve: true, ...nameOf(bucket) };
  await send(world, 'receivables', 'receivables', [message]);
}

function nameOf({ company, party, currency }: BucketName): BucketName {
  return { company, party, currency };
}

function writeRow(world: World, key: Key, row: DirtyRow, before: Item | undefined): Promise<'ok' | 'conflict'> {
  const index = { lpk: dirtyListKey, lsk: key.pk };
  return put(world, [{ op: 'put', item: { ...key, kind: 'dirty', body: { ...row }, index }, when: before === undefined ? 'absent' : { version: before.version } }]);
}
