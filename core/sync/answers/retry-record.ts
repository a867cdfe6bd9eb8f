import { refOf } from '../../model/ids.ts';
import { closeFailure, type Failure } from '../failure.ts';
import { sendHints, sendOutbound } from '../messages.ts';
import type { Cell, SourceRecord } from '../record.ts';
import { readRecord, writeRecord } from '../store.ts';
import { throttled, type World } from '../world.ts';
import { pullNow } from './switch-stream.ts';

/** Tries against other writers of a record. */
const triesMax = 20;

/** Prefix of the record name of a failure of a create. */
const createPrefix = 'new:';

/** Sends one record's failed work through again; true when there was something to send. Failures stay open until the work succeeds, but for those that nobody else would close. */
export async function retryRecord(world: World, failures: readonly Failure[]): Promise<boolean> {
  const [{ connection, stream, record, entity }] = failures as [Failure];
  if (world.mapping(connection, stream) === undefined) return false;
  if (record.startsWith(createPrefix)) {
    await sendOutbound(world, { connection, stream }, [entity ?? record.slice(createPrefix.length)]);
    return closeSpent(world, failures, []);
  }
  const ref = refOf(connection, stream, record);
  const stored = await release(
    world,
    ref,
    failures.map((f) => f.cause),
  );
  if (failures.some((f) => isOf(f, 'write'))) {
    const id = stored?.entity ?? entity;
    if (id !== undefined) await sendOutbound(world, { connection, stream }, [id]);
  }
  if (failures.some((f) => isOf(f, 'row'))) await pullNow(world, connection, stream, { full: true });
  if (failures.some((f) => isOf(f, 'read') || isOf(f, 'dead'))) await sendHints(world, connection, stream, [{ id: record, hint: true }]);
  return closeSpent(world, failures, stored?.failing ?? []);
}

function isOf(failure: Failure, family: string): boolean {
  return failure.cause.startsWith(`${family}.`);
}

/** Failures that the record does not remember (`failing`) are closed by no success: they are closed now, and opened again if the work fails again. Rows are closed by the next complete pass. */
async function closeSpent(world: World, failures: readonly Failure[], remembered: readonly string[]): Promise<true> {
  for (const f of failures) {
    const isSpent = isOf(f, 'dead') || (isOf(f, 'write') && !f.record.startsWith(createPrefix) && !remembered.includes(f.cause));
    if (isSpent) await closeFailure(world, f.connection, f.stream, f.record, f.cause);
  }
  return true;
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
