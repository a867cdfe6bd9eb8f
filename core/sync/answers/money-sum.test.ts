import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalOf } from '../../model/money.ts';
import { amountOfEntity, sumAmounts } from './money-sum.ts';

const stamp = { at: 1, ref: 'erp/invoices/1' };
const golden = (fields: Record<string, { amount: string; currency: string } | null>) => ({
  golden: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, stamp, ref: stamp.ref, rule: 'latest' as const }])),
});

test('amounts are summed to the last minor unit, each currency apart', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.constantFrom('EUR', 'JPY', 'KWD'))), (parts) => {
      const sums = new Map<string, bigint>();
      for (const [minor, currency] of parts) sums.set(currency, (sums.get(currency) ?? 0n) + minor);
      const wanted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, minor]) => ({ amount: decimalOf({ minor, currency }), currency }));
      expect(sumAmounts(parts.map(([minor, currency]) => ({ amount: decimalOf({ minor, currency }), currency })))).toEqual(wanted);
    }),
  );
});

test('what is no money is left out, not guessed', () => {
  expect(
    sumAmounts([
      { amount: '1.00', currency: 'EUR' },
      { amount: '1.005', currency: 'EUR' },
      { amount: 'much', currency: 'EUR' },
      { amount: '5', currency: 'XQZ' },
    ]),
  ).toEqual([{ amount: '1.00', currency: 'EUR' }]);
});

test('the money at stake is what is open, else the total, else the amount', () => {
  const [open, total] = [
    { amount: '40.00', currency: 'CHF' },
    { amount: '100.00', currency: 'CHF' },
  ];
  expect(amountOfEntity(golden({ open, total }))).toEqual(open);
  expect(amountOfEntity(golden({ open: null, total }))).toEqual(total);
  expect(amountOfEntity(golden({}))).toBeUndefined();
});
