import { type JsonObject, own } from '../../core/model/json.ts';
import { type Fault, FaultError, type WriteOp, type WriteOutcome } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { rowsById } from './changes.ts';
import { type Change, changeOf } from './commands.ts';
import { metaOf } from './meta.ts';
import { applied, failed, isGeneral, newestOf, type Outcomes, readBack, recordOf, refused, type Written } from './outcome.ts';
import { partsOf, partySource } from './party.ts';
import { patchOf } from './patch.ts';
import { type Context, call } from './rpc.ts';
import type { Party } from './schema.ts';
import { idOf } from './values.ts';

/** Updates and archives parties: one read for all, one write each, one read back for all. Throws only while nothing has been written. */
export async function pushUpdates(ctx: Context, ops: readonly WriteOp[]): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  if (ops.length === 0) return outcomes;
  const rows = await rowsById(
    ctx,
    partySource,
    ops.map((op) => op.id ?? ''),
  );
  const byId = new Map(rows.map((row) => [String(idOf(row)), row]));
  const written: Written[] = [];
  let stopped: Fault | undefined;
  for (const op of ops) {
    const row = byId.get(op.id ?? '');
    const outcome = stopped === undefined ? await update(ctx, op, row, written) : { state: 'rejected' as const, fault: stopped };
    if (outcome === undefined) continue;
    if (outcome.state === 'rejected' && isGeneral(outcome.fault)) stopped = outcome.fault;
    outcomes.set(op, outcome);
  }
  if (stopped !== undefined && written.length === 0 && [...outcomes.values()].every((o) => o.state !== 'unsure')) throw new FaultError(stopped);
  await readBack(ctx, written, outcomes);
  return outcomes;
}

/** Writes one party, guarded by the stamps of the party and of the parts that change; undefined when it was written and is to be read back. */
async function update(ctx: Context, op: WriteOp, row: JsonObject | undefined, written: Written[]): Promise<WriteOutcome<Party> | undefined> {
  if (row === undefined) return { state: 'rejected', fault: fault('missing', 'gone', 'The party does not exist in Tryton any more.', '该往来方在 Tryton 中已不存在。') };
  const id = idOf(row);
  // A second write of one party in a batch would rest on a row that the first has changed.
  if (written.some((w) => w.id === id)) return overtaken('batch');
  let change: Change;
  try {
    const base = op.base?.revision;
    if (base !== undefined && base !== metaOf(row, partsOf(row)).revision) return overtaken('revision');
    change = await changeOf(ctx, row, patchOf(op.action === 'archive' ? { ...op.fields, active: false } : op.fields));
  } catch (error) {
    return refused(error);
  }
  if (Object.keys(change.values).length === 0) return applied('unchanged', id, recordOf(ctx, row));
  const guard = { [`${partySource.model},${id}`]: own(row, '_timestamp'), ...change.stamps };
  try {
    await call(ctx, partySource.model, 'write', [[id], change.values], 'write', { _timestamp: guard });
  } catch (error) {
    return failed(error);
  }
  written.push({ op, id, after: newestOf(row) });
  return undefined;
}

function overtaken(code: string): WriteOutcome<Party> {
  return { state: 'conflict', fault: fault('conflict', code, 'The party was changed in Tryton since it was read.', '该往来方在读取之后已在 Tryton 中被修改。') };
}
