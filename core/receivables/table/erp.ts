import { contentHash } from '../../model/hash.ts';
import type { World } from '../../sync/world.ts';
import { firstOpen } from '../book/firstOpen.ts';
import type { MatchGroup } from '../model/matchGroup.ts';
import { storeGroup, storeReversal } from './allocate.ts';
import { today } from './day.ts';
import type { ClaimDocument } from './documents.ts';
import { readClaim } from './read.ts';
import { type Scope, scopeOf } from './scope.ts';
import { automatic } from './take-back.ts';

/** Somebody else may write between our read and our write so often. */
const triesMax = 12;

/** True when a system tells its payments one by one: then those are what settles an invoice, and not its open amount alone. */
export function hasReceiptFeed(world: World): boolean {
  return world.config.connections.some((c) => c.streams.some((s) => s.enabled && world.mapping(c.name, s.name)?.type === 'receipt'));
}

/**
 * Where the ERP tells only what is still open, a lower open amount is its own settlement: imported as a fact of origin
 * `erp`, never proposed again. What we allocated and the ERP has not booked yet is not imported a second time:
 *
 *   settled by the ERP − settled in our book > 0   is what the ERP knows and we do not
 *
 * An invoice that the ERP opened again takes its imported settlements back.
 */
export async function settleAsErpSays(world: World, claimId: string): Promise<void> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const stored = await readClaim(world, claimId);
    const { erpOpenMinor } = stored?.value.claim ?? {};
    if (stored === undefined || erpOpenMinor === undefined) return;
    const scope = await scopeOf(world, stored.value.claim.company, [stored]);
    if ((await settleOnce(world, scope, stored.value, erpOpenMinor)) === 'done') return;
  }
}

async function settleOnce(world: World, scope: Scope, { claim, openMinor }: ClaimDocument, erpOpenMinor: bigint): Promise<'done' | 'again'> {
  const sign = claim.totalMinor < 0n ? -1n : 1n;
  const settledMinor = sign * (claim.totalMinor - erpOpenMinor);
  const imported = [...scope.groups.values()].filter(({ value }) => value.group.origin === 'erp' && value.reversal === undefined && value.group.allocations.length === 0);
  const importedMinor = sign * imported.reduce((sum, { value }) => sum + value.group.adjustments.reduce((part, a) => part + a.amountMinor, 0n), 0n);
  if (importedMinor > settledMinor) {
    for (const { value } of imported) {
      const reversal = { id: `rev_${contentHash([value.group.id])}`, reverses: value.group.id, date: openDay(world, scope), by: automatic, reason: 'the ERP opened it again' };
      await storeReversal(world, scope, reversal, []);
    }
    return 'again';
  }
  const missingMinor = settledMinor - sign * (claim.totalMinor - openMinor);
  if (missingMinor <= 0n) return 'done';
  const group: MatchGroup = {
    id: `erp_${contentHash([claim.id, claim.version, String(erpOpenMinor)])}`,
    origin: 'erp',
    company: claim.company,
    date: openDay(world, scope),
    allocations: [],
    adjustments: [{ claim: claim.id, amountMinor: sign * missingMinor, reason: 'opening' }],
    by: 'erp',
  };
  if (scope.groups.has(group.id)) return 'done';
  return (await storeGroup(world, scope, group)) === 'ok' ? 'done' : 'again';
}

/** The day itself (default: today), or the first open day when it is closed. */
export function openDay(world: World, scope: Scope, day = today(world)): string {
  return firstOpen(day, scope.period.value?.closedThrough);
}
