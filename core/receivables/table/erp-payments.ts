import { contentHash } from '../../model/hash.ts';
import { keyPart } from '../../model/keys.ts';
import type { World } from '../../sync/world.ts';
import { numberKeys } from '../match/documentNumber.ts';
import type { Claim } from '../model/claim.ts';
import type { MatchGroup } from '../model/matchGroup.ts';
import type { Receipt } from '../model/receipt.ts';
import { storeGroup } from './allocate.ts';
import { today } from './day.ts';
import { type ClaimDocument, documentKey, type ReceiptDocument, type Stored } from './documents.ts';
import { openDay } from './erp.ts';
import { claimsNamed } from './numbers.ts';
import { readDocuments, readGroups, readReceipt } from './read.ts';
import { scopeOf } from './scope.ts';
import { automatic, undoStored } from './take-back.ts';

const bookedKey = (company: string, number: string) => ({ pk: `BOOKED#${keyPart(company)}#${keyPart(numberKeys(number).full)}`, sk: '@' });

/** A number of a document, and no remark. */
const documentNumber = /^\S*\d\S*$/;

/** Notes which invoices the ERP has booked a payment against: one that is read later finds its payment there. */
export async function shelveBooked(world: World, { id, company }: Receipt, numbers: readonly string[]): Promise<void> {
  for (const number of numbers) if (numberKeys(number).full !== '') await world.table.addToSet(bookedKey(company, number), [id]);
}

/** An invoice is here: payments that the ERP has booked against it are allocated as it says, also those that were matched otherwise while it was unknown. */
export async function allocateBooked(world: World, { company, number }: Pick<Claim, 'company' | 'number'>): Promise<void> {
  const [item] = await world.table.get([bookedKey(company, number)], { consistent: true });
  for (const id of (item?.body['values'] ?? []) as readonly string[]) await allocateReceipt(world, id);
}

/** Allocates a payment, or the money that it is another view of, as the ERP says. */
export async function allocateReceipt(world: World, id: string): Promise<void> {
  const read = await readReceipt(world, id);
  const money = read?.value.sameAs === undefined ? read : await readReceipt(world, read.value.sameAs);
  if (money !== undefined) await allocateAsErpSays(world, money);
}

/**
 * Imports what the ERP has booked a payment against, as a fact of origin `erp`: one invoice by as much as there is,
 * several only when they are exactly the payment, and nothing while an invoice that it names is not read yet. What was
 * matched by itself meanwhile, and otherwise, is taken back first; what a person decided stays, and shows as a difference.
 */
export async function allocateAsErpSays(world: World, { value }: Stored<ReceiptDocument>): Promise<'allocated' | 'nothing'> {
  const { receipt, bookedAgainst = [] } = value;
  if (bookedAgainst.length === 0 || value.sameAs !== undefined || value.chargedBack !== undefined) return 'nothing';
  const claims = await claimsBooked(world, receipt, bookedAgainst);
  if (claims.length === 0 || !(await freed(world, value, claims))) return 'nothing';
  const [stored] = (await readDocuments(world, [documentKey('receipt', receipt.id)])) as Stored<ReceiptDocument>[];
  if (stored === undefined) return 'nothing';
  const { leftMinor } = stored.value;
  const open = (await claimsBooked(world, receipt, bookedAgainst)).filter(({ value: { openMinor } }) => openMinor > 0n);
  const amounts = open.length === 1 ? [smaller(leftMinor, open[0]?.value.openMinor ?? 0n)] : open.map(({ value: { openMinor } }) => openMinor);
  const whole = amounts.reduce((sum, amount) => sum + amount, 0n);
  if (leftMinor <= 0n || open.length === 0 || (open.length > 1 && whole !== leftMinor)) return 'nothing';
  const scope = await scopeOf(world, receipt.company, [...open, stored]);
  const again = [...scope.groups.values()].some(({ value: { group } }) => group.allocations.some((a) => a.receipt === receipt.id)) ? [String(stored.version)] : [];
  const group: MatchGroup = {
    id: `erp_${contentHash([receipt.id, ...open.map(({ value: { claim } }) => claim.id).sort(), ...again])}`,
    origin: 'erp',
    company: receipt.company,
    date: openDay(world, scope, receipt.date),
    allocations: open.map(({ value: { claim } }, i) => ({ receipt: receipt.id, claim: claim.id, claimMinor: amounts[i] as bigint, receiptMinor: amounts[i] as bigint })),
    adjustments: [],
    by: 'erp',
  };
  return (await storeGroup(world, scope, group)) === 'ok' ? 'allocated' : 'nothing';
}

/** The invoices that a payment is booked against; none while one of them is missing. */
async function claimsBooked(world: World, receipt: Receipt, numbers: readonly string[]): Promise<Stored<ClaimDocument>[]> {
  const found = new Map<string, Stored<ClaimDocument>>();
  for (const number of numbers) {
    const ids = await claimsNamed(world, receipt.company, [numberKeys(number).full]);
    const stored = (await readDocuments(
      world,
      ids.map((id) => documentKey('claim', id)),
    )) as Stored<ClaimDocument>[];
    const fitting = stored.filter(({ value: { claim } }) => claim.currency === receipt.currency && (receipt.party === undefined || claim.party === receipt.party));
    if (fitting.length === 0 && documentNumber.test(number)) return [];
    for (const one of fitting) found.set(one.value.claim.id, one);
  }
  return [...found.values()];
}

/** False while something stands that says where the money went: the ERP itself, a person, or a match that says the same. */
async function freed(world: World, { groups, receipt }: ReceiptDocument, booked: readonly Stored<ClaimDocument>[]): Promise<boolean> {
  const ids = new Set(booked.map(({ value: { claim } }) => claim.id));
  const effective = [...(await readGroups(world, groups)).values()].map(({ value }) => value).filter(({ reversal }) => reversal === undefined);
  const isOther = effective.some(({ group }) => group.allocations.some((a) => a.receipt === receipt.id && !ids.has(a.claim)));
  if (effective.length === 0) return true;
  if (!isOther || !effective.every(({ group }) => group.origin === 'us' && group.by === automatic && group.approvedBy === undefined)) return false;
  const numbers = booked.map(({ value: { claim } }) => claim.number).join(', ');
  for (const { group } of effective) await undoStored(world, group.id, { by: automatic, reason: `the ERP booked it against ${numbers}`, date: today(world) });
  return true;
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
