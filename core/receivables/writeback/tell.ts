import { jsonEqual } from '../../model/json.ts';
import { decimalOf } from '../../model/money.ts';
import type { Canon } from '../../ports/mapping.ts';
import { logConflicts } from '../../sync/conflict-log.ts';
import type { Entity } from '../../sync/entity.ts';
import { recomputeAll } from '../../sync/recompute.ts';
import { readEntity, writeEntity } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { readClaim } from '../table/read.ts';
import { type Settlement, settlementOf } from './settlement.ts';

/** Who pins what receivables know. */
const receivablesName = 'receivables';

/** Fields of an invoice that receivables fill. */
const fields = ['outstanding', 'settlement'] as const;

/** True when some route takes an invoice's settlement to a system: without one nothing is written. */
export function carriesSettlement(world: Pick<World, 'config' | 'mapping'>): boolean {
  return world.config.routes.some(({ type, to }) => {
    if (type !== 'invoice' && type !== 'creditNote') return false;
    const mapping = world.mapping(to.connection, to.stream);
    return fields.some((field) => (mapping?.fields.get(field)?.direction ?? 'in') !== 'in');
  });
}

/** Somebody else may write between our read and our write so often. */
const triesMax = 12;

/**
 * Puts what is open of a claim, and how far it is settled, onto its entity, as pins: golden stays what assertions, policy
 * and pins make of it, and the routes deliver it like any other field, with their guards and brakes. The entity is read
 * before the claim: a worker that read an older claim then meets a newer entity, and looks again.
 */
export async function tellSettlement(world: World, claimId: string): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const read = await readEntity(world, claimId);
    const stored = await readClaim(world, claimId);
    if (read === undefined || stored === undefined || read.value.mergedInto !== undefined) return;
    const { claim, openMinor } = stored.value;
    const wanted = { outstanding: decimalMoney(openMinor, claim.currency), settlement: settlementOf(claim, openMinor) };
    if (fields.every((field) => jsonEqual(read.value.pins[field]?.value ?? null, wanted[field]))) return;
    const { entity, conflicts } = recomputeAll(world, read.value, pinned(read.value, wanted, world.clock.now()));
    await logConflicts(world, entity.id, conflicts);
    if ((await writeEntity(world, entity, read.version)) === 'ok') return;
  }
  throw new RangeError(`${claimId} changes faster than its settlement can be told`);
}

function decimalMoney(minor: bigint, currency: string): Canon {
  return { amount: decimalOf({ minor, currency }), currency };
}

function pinned(entity: Entity, values: { readonly outstanding: Canon; readonly settlement: Settlement }, at: number): Entity {
  const by = receivablesName;
  return { ...entity, pins: { ...entity.pins, outstanding: { value: values.outstanding, by, at }, settlement: { value: values.settlement, by, at } } };
}
