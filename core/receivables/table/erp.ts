import { contentHash } from '../../model/hash.ts';
import type { World } from '../../sync/world.ts';
import { numberKeys } from '../match/documentNumber.ts';
import type { MatchGroup } from '../model/matchGroup.ts';
import { storeGroup, storeReversal } from './allocate.ts';
import { firstOpen } from './bookings.ts';
import { today } from './day.ts';
import { type ClaimDocument, documentKey, type ReceiptDocument, type Stored } from './documents.ts';
import { claimsNamed } from './numbers.ts';
import { readClaim, readDocuments } from './read.ts';
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

/** Imports what the ERP has booked a payment against, as a fact of origin `erp`: one invoice by as much as there is, several only when they are exactly the payment. */
export async function allocateAsErpSays(world: World, { value }: Stored<ReceiptDocument>): Promise<'allocated' | 'nothing'> {
  const { receipt, bookedAgainst = [], leftMinor } = value;
  if (bookedAgainst.length === 0 || value.groups.length > 0 || value.sameAs !== undefined || leftMinor <= 0n) return 'nothing';
  const ids = await claimsNamed(
    world,
    receipt.company,
    bookedAgainst.map((number) => numberKeys(number).full),
  );
  const claims = (await readDocuments(
    world,
    ids.map((id) => documentKey('claim', id)),
  )) as Stored<ClaimDocument>[];
  const open = claims.filter(
    ({ value: { claim, openMinor } }) => claim.currency === receipt.currency && openMinor > 0n && (receipt.party === undefined || claim.party === receipt.party),
  );
  const amounts = open.length === 1 ? [smaller(leftMinor, open[0]?.value.openMinor ?? 0n)] : open.map(({ value: { openMinor } }) => openMinor);
  const whole = amounts.reduce((sum, amount) => sum + amount, 0n);
  if (open.length === 0 || (open.length > 1 && whole !== leftMinor)) return 'nothing';
  const [stored] = (await readDocuments(world, [documentKey('receipt', receipt.id)])) as Stored<ReceiptDocument>[];
  if (stored === undefined || stored.value.groups.length > 0) return 'nothing';
  const scope = await scopeOf(world, receipt.company, [...open, stored]);
  const group: MatchGroup = {
    id: `erp_${contentHash([receipt.id, ...open.map(({ value: { claim } }) => claim.id).sort()])}`,
    origin: 'erp',
    company: receipt.company,
    date: openDay(world, scope, receipt.date),
    allocations: open.map(({ value: { claim } }, i) => ({ receipt: receipt.id, claim: claim.id, claimMinor: amounts[i] as bigint, receiptMinor: amounts[i] as bigint })),
    adjustments: [],
    by: 'erp',
  };
  return (await storeGroup(world, scope, group)) === 'ok' ? 'allocated' : 'nothing';
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** The day itself (default: today), or the first open day when it is closed. */
export function openDay(world: World, scope: Scope, day = today(world)): string {
  return firstOpen(day, scope.period.value?.closedThrough);
}
