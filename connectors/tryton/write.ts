import type { WriteOp, WriteOutcome, Writer } from '../../core/ports/connector.ts';
import { pushCreates } from './create.ts';
import { findParties } from './find.ts';
import type { Context } from './rpc.ts';
import type { Party, TrytonConfig } from './schema.ts';
import { pushUpdates } from './update.ts';

/** Parties per push: one read before, one write each (creates: one in all), one read after. */
const batch = 50;

/** The write side of `parties`. */
export const partyWriter: Writer<Party, TrytonConfig> = {
  actions: ['create', 'update', 'archive'],
  repeatable: 'external-id',
  guard: 'version',
  batch,
  find: findParties,
  push,
};

async function push(ctx: Context, ops: readonly WriteOp[]): Promise<readonly WriteOutcome<Party>[]> {
  const creates = ops.filter((op) => op.action === 'create');
  const others = ops.filter((op) => op.action !== 'create');
  const outcomes = new Map<WriteOp, WriteOutcome<Party>>();
  for (const [op, outcome] of await pushUpdates(ctx, others)) outcomes.set(op, outcome);
  for (const [op, outcome] of await pushCreates(ctx, creates, outcomes.size > 0)) outcomes.set(op, outcome);
  return ops.map((op) => {
    const outcome = outcomes.get(op);
    if (outcome === undefined) throw new TypeError(`operation ${op.key} has no outcome`);
    return outcome;
  });
}
