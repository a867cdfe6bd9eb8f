import type { JsonObject } from '../../core/model/json.ts';
import { FaultError, type WriteOp, type WriteOutcome } from '../../core/ports/connector.ts';
import { changeOf } from './commands.ts';
import { codeOf } from './find.ts';
import { applied, type Failure, failed, isGeneral, type Outcomes, readBack, recordOf, refused, type Written } from './outcome.ts';
import { noParty, partySource } from './party.ts';
import { patchOf } from './patch.ts';
import { type Context, call, Garbled, searchRead } from './rpc.ts';
import type { Party } from './schema.ts';
import { idOf } from './values.ts';

interface Ready {
  readonly op: WriteOp;
  readonly values: JsonObject;
}

/**
 * Creates parties in one call. Tryton makes all of a batch or none, so when it refuses one, each is tried alone: the good
 * ones are made and the bad one is known. Throws only when nothing has been written, also not by the same push before (`begun`).
 */
export async function pushCreates(ctx: Context, ops: readonly WriteOp[], begun: boolean): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const written: Written[] = [];
  const ready = await prepare(ctx, ops, outcomes);
  const failure = ready.length === 0 ? undefined : await create(ctx, ready, written);
  if (failure !== undefined && isOfAll(failure)) for (const { op } of ready) outcomes.set(op, failure);
  else if (failure !== undefined) await eachAlone(ctx, ready, outcomes, written);
  const general = [...outcomes.values()].find((o) => o.state === 'rejected' && isGeneral(o.fault));
  if (general?.state === 'rejected' && !begun && written.length === 0) throw new FaultError(general.fault);
  await readBack(ctx, written, outcomes);
  return outcomes;
}

/** True when trying each alone would meet the same, or might make it twice. */
function isOfAll(failure: Failure): boolean {
  return failure.state === 'unsure' || isGeneral(failure.fault);
}

/** Turns operations into Tryton's values; one that cannot be is refused without a call that writes. */
async function prepare(ctx: Context, ops: readonly WriteOp[], outcomes: Outcomes): Promise<readonly Ready[]> {
  const ready: Ready[] = [];
  for (const op of ops) {
    try {
      const { values } = await changeOf(ctx, noParty, patchOf(op.fields));
      ready.push({ op, values: { ...values, code: codeOf(op) } });
    } catch (error) {
      outcomes.set(op, refused(error));
    }
  }
  return ready;
}

/** Makes all of these or none; undefined when they were made and are to be read back. */
async function create(ctx: Context, ready: readonly Ready[], written: Written[]): Promise<Failure | undefined> {
  try {
    const made = await call(ctx, partySource.model, 'create', [ready.map((r) => r.values)], 'write');
    const ids = Array.isArray(made) ? made.filter((id) => typeof id === 'number') : [];
    if (ids.length !== ready.length) throw new Garbled();
    for (const [i, { op }] of ready.entries()) written.push({ op, id: Number(ids[i]), after: 0 });
    return undefined;
  } catch (error) {
    return failed(error);
  }
}

async function eachAlone(ctx: Context, ready: readonly Ready[], outcomes: Outcomes, written: Written[]): Promise<void> {
  let stopped: Failure | undefined;
  for (const one of ready) {
    const failure: Failure | undefined = stopped ?? (await create(ctx, [one], written));
    if (failure === undefined) continue;
    if (failure.state === 'rejected' && isGeneral(failure.fault)) stopped = failure;
    outcomes.set(one.op, failure.fault.kind === 'duplicate' ? await adopt(ctx, one.op, failure) : failure);
  }
}

/**
 * The code is taken: by our own earlier try, whose answer was lost. The party is then ours and `applied`; its record is
 * given only while it still holds what we would have made, since a person may have edited it meanwhile.
 */
async function adopt(ctx: Context, op: WriteOp, failure: Failure): Promise<WriteOutcome<Party>> {
  try {
    const [row] = await searchRead(ctx, partySource.model, { domain: [['code', '=', codeOf(op)]], fields: partySource.fields, limit: 1 });
    if (row === undefined) return failure;
    const { values } = await changeOf(ctx, row, patchOf(op.fields));
    return applied('applied', idOf(row), Object.keys(values).length === 0 ? recordOf(ctx, row) : undefined);
  } catch (error) {
    return refused(error);
  }
}
