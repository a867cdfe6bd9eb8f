import type { Entity } from '../../sync/entity.ts';
import { historyOf } from '../../sync/history.ts';
import type { World } from '../../sync/world.ts';
import { dayAt } from '../table/day.ts';
import { contractFrom } from './contract-facts.ts';
import type { Contract } from './contractLine.ts';

/** Fields that say how much is owed and when. */
const termFields = ['amount', 'currency', 'schedule'] as const;

/** Versions looked at: a contract that changed more often than this is told by what we keep from then on. */
const versionsMax = 200;

/**
 * A contract as it was at the end of the day it was signed, as far as its history goes back: of every change after that
 * day, the first says what was there before.
 */
export async function contractAsSigned(world: World, entity: Entity, contract: Contract): Promise<Contract> {
  const { signed, company } = contract;
  if (signed === undefined) return contract;
  const page = await world.table.query(`ENT#${entity.id}`, { prefix: 'HIST#', limit: versionsMax, consistent: true });
  const golden: Record<string, Entity['golden'][string]> = { ...entity.golden };
  for (const row of page.items.map(historyOf).reverse()) {
    if (dayAt(world, row.at) <= signed) break;
    for (const { field, old } of row.lines) {
      const known = golden[field];
      if (old !== null && known !== undefined && (termFields as readonly string[]).includes(field)) golden[field] = { ...known, value: old };
    }
  }
  const read = contractFrom({ ...entity, golden }, company);
  return read.ok ? read.value : contract;
}
