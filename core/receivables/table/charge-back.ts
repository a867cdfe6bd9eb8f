import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { firstOpen } from '../book/firstOpen.ts';
import type { IdentifiedLine } from '../lines/lineId.ts';
import type { Receipt } from '../model/receipt.ts';
import { sameStory } from '../report/reconcile/receipts.ts';
import type { Booking } from './bookings.ts';
import { documentItem, documentKey, type ReceiptDocument, type Stored } from './documents.ts';
import { journalOp } from './journal.ts';
import { fenceOf } from './period-row.ts';
import { readDocuments, readPeriod, readReceipt } from './read.ts';
import { receiptsOfAmount } from './same-money.ts';
import { automatic, takeBack } from './take-back.ts';

/** A receipt whose money went back has no amount any more; what it paid is open again. Asked twice it is done once. */
export async function chargeBackStored(world: World, receipt: string, { date, reason }: { readonly date: string; readonly reason: string }): Promise<'done' | 'unknown'> {
  for (;;) {
    const stored = await readReceipt(world, receipt);
    if (stored === undefined) return 'unknown';
    if (stored.value.chargedBack !== undefined) return 'done';
    if ((await takeBack(world, stored.value, reason)) === 'again') continue;
    const { company, currency, party, amountMinor, payer } = stored.value.receipt;
    const period = await readPeriod(world, company);
    const value: ReceiptDocument = {
      ...stored.value,
      chargedBack: { date, reason },
      bookings: chargedBookings(stored.value, date, period.value?.closedThrough),
      leftMinor: stored.value.leftMinor - amountMinor,
    };
    const written = await put(world, [
      { op: 'put', item: documentItem(value), when: { version: stored.version } },
      fenceOf(company, period),
      journalOp(world, { what: 'chargedBack', company, currency, party, about: payer || receipt, amountMinor, by: automatic }),
    ]);
    if (written === 'ok') return 'done';
  }
}

/** The money was there until the day it went back. */
function chargedBookings({ bookings }: ReceiptDocument, date: string, closedThrough: string | undefined): readonly Booking[] {
  const day = firstOpen(date, closedThrough);
  return [...bookings, ...bookings.map(({ currency, amountMinor }) => ({ day, currency, amountMinor: -amountMinor }))];
}

/** The receipt that a returned booking takes back: same amount, earlier, the same story, not returned before; undefined when there is none. */
export async function returnedBy(world: World, company: string, { line }: IdentifiedLine): Promise<Receipt | undefined> {
  const ids = await receiptsOfAmount(world, { company, currency: line.currency, amountMinor: -line.amountMinor });
  const found = (await readDocuments(
    world,
    ids.map((id) => documentKey('receipt', id)),
  )) as Stored<ReceiptDocument>[];
  const fitting = found
    .map(({ value }) => value)
    .filter(({ receipt, source, chargedBack }) => source === 'bank' && chargedBack === undefined && receipt.date <= line.date && sameStory(receipt, line));
  return fitting.sort((a, b) => (a.receipt.date < b.receipt.date ? -1 : 1))[0]?.receipt;
}
