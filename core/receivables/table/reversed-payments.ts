import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { rebooked } from './bookings.ts';
import { chargeBackStored } from './charge-back.ts';
import { today } from './day.ts';
import { markDirty } from './dirty.ts';
import { bucketOf, documentItem, type ReceiptDocument } from './documents.ts';
import { journalOp } from './journal.ts';
import { fenceOf } from './period-row.ts';
import { readGroups, readPeriod, readReceipt } from './read.ts';
import { receiptsOfAmount } from './same-money.ts';
import { automatic, undoStored } from './take-back.ts';

/** Why a payment of the ERP counts no longer; what was so reversed counts again when the ERP brings it back. */
const reversedReason = 'reversed in the ERP';

/** A payment that the ERP reversed or deleted is no money; the bank's line of it stays money, and only what the ERP said it was for is taken back. */
export async function reverseLedgerPayment(world: World, id: string): Promise<void> {
  const stored = await readReceipt(world, id);
  if (stored === undefined) return;
  const { sameAs } = stored.value;
  if (sameAs !== undefined) await forgetBooking(world, sameAs);
  await chargeBackStored(world, id, { date: today(world), reason: reversedReason });
  for (const other of await receiptsOfAmount(world, stored.value.receipt)) await standAlone(world, other, id);
}

/** The bank's line of a payment that the ledger no longer has is money of its own. */
async function standAlone(world: World, id: string, gone: string): Promise<void> {
  for (;;) {
    const stored = await readReceipt(world, id);
    if (stored?.value.sameAs !== gone) return;
    const { sameAs, ...rest } = stored.value;
    const { company, currency, date, amountMinor } = rest.receipt;
    const period = await readPeriod(world, company);
    const value: ReceiptDocument = { ...rest, bookings: rebooked(rest.bookings, { day: date, currency, amountMinor }, period.value?.closedThrough) };
    await markDirty(world, bucketOf(value));
    if ((await put(world, [{ op: 'put', item: documentItem(value), when: { version: stored.version } }, fenceOf(company, period)])) === 'ok') return;
  }
}

async function forgetBooking(world: World, money: string): Promise<void> {
  for (;;) {
    const stored = await readReceipt(world, money);
    if (stored === undefined) return;
    const groups = await readGroups(world, stored.value.groups);
    const booked = [...groups.values()].filter(({ value }) => value.group.origin === 'erp' && value.reversal === undefined);
    const { bookedAgainst, ...rest } = stored.value;
    if (bookedAgainst !== undefined && (await put(world, [{ op: 'put', item: documentItem(rest), when: { version: stored.version } }])) !== 'ok') continue;
    for (const { value } of booked) await undoStored(world, value.group.id, { by: automatic, reason: reversedReason, date: today(world) });
    return;
  }
}

/** A payment that the ERP had reversed is there again. */
export async function reviveLedgerPayment(world: World, id: string): Promise<void> {
  for (;;) {
    const stored = await readReceipt(world, id);
    if (stored?.value.chargedBack?.reason !== reversedReason) return;
    const { chargedBack, ...rest } = stored.value;
    const { company, currency, party, payer, amountMinor, date } = rest.receipt;
    const period = await readPeriod(world, company);
    const countsFor = rest.sameAs === undefined ? amountMinor : 0n;
    const value: ReceiptDocument = {
      ...rest,
      bookings: rebooked(rest.bookings, { day: date, currency, amountMinor: countsFor }, period.value?.closedThrough),
      leftMinor: rest.leftMinor + amountMinor,
    };
    const written = await put(world, [
      { op: 'put', item: documentItem(value), when: { version: stored.version } },
      fenceOf(company, period),
      journalOp(world, { what: 'receipt', company, currency, party, about: payer || id, amountMinor, by: 'erp' }),
    ]);
    if (written === 'ok') return;
  }
}
