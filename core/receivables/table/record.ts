import { jsonEqual } from '../../model/json.ts';
import type { Op } from '../../ports/table.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { Claim } from '../model/claim.ts';
import type { Receipt } from '../model/receipt.ts';
import { rebooked } from './bookings.ts';
import { markDirty } from './dirty.ts';
import { bucketOf, type ClaimDocument, documentItem, partyListKey, type ReceiptDocument, type Stored } from './documents.ts';
import { journalOp } from './journal.ts';
import { toBody } from './minor.ts';
import { shelveNumbers } from './numbers.ts';
import { fenceOf, type PeriodRow } from './period-row.ts';
import { readClaim, readPeriod, readReceipt } from './read.ts';
import { takeBack } from './take-back.ts';

/** What recording did: `known` wrote nothing. */
export type Recorded = 'recorded' | 'known';

/** Where the names of our own legal entities lie. */
const companiesKey = { pk: 'RECEIVABLES', sk: 'companies' };

/** Legal entities of ours that have documents or contracts; at most 64. */
export async function companiesOf(world: World): Promise<string[]> {
  const [item] = await world.table.get([companiesKey], { consistent: true });
  const { values = [] } = (item?.body ?? {}) as { readonly values?: readonly string[] };
  return values.map((name) => name.slice(1)).sort();
}

/** Stores a claim as its systems say it now. An older or equal version is nothing. Its bucket is marked before it is stored: a mark without a claim is harmless, a claim without a mark waits for the next one. */
export async function recordClaim(world: World, claim: Claim): Promise<Recorded> {
  for (;;) {
    const before = await readClaim(world, claim.id);
    if (before !== undefined && isKnown(before.value.claim, claim)) return again(world, before.value);
    if (before !== undefined && hasMovedApart(before.value.claim, claim) && (await takeBack(world, before.value, 'the invoice has another currency or company now')) === 'again')
      continue;
    await introduce(world, claim.company);
    const period = await readPeriod(world, claim.company);
    await shelveNumbers(world, claim);
    const value: ClaimDocument = {
      kind: 'claim',
      groups: [],
      ...before?.value,
      claim,
      bookings: rebooked(before?.value.bookings ?? [], { ...claim, amountMinor: claim.totalMinor, day: claim.issued }, period.value?.closedThrough),
      openMinor: (before?.value.openMinor ?? 0n) + claim.totalMinor - (before?.value.claim.totalMinor ?? 0n),
    };
    await markBuckets(world, before?.value, value);
    if ((await store(world, value, before, period, journalOf(before === undefined ? claim.kind : 'changed', claim))) === 'ok') return 'recorded';
  }

  function journalOf(what: 'invoice' | 'creditNote' | 'changed', { company, currency, party, number, totalMinor }: Claim) {
    return { what, company, currency, party, about: number, amountMinor: totalMinor, by: 'sync' } as const;
  }
}

/** What is told of a receipt besides itself. */
export type ReceiptNotes = Pick<ReceiptDocument, 'source' | 'bookedAgainst' | 'sameAs'>;

/** Stores a receipt. An older or equal version is nothing. */
export async function recordReceipt(world: World, receipt: Receipt, notes: ReceiptNotes): Promise<Recorded> {
  for (;;) {
    const before = await readReceipt(world, receipt.id);
    if (before !== undefined && isKnown(before.value.receipt, receipt)) return again(world, before.value);
    if (
      before !== undefined &&
      hasMovedApart(before.value.receipt, receipt) &&
      (await takeBack(world, before.value, 'the payment has another currency or company now')) === 'again'
    )
      continue;
    await introduce(world, receipt.company);
    const period = await readPeriod(world, receipt.company);
    const countsFor = notes.sameAs === undefined && before?.value.sameAs === undefined && before?.value.chargedBack === undefined ? receipt.amountMinor : 0n;
    const value: ReceiptDocument = {
      kind: 'receipt',
      groups: [],
      rejected: [],
      refunds: [],
      ...before?.value,
      ...notes,
      receipt,
      bookings: rebooked(before?.value.bookings ?? [], { day: receipt.date, currency: receipt.currency, amountMinor: countsFor }, period.value?.closedThrough),
      leftMinor: (before?.value.leftMinor ?? 0n) + receipt.amountMinor - (before?.value.receipt.amountMinor ?? 0n),
    };
    await markBuckets(world, before?.value, value);
    const { company, currency, party, amountMinor } = receipt;
    const entry = {
      what: notes.sameAs === undefined ? ('receipt' as const) : ('sameMoney' as const),
      company,
      currency,
      party,
      about: receipt.payer || receipt.id,
      amountMinor,
      by: notes.source,
    };
    if ((await store(world, value, before, period, entry)) === 'ok') return 'recorded';
  }
}

/** A name that is new may be the payer of money that nobody could place: every bucket of unidentified receipts is looked at again. */
export async function wakeUnidentified(world: World): Promise<void> {
  for (const company of await companiesOf(world)) {
    const page = await world.table.list(partyListKey('OPEN', company, ''), { prefix: '#' });
    const currencies = new Set(page.entries.map(({ lsk }) => lsk.split('#')[1] as string));
    for (const currency of currencies) await markDirty(world, { company, party: '', currency });
  }
}

/** What is known already still asks for its bucket: the first telling may have died before it did. */
async function again(world: World, known: ClaimDocument | ReceiptDocument): Promise<'known'> {
  await markBuckets(world, undefined, known);
  return 'known';
}

/** A claim also wakes the receipts whose payer is not known yet; both buckets when it moved. */
async function markBuckets(world: World, before: ClaimDocument | ReceiptDocument | undefined, now: ClaimDocument | ReceiptDocument): Promise<void> {
  const own = bucketOf(now);
  const buckets = [own, ...(before === undefined ? [] : [bucketOf(before)]), ...(now.kind === 'claim' ? [{ ...own, party: '' }] : [])];
  for (const bucket of new Map(buckets.map((b) => [`${b.company}\n${b.party}\n${b.currency}`, b])).values()) await markDirty(world, bucket);
}

async function store(
  world: World,
  value: ClaimDocument | ReceiptDocument,
  before: Stored<unknown> | undefined,
  period: Stored<PeriodRow | undefined>,
  entry: Parameters<typeof journalOp>[1],
): Promise<'ok' | 'conflict'> {
  const document: Op = { op: 'put', item: documentItem(value), when: before === undefined ? 'absent' : { version: before.version } };
  return put(world, [document, fenceOf(entry.company, period), journalOp(world, entry)]);
}

/** Notes a legal entity of ours that there is something of. Names may be empty, and a set takes no empty text. */
export async function introduce(world: World, company: string): Promise<void> {
  const [item] = await world.table.get([companiesKey]);
  const { values = [] } = (item?.body ?? {}) as { readonly values?: readonly string[] };
  if (!values.includes(`=${company}`)) await world.table.addToSet(companiesKey, [`=${company}`]);
}

function isKnown(before: Claim | Receipt, now: Claim | Receipt): boolean {
  return before.version > now.version || (before.version === now.version && jsonEqual(toBody(before), toBody(now)));
}

/** Money that was matched in one currency or company cannot count in another. */
function hasMovedApart(before: { readonly currency: string; readonly company: string }, now: { readonly currency: string; readonly company: string }): boolean {
  return before.currency !== now.currency || before.company !== now.company;
}
