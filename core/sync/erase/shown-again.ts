import { SynclineError } from '../../model/error.ts';
import { partsOf } from '../../model/ids.ts';
import { FaultError } from '../../ports/connector.ts';
import { batchLooks } from '../batch-looks.ts';
import type { Entity } from '../entity.ts';
import type { SourceRecord } from '../record.ts';
import { readRecords, type Versioned } from '../store.ts';
import { type StreamWork, unifyRecord } from '../unify-record.ts';
import type { World } from '../world.ts';
import { nameOf } from './told.ts';

/** Records of an entity that count as deleted, though it was not us who deleted them. */
export async function goneOf(world: World, { members }: Entity): Promise<Versioned<SourceRecord>[]> {
  const dead = Object.keys(members).filter((ref) => members[ref]?.dead === true);
  const rows = await readRecords(world, dead, true);
  return rows.filter((row): row is Versioned<SourceRecord> => row?.value.state === 'gone' && row.value.goneBy !== 'us');
}

/**
 * Looks once more at what counts as deleted: a broken permission or listing looks the same, and once the tombstones stand nobody looks any more. What is shown is taken in, and is the person's as before.
 * Answers which of these still may stand there: shown after all, or nobody could tell.
 */
export async function lookAgain(world: World, gone: readonly Versioned<SourceRecord>[]): Promise<ReadonlySet<string>> {
  const standing = new Set<string>();
  for (const rows of Map.groupBy(gone, ({ value }) => nameOf(partsOf(value.ref))).values()) for (const ref of await lookIn(world, rows)) standing.add(ref);
  return standing;
}

/** The same of the records of one stream. */
async function lookIn(world: World, rows: readonly Versioned<SourceRecord>[]): Promise<string[]> {
  const work = await workOn(world, rows);
  // Where one record cannot be looked at, the sweeps have told all that can be known.
  if (work !== undefined && work.stream.fetch === undefined) return [];
  const looks = work === undefined ? 'blocked' : await batchLooks(work)(rows.map(({ value }) => partsOf(value.ref).id));
  if (work === undefined || looks === 'blocked' || looks instanceof FaultError) return rows.map(({ value }) => value.ref);
  const shown: string[] = [];
  for (const prior of rows) {
    const { id } = partsOf(prior.value.ref);
    const look = looks.get(id);
    if (look?.seen === undefined) continue;
    shown.push(prior.value.ref);
    await unifyRecord(work, { id, prior, look, seen: prior.value.seen, absence: 'look' });
  }
  return shown;
}

/** The stream of these records as it is configured now; undefined where nobody reads it any more, or can. */
async function workOn(world: World, [first]: readonly Versioned<SourceRecord>[]): Promise<StreamWork | undefined> {
  const { connection, stream } = partsOf((first as Versioned<SourceRecord>).value.ref);
  const mapping = world.mapping(connection, stream);
  if (mapping === undefined) return undefined;
  try {
    return { world, connection, stream: await world.stream(connection, stream), mapping, quiet: true };
  } catch (error) {
    if (!(error instanceof SynclineError)) throw error;
    return undefined;
  }
}
