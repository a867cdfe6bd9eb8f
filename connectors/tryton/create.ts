import type { JsonObject } from '../../core/model/json.ts';
import { type Fault, FaultError, type WriteOp } from '../../core/ports/connector.ts';
import { changeOf } from './commands.ts';
import { explain } from './explain.ts';
import { codeOf } from './find.ts';
import { applied, failed, isGeneral, type Outcomes, readBack, recordOf, type Written } from './outcome.ts';
import { noParty, partySource } from './party.ts';
import { patchOf } from './patch.ts';
import { type Context, call, Garbled, searchRead } from './rpc.ts';
import { idOf } from './values.ts';

interface Ready {
  readonly op: WriteOp;
  readonly values: JsonObject;
}

/**
 * Creates parties in one call. Tryton makes all of a batch or none, so when it refuses one, each is tried alone: the good
 * ones are made and the bad one is known. `begun` says that the push has effects already, so nothing may be thrown.
 */
export async function pushCreates(ctx: Context, ops: readonly WriteOp[], begun: boolean): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const written: Written[] = [];
  const ready = await prepare(ctx, ops, outcomes);
  if (ready.length === 0) return outcomes;
  try {
    written.push(...(await create(ctx, ready)));
  } catch (error) {
    const outcome = failed(error);
    const general = outcome.state === 'rejected' && isGeneral(outcome.fault);
    if (general && !begun) throw error;
    if (outcome.state === 'unsure' || general) for (const { op } of ready) outcomes.set(op, outcome);
    else await eachAlone(ctx, ready, outcomes, written);
  }
  await readBack(ctx, written, outcomes);
  return outcomes;
}

/** Turns operations into Tryton's values; one that cannot be is refused without a call. */
async function prepare(ctx: Context, ops: readonly WriteOp[], outcomes: Outcomes): Promise<readonly Ready[]> {
  const ready: Ready[] = [];
  for (const op of ops) {
    try {
      const { values } = await changeOf(ctx, noParty, patchOf(op.fields));
      ready.push({ op, values: { ...values, code: codeOf(op) } });
    } catch (error) {
      if (isGeneral(explain(error))) throw error;
      outcomes.set(op, { state: 'rejected', fault: explain(error) });
    }
  }
  return ready;
}

async function create(ctx: Context, ready: readonly Ready[]): Promise<readonly Written[]> {
  const made = await call(ctx, partySource.model, 'create', [ready.map((r) => r.values)], 'write');
  const ids = Array.isArray(made) ? made.filter((id) => typeof id === 'number') : [];
  if (ids.length !== ready.length) throw new Garbled();
  return ready.map(({ op }, i) => ({ op, id: Number(ids[i]), after: 0 }));
}

async function eachAlone(ctx: Context, ready: readonly Ready[], outcomes: Outcomes, written: Written[]): Promise<void> {
  let stopped: Fault | undefined;
  for (const one of ready) {
    if (stopped !== undefined) {
      outcomes.set(one.op, { state: 'rejected', fault: stopped });
      continue;
    }
    try {
      written.push(...(await create(ctx, [one])));
    } catch (error) {
      const outcome = error instanceof FaultError && error.fault.kind === 'duplicate' ? await adopt(ctx, one.op, error) : failed(error);
      outcomes.set(one.op, outcome);
      if (outcome.state === 'rejected' && isGeneral(outcome.fault)) stopped = outcome.fault;
    }
  }
}

/**
 * The code is taken: by our own earlier try, whose answer was lost. The party is then ours and `applied`; its record is
 * given only while it still holds what we would have made, since a person may have edited it meanwhile.
 */
async function adopt(ctx: Context, op: WriteOp, error: FaultError): Promise<ReturnType<typeof failed>> {
  const [row] = await searchRead(ctx, partySource.model, { domain: [['code', '=', codeOf(op)]], fields: partySource.fields, limit: 1 });
  if (row === undefined) return failed(error);
  const { values } = await changeOf(ctx, row, patchOf(op.fields));
  return applied('applied', idOf(row), Object.keys(values).length === 0 ? recordOf(ctx, row) : undefined);
}
