import { minuteMs } from '../../model/time.ts';
import type { Item } from '../../ports/table.ts';
import type { Entity } from '../../sync/entity.ts';
import { entityListKey } from '../../sync/entity-item.ts';
import { messageSchema, send } from '../../sync/messages.ts';
import { allShards } from '../../sync/recover.ts';
import { put, readEntities } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';

/** What travels on the receivables queue: take in the next of what was there before receivables were switched on. */
export interface TakeInMessage {
  readonly v: number;
  readonly workspace: string;
  readonly takeIn: true;
}

/** How far everything that is there has been taken in. */
interface TakeInRow {
  /** What taking in means: a newer one takes everything in again. */
  readonly schema: number;
  readonly done: boolean;
  /** Place among the lists, 0-based, and the last entry taken of that list. */
  readonly list: number;
  readonly after?: string;
  readonly taken: number;
  readonly at: number;
}

/** Grows when something is kept of documents that was not kept before. */
const schema = 1;

/** Documents in one step: some seconds of work. */
const stepDocuments = 100;

/** A step that was heard of so long ago died. */
const restMs = minuteMs;

/** Customers first: their names are what payers are known by. */
const types = ['organization', 'contract', 'invoice', 'creditNote', 'receipt'] as const;

const start: TakeInRow = { schema, done: false, list: 0, taken: 0, at: 0 };

const key = { pk: 'RECEIVABLES', sk: 'takenIn' };

async function read(world: World): Promise<{ readonly item?: Item; readonly row: TakeInRow }> {
  const [item] = await world.table.get([key], { consistent: true });
  const row = item?.body as unknown as TakeInRow | undefined;
  return { item, row: row?.schema === schema ? row : start };
}

function write(world: World, row: TakeInRow, before: Item | undefined): Promise<'ok' | 'conflict'> {
  return put(world, [{ op: 'put', item: { ...key, kind: 'takenIn', body: { ...row } }, when: before === undefined ? 'absent' : { version: before.version } }]);
}

/** Documents taken in so far while that is not over; undefined when everything is, or before the first tick of a new workspace. */
export async function takingIn(world: World): Promise<number | undefined> {
  const { item, row } = await read(world);
  return item === undefined || row.done ? undefined : row.taken;
}

/** Once a minute: what was there before receivables were switched on is taken in; a step that died is done again. */
export async function askForTakeIn(world: World): Promise<void> {
  const { row } = await read(world);
  if (!row.done && row.at <= world.clock.now() - restMs) await ask(world);
}

async function ask(world: World): Promise<void> {
  const message: TakeInMessage = { v: messageSchema, workspace: world.config.workspace, takeIn: true };
  await send(world, 'receivables', 'receivables', [message]);
}

/** Facts were not heard, because receivables are off: when they are switched on, everything is looked at again. */
export async function forgetTakenIn(world: World): Promise<void> {
  const { item, row } = await read(world);
  if (item !== undefined && (row.done || row.list > 0 || row.after !== undefined)) await write(world, start, item);
}

/** Takes in the next documents and asks for the step after. Each is taken as if it had just changed, so that doing it again is nothing; the cursor moves last. */
export async function takeInStep(world: World, take: (entity: Entity) => Promise<void>): Promise<void> {
  const { item, row } = await read(world);
  if (row.done) return;
  const shards = allShards();
  const [type, shard] = [types[Math.floor(row.list / shards.length)], shards[row.list % shards.length]];
  if (type === undefined || shard === undefined) return void (await write(world, { ...row, done: true, at: world.clock.now() }, item));
  const page = await world.table.list(entityListKey(type, shard), { limit: stepDocuments, ...(row.after === undefined ? {} : { after: row.after }) });
  const entities = await readEntities(
    world,
    page.entries.map(({ pk }) => pk.slice(pk.lastIndexOf('#') + 1)),
  );
  for (const { value } of entities.values()) if (value.mergedInto === undefined) await take(value);
  const place = page.next === undefined ? { list: row.list + 1 } : { list: row.list, after: page.next };
  const next: TakeInRow = { schema, done: false, ...place, taken: row.taken + entities.size, at: world.clock.now() };
  if ((await write(world, next, item)) === 'ok') await ask(world);
}
