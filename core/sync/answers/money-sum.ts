import { addMoney, decimalOf, type Money, moneyFrom } from '../../model/money.ts';
import type { Entity } from '../entity.ts';

/** An exact amount as views carry it. */
export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** Sums amounts per currency, exactly; amounts that are no money (unknown currency, too many digits) are left out. Sorted by currency. */
export function sumAmounts(amounts: readonly Amount[]): Amount[] {
  const sums = new Map<string, Money>();
  for (const { amount, currency } of amounts) {
    const money = moneyFrom(amount, currency);
    if (money === undefined) continue;
    const so = sums.get(currency);
    sums.set(currency, so === undefined ? money : addMoney(so, money));
  }
  return [...sums.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1)).map((m) => ({ amount: decimalOf(m), currency: m.currency }));
}

/** The money of an entity: what is still open, else its total, else its amount. */
export function amountOfEntity(entity: Pick<Entity, 'golden'>): Amount | undefined {
  for (const field of ['open', 'total', 'amount']) {
    const value = entity.golden[field]?.value;
    if (typeof value !== 'object' || value === null || !('amount' in value) || !('currency' in value)) continue;
    return { amount: String(value['amount']), currency: String(value['currency']) };
  }
  return undefined;
}
