import { partsOf, refOf } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { Change } from '../ports/feed.ts';
import type { Item } from '../ports/table.ts';
import { type Entity, liveMembersOf } from './entity.ts';
import { entityOf } from './entity-item.ts';
import { sendOutbound } from './messages.ts';
import type { Slot, SourceRecord } from './record.ts';
import { recordOf } from './record-item.ts';
import { readEntities, readRecord, readRecords, writeRecord } from './store.ts';
import type { Target } from './target.ts';
import type { World } from './world.ts';

type Where = Pick<Target, 'world' | 'connection' | 'stream'>;

/** Entities that one record remembers to keep out: of more the latest. */
const keptOutMax = 20;

/** What came of noting that a record keeps an entity out. `again`: look once more before giving up. `lags`: the record is gone, and the search still shows it. */
export type KeptOut = 'noted' | 'again' | 'lags';

/** Of found records, those that still stand although a person deleted their customer elsewhere: the delete has not been carried here yet, or waits for a person, since they were edited. */
export async function leftOfDeleted({ world, connection, stream }: Where, found: readonly JsonObject[]): Promise<readonly JsonObject[]> {
  const refs = found.map((record) => refOf(connection, stream.name, stream.key(record)));
  const known = await readRecords(world, refs, true);
  const entities = await readEntities(
    world,
    known.flatMap((read) => (read === undefined ? [] : [read.value.entity])),
  );
  return found.filter((_, at) => {
    const record = known[at]?.value;
    return record !== undefined && record.state !== 'gone' && record.archived !== true && entities.get(record.entity)?.value.deleted !== undefined;
  });
}

/**
 * Notes in the records that have the name or number of a create whom they keep out, so that it is tried again when one of them goes, or shows something else.
 * Who has just noted it searches once more: the record may have gone before, and then nobody has seen the note.
 *
 *   create: search shows it ·               note · search again
 *   person:                   deletes it ·
 *
 * One whose very id is the name of the create stays in a person's hands: its id is known as another's also when it has gone.
 */
export async function noteKeptOut({ world, connection, stream }: Where, { id }: Entity, { key }: Slot, found: readonly JsonObject[]): Promise<KeptOut> {
  let result: KeptOut = 'noted';
  for (const record of found) {
    const recordId = stream.key(record);
    const stored = recordId === key ? undefined : await readRecord(world, refOf(connection, stream.name, recordId));
    if (stored === undefined) continue;
    const { keepsOut = [], state } = stored.value;
    if (state === 'gone') result = result === 'again' ? result : 'lags';
    else if (!keepsOut.includes(id)) {
      await writeRecord(world, { ...stored.value, keepsOut: [...keepsOut, id].slice(-keptOutMax) }, stored.version);
      result = 'again';
    }
  }
  return result;
}

/** Asks for another try of whom a record kept out that has gone, or shows something else now, or is no longer what is left of somebody deleted. Who got a record there since needs none. */
export async function retryKeptOut(world: World, changes: readonly Change[]): Promise<void> {
  const freed = changes.flatMap(({ old, new: now }) => {
    const record = keeping(now) ?? keeping(old);
    return record !== undefined && isFreed(old, now) ? [record] : [];
  });
  const left = await readRecords(world, [...new Set(changes.flatMap(({ old, new: now }) => leftUndeleted(old, now)))], true);
  for (const { ref, keepsOut = [] } of [...freed, ...left.flatMap((read) => read?.value ?? [])]) {
    const { connection, stream } = partsOf(ref);
    const entities = await readEntities(world, keepsOut);
    await sendOutbound(
      world,
      { connection, stream },
      keepsOut.filter((id) => isWithoutRecord(entities.get(id)?.value, connection, stream)),
    );
  }
}

const isWithoutRecord = (entity: Entity | undefined, connection: string, stream: string): boolean => entity !== undefined && liveMembersOf(entity, connection, stream).length === 0;

/** Records of somebody who was deleted elsewhere and is so no longer: that was undone, or he has become one with somebody who is not. Also those that somebody has split off: who they are of now need not be deleted. */
function leftUndeleted(old: Item | undefined, now: Item | undefined): readonly string[] {
  if (old?.kind !== 'entity' || now?.kind !== 'entity' || old.body['deleted'] === undefined) return [];
  const [before, after] = [entityOf(old), entityOf(now)];
  const isFree = after.deleted === undefined || after.mergedInto !== undefined;
  return Object.keys(before.members).filter((ref) => before.members[ref]?.dead !== true && (isFree || !(ref in after.members)));
}

/** The record of an item, where it keeps somebody out. */
function keeping(item: Item | undefined): SourceRecord | undefined {
  return item?.kind === 'record' && item.body['keepsOut'] !== undefined ? recordOf(item) : undefined;
}

function isFreed(old: Item | undefined, now: Item | undefined): boolean {
  if (old === undefined || now === undefined) return now === undefined;
  const [before, after] = [recordOf(old), recordOf(now)];
  return before.hash !== after.hash || (before.state !== 'gone' && after.state === 'gone') || before.archived !== after.archived;
}
