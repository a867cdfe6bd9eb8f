import { refOf } from '../../model/ids.ts';
import type { Failure } from '../failure.ts';
import type { Cell, SourceRecord } from '../record.ts';
import { readRecord, writeRecord } from '../store.ts';
import { throttled, type World } from '../world.ts';

/** Tries against other writers of a record. */
const triesMax = 20;

/** Prefix of the record name of a failure of a create. */
const createPrefix = 'new:';

/** What has to be sent so that one record's failed work goes through again, and what is closed by it. */
export interface Again {
  readonly connection: string;
  readonly stream: string;
  /** Entity to deliver to the stream. */
  readonly deliver?: string;
  /** Record to look at at its source. */
  readonly look?: string;
  /** Read the whole stream: a row has no record yet. */
  readonly reread?: true;
  /** Failures that no success would close: they are opened again if the work fails again. */
  readonly spent: readonly Failure[];
}

/** Frees one record's failed work; undefined when its stream is not configured any more. */
export async function freeRecord(world: World, failures: readonly Failure[]): Promise<Again | undefined> {
  const [{ connection, stream, record, entity }] = failures as [Failure];
  if (world.mapping(connection, stream) === undefined) return undefined;
  const place = { connection, stream };
  if (record.startsWith(createPrefix)) return { ...place, deliver: entity ?? record.slice(createPrefix.length), spent: failures.filter((f) => isOf(f, 'dead')) };
  const stored = await release(
    world,
    refOf(connection, stream, record),
    failures.map((f) => f.cause),
  );
  const isWrite = failures.some((f) => isOf(f, 'write'));
  const owner = stored?.entity ?? entity;
  return {
    ...place,
    ...(isWrite && owner !== undefined ? { deliver: owner } : {}),
    ...(failures.some((f) => isOf(f, 'read') || isOf(f, 'dead')) ? { look: record } : {}),
    ...(failures.some((f) => isOf(f, 'row') || isOf(f, 'hook')) ? { reread: true as const } : {}),
    spent: failures.filter((f) => isOf(f, 'dead') || isOf(f, 'hook') || (isOf(f, 'write') && stored?.failing.includes(f.cause) !== true)),
  };
}

function isOf(failure: Failure, family: string): boolean {
  return failure.cause.startsWith(`${family}.`);
}

/** Takes the parking off the cells that these causes put there, and forgets the hash where something could not be read, so that the next look takes the record in anew. */
async function release(world: World, ref: string, causes: readonly string[]): Promise<SourceRecord | undefined> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const read = await readRecord(world, ref);
    if (read === undefined) return undefined;
    const next = released(read.value, causes);
    if (next === undefined || (await writeRecord(world, next, read.version)) === 'ok') return next ?? read.value;
  }
  throw throttled();
}

function released(rec: SourceRecord, causes: readonly string[]): SourceRecord | undefined {
  const writes = causes.filter((c) => c.startsWith('write.'));
  const parked = Object.keys(rec.cells).filter((field) => rec.cells[field]?.park !== undefined);
  const named = parked.filter((field) => writes.some((c) => c.endsWith(`.${field}`)));
  // A refusal that named no field parked everything that was sent.
  const freed = writes.length === 0 ? [] : named.length > 0 ? named : parked;
  const unread = causes.some((c) => c.startsWith('read.'));
  if (freed.length === 0 && (!unread || rec.hash === '')) return undefined;
  const cells: Record<string, Cell> = { ...rec.cells };
  for (const field of freed) {
    const { park: _, tries: _t, ...cell } = cells[field] as Cell;
    cells[field] = cell;
  }
  return { ...rec, cells, ...(unread ? { hash: '' } : {}) };
}
