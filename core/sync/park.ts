import type { JsonObject } from '../model/json.ts';
import { keyPart, shardOf } from '../model/keys.ts';
import type { ItemInput, Key } from '../ports/table.ts';
import { closeFailure } from './failure.ts';
import { sendHints, sendOutbound } from './messages.ts';
import { put } from './store.ts';
import type { World } from './world.ts';

/** Work that waits in the table. Parking is a row and an ack, never a returned message. */
export type Waiting =
  | { readonly dir: 'out'; readonly connection: string; readonly stream: string; readonly entity: string }
  | { readonly dir: 'in'; readonly connection: string; readonly stream: string; readonly id: string };

/** A waiting row as stored. */
export interface WaitingRow {
  readonly what: Waiting;
  readonly since: number;
  /** The sentence's key: `connection`, `parent`, `mention` … */
  readonly why: string;
  readonly on?: string;
  /** When waiting turns into a failure, ms. */
  readonly patienceUntil?: number;
}

const subject = (w: Waiting): string => (w.dir === 'out' ? w.entity : w.id);

/** Partition of work that waits for a connection. */
export function connectionWaitPk(connection: string, shard: string): string {
  return `WAIT#CON#${keyPart(connection)}#${shard}`;
}

/** Partition of work that waits for something to arrive: `LINK#<entity>` or `REC#<record>`. */
export function arrivalWaitPk(arrival: string): string {
  return `WAIT#${arrival}`;
}

function sortKey(w: Waiting): string {
  return `${w.dir}#${keyPart(w.connection)}#${keyPart(w.stream)}#${keyPart(subject(w))}`;
}

/** Parks work until the connection answers again; the same work twice is one row. */
export async function parkOnConnection(world: World, connection: string, all: readonly Waiting[]): Promise<void> {
  await Promise.all(
    all.map((what) => parkRow(world, { pk: connectionWaitPk(connection, shardOf(subject(what))), sk: sortKey(what) }, { what, since: world.clock.now(), why: 'connection' })),
  );
}

/** Cause of failures that waited for a parent beyond their route's patience. */
export const waitingCause = 'wait.parent';

/** Parks work until `arrival` is there. */
export async function parkUntil(world: World, arrival: string, what: Waiting, patienceMs: number): Promise<void> {
  const now = world.clock.now();
  await parkRow(world, { pk: arrivalWaitPk(arrival), sk: sortKey(what) }, { what, since: now, why: 'parent', on: arrival, patienceUntil: now + patienceMs });
}

/** Notes that a record was written without somebody whom it names: it is looked at again when `arrival` is there. It has not failed, and nobody loses patience. */
export async function parkMention(world: World, arrival: string, what: Waiting): Promise<void> {
  await parkRow(world, { pk: arrivalWaitPk(arrival), sk: sortKey(what) }, { what, since: world.clock.now(), why: 'mention', on: arrival });
}

/**
 * A row that is there already may be released at this very moment, on behalf of whoever parked it before: it gets another version, which that release does not remove.
 *
 *   release: reads the row · sends its work ·                                  removes the row as it was read
 *   worker:                                   does it, is refused, parks again
 */
async function parkRow(world: World, key: Key, row: WaitingRow): Promise<void> {
  const lsk = `${String(row.since).padStart(15, '0')}#${sortKey(row.what)}`;
  const item: ItemInput = { ...key, kind: 'waiting', body: row as unknown as JsonObject, index: { lpk: waitingListKey(row.what.connection), lsk, state: row.why } };
  while ((await put(world, [{ op: 'put', item, when: 'absent' }])) === 'conflict') {
    const [there] = await world.table.get([key], { consistent: true });
    if (there === undefined) continue;
    const { version, writeId: _, ...same } = there;
    if ((await put(world, [{ op: 'put', item: same, when: { version } }])) === 'ok') return;
  }
}

/** Index partition that lists what waits for or at a connection, oldest first. */
export function waitingListKey(connection: string): string {
  return `WAITING#${keyPart(connection)}`;
}

/** Rows released at once: one step of a job. */
const releaseMax = 200;

/** Sends waiting work again and removes its rows; send first, so that a crash repeats instead of losing. Returns how many, and where to go on. */
export async function releaseWaiting(world: World, pk: string, options: { after?: string; limit?: number; canary?: true } = {}): Promise<{ released: number; next?: string }> {
  const page = await world.table.query(pk, { limit: options.limit ?? releaseMax, consistent: true, ...(options.after === undefined ? {} : { after: options.after }) });
  if (page.items.length === 0) return { released: 0 };
  const waited = page.items.map((i) => i.body as unknown as WaitingRow);
  const rows = waited.map((row) => row.what);
  await resend(world, rows, options.canary);
  await Promise.all(waited.map((row) => endPatienceFailure(world, row)));
  await Promise.all(page.items.map((i) => put(world, [{ op: 'delete', key: { pk: i.pk, sk: i.sk }, when: { version: i.version } }])));
  return { released: rows.length, ...(page.next === undefined ? {} : { next: page.next }) };
}

/** What waited beyond its patience was reported as a failure: it has ended. */
async function endPatienceFailure(world: World, { what, patienceUntil }: WaitingRow): Promise<void> {
  if (what.dir !== 'out' || patienceUntil === undefined || patienceUntil > world.clock.now()) return;
  await closeFailure(world, what.connection, what.stream, `new:${what.entity}`, waitingCause);
}

/** Sends work again. */
export async function resend(world: World, rows: readonly Waiting[], canary?: true): Promise<void> {
  const groups = Map.groupBy(rows, (w) => `${w.dir}#${w.connection}#${w.stream}`);
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { connection, stream } = first;
    const out = group.flatMap((w) => (w.dir === 'out' ? [w.entity] : []));
    const hints = group.flatMap((w) => (w.dir === 'in' ? [{ id: w.id, hint: true as const }] : []));
    await sendOutbound(world, { connection, stream }, out, canary === undefined ? {} : { canary });
    await sendHints(world, connection, stream, hints);
  }
}
