import { keyPart } from '../../model/keys.ts';
import { dayMs } from '../../model/time.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { PartyDirectory } from '../match/directory.ts';
import { numberKeys } from '../match/documentNumber.ts';
import type { Receipt } from '../model/receipt.ts';
import { rebooked } from './bookings.ts';
import { documentItem, documentKey, type ReceiptDocument, type Stored } from './documents.ts';
import { journalOp } from './journal.ts';
import { claimsNamed, wordsOf } from './numbers.ts';
import { aliasesFor, aliasesOf, namesOf } from './parties.ts';
import { fenceOf } from './period-row.ts';
import { readDocuments, readPeriod } from './read.ts';

/** A payment is in the ledger within this time of the bank's booking, in either direction. */
const apartMsMax = 5 * dayMs;

const amountKey = ({ company, currency, amountMinor }: Pick<Receipt, 'company' | 'currency' | 'amountMinor'>) => ({
  pk: `MONEY#${keyPart(company)}#${currency}#${amountMinor}`,
  sk: '@',
});

/** Makes a receipt findable by its amount: the bank's line and the ledger's entry of one payment meet there. */
export async function shelveAmount(world: World, receipt: Receipt): Promise<void> {
  await world.table.addToSet(amountKey(receipt), [receipt.id]);
}

/** Ids of receipts of exactly this amount; empty when so many share it that it tells nothing. */
export async function receiptsOfAmount(world: World, amount: Pick<Receipt, 'company' | 'currency' | 'amountMinor'>): Promise<readonly string[]> {
  const [item] = await world.table.get([amountKey(amount)], { consistent: true });
  return item === undefined || item.body['full'] === true ? [] : (item.body['values'] as readonly string[]);
}

/**
 * Joins the two views of one payment, the bank's line and the entry in the ERP's ledger, so that the money counts once:
 *
 *   same company, currency and amount, ≤ 5 days apart, and the line names its invoice, or the payer is the entry's party
 *   and the line names no other invoice of ours
 *
 * Only when exactly one fits. The view that already is allocated stays the money; else the bank's line does, and takes
 * over what the ledger says it was booked against. `joined`: something was written.
 */
export async function joinViews(world: World, mine: Stored<ReceiptDocument>): Promise<'joined' | 'alone'> {
  const ids = (await receiptsOfAmount(world, mine.value.receipt)).filter((id) => id !== mine.value.receipt.id);
  if (ids.length === 0) return 'alone';
  const others = (await readDocuments(
    world,
    ids.map((id) => documentKey('receipt', id)),
  )) as Stored<ReceiptDocument>[];
  const taken = new Set(others.flatMap(({ value }) => value.sameAs ?? []));
  const fitting: Stored<ReceiptDocument>[] = [];
  for (const other of others) if (!taken.has(other.value.receipt.id) && !taken.has(mine.value.receipt.id) && (await isSame(world, mine.value, other.value))) fitting.push(other);
  const [only] = fitting;
  return only !== undefined && fitting.length === 1 ? join(world, mine, only) : 'alone';
}

/** True when the ERP's ledger has the money already: as an entry of its own, or as the other view of a bank's line. Paying an invoice with it there would book it twice. */
export async function isInLedger(world: World, { receipt, source }: ReceiptDocument): Promise<boolean> {
  if (source === 'erp') return true;
  const ids = (await receiptsOfAmount(world, receipt)).filter((id) => id !== receipt.id);
  const others = (await readDocuments(
    world,
    ids.map((id) => documentKey('receipt', id)),
  )) as Stored<ReceiptDocument>[];
  return others.some(({ value }) => value.source === 'erp' && value.sameAs === receipt.id);
}

async function join(world: World, mine: Stored<ReceiptDocument>, other: Stored<ReceiptDocument>): Promise<'joined' | 'alone'> {
  const [bank, ledger] = mine.value.source === 'bank' ? [mine, other] : [other, mine];
  if (bank.value.groups.length > 0 && ledger.value.groups.length > 0) return 'alone'; // both were matched: a person sees two receipts and decides
  const [money, view] = ledger.value.groups.length > 0 ? [ledger, bank] : [bank, ledger];
  const kept: ReceiptDocument = { ...money.value, bookedAgainst: money.value.bookedAgainst ?? view.value.bookedAgainst };
  const { receipt } = view.value;
  const period = await readPeriod(world, receipt.company);
  const bookings = rebooked(view.value.bookings, { day: receipt.date, currency: receipt.currency, amountMinor: 0n }, period.value?.closedThrough);
  const written = await put(world, [
    { op: 'put', item: documentItem({ ...view.value, bookings, sameAs: money.value.receipt.id }), when: { version: view.version } },
    { op: 'put', item: documentItem(kept), when: { version: money.version } },
    fenceOf(receipt.company, period),
    journalOp(world, {
      what: 'sameMoney',
      company: receipt.company,
      currency: receipt.currency,
      party: receipt.party,
      about: money.value.receipt.id,
      amountMinor: receipt.amountMinor,
      by: 'sync',
    }),
  ]);
  return written === 'ok' ? 'joined' : 'alone';
}

async function isSame(world: World, a: ReceiptDocument, b: ReceiptDocument): Promise<boolean> {
  if (a.source === b.source || a.sameAs !== undefined || b.sameAs !== undefined || a.chargedBack !== undefined || b.chargedBack !== undefined) return false;
  const [bank, ledger] = a.source === 'bank' ? [a, b] : [b, a];
  if (Math.abs(Date.parse(bank.receipt.date) - Date.parse(ledger.receipt.date)) > apartMsMax) return false;
  const words = new Set(wordsOf(bank.receipt));
  if ((ledger.bookedAgainst ?? []).some((number) => words.has(numberKeys(number).full))) return true;
  if ((ledger.bookedAgainst ?? []).length > 0 && (await claimsNamed(world, bank.receipt.company, words)).length > 0) return false;
  const { party } = ledger.receipt;
  return party !== undefined && (await mayBe(world, bank.receipt, party));
}

async function mayBe(world: World, { payer, payerAccount }: Receipt, party: string): Promise<boolean> {
  const aliases = [...(await aliasesFor(world, [{ kind: 'name', value: payer }])), ...(await aliasesOf(world, party))];
  const directory = new PartyDirectory([{ id: party, names: await namesOf(world, party) }], aliases);
  return directory.find(payer, payerAccount).some((hit) => hit.party === party && hit.strength >= 0.8);
}
