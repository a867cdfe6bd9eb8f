import { type JsonObject, own } from '../../core/model/json.ts';
import { type Fault, FaultError, type WriteOp } from '../../core/ports/connector.ts';
import { fault } from '../kit/fault.ts';
import { rowsById } from './changes.ts';
import { changeOf } from './commands.ts';
import { metaOf } from './meta.ts';
import { applied, failed, isGeneral, newestOf, type Outcomes, readBack, recordOf, type Written } from './outcome.ts';
import { partsOf, partySource } from './party.ts';
import { patchOf } from './patch.ts';
import { type Context, call } from './rpc.ts';
import type { Party } from './schema.ts';
import { idOf } from './values.ts';

/** Updates and archives parties: one read for all, one write each, one read back for all. */
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
    if (stopped !== undefined) {
      outcomes.set(op, { state: 'rejected', fault: stopped });
      continue;
    }
    const row = byId.get(op.id ?? '');
    try {
      // A second write of one party in a batch would rest on a row that the first has changed.
      if (written.some((w) => String(w.id) === op.id)) throw new FaultError(overtaken('batch'));
      const done = await update(ctx, op, row);
      if (done === 'written' && row !== undefined) written.push({ op, id: idOf(row), after: newestOf(row) });
      else if (typeof done === 'object') outcomes.set(op, applied('unchanged', idOf(row ?? {}), done.record));
    } catch (error) {
      const outcome = failed(error);
      if (outcome.state === 'rejected' && isGeneral(outcome.fault)) stopped = outcome.fault;
      if (stopped !== undefined && outcomes.size + written.length === 0) throw error;
      outcomes.set(op, outcome);
    }
  }
  await readBack(ctx, written, outcomes);
  return outcomes;
}

/** Writes one party, guarded by the stamps of the party and of the parts that change. */
async function update(ctx: Context, op: WriteOp, row: JsonObject | undefined): Promise<'written' | { readonly record: Party | undefined }> {
  if (row === undefined) throw new FaultError(fault('missing', 'gone', 'The party does not exist in Tryton any more.', '该往来方在 Tryton 中已不存在。'));
  const base = op.base?.revision;
  if (base !== undefined && base !== metaOf(row, partsOf(row)).revision) {
    throw new FaultError(overtaken('revision'));
  }
  const patch = patchOf(op.action === 'archive' ? { ...op.fields, active: false } : op.fields);
  const { values, stamps } = await changeOf(ctx, row, patch);
  if (Object.keys(values).length === 0) return { record: recordOf(ctx, row) };
  const id = idOf(row);
  const guard = { [`${partySource.model},${id}`]: own(row, '_timestamp'), ...stamps };
  await call(ctx, partySource.model, 'write', [[id], values], 'write', { _timestamp: guard });
  return 'written';
}

function overtaken(code: string): Fault {
  return fault('conflict', code, 'The party was changed in Tryton since it was read.', '该往来方在读取之后已在 Tryton 中被修改。');
}
