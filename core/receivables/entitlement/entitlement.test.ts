import { describe, expect, it } from 'vitest';
import { Book } from '../book/book.ts';
import type { Claim } from '../model/claim.ts';
import { compareEntitlement } from './compare.ts';
import type { Contract, ScheduleLine } from './contractLine.ts';
import { monthsAfter } from './occurrences.ts';
import { positionsOf } from './position.ts';

const base = { company: 'x', party: 'c1', currency: 'EUR' };
const line = (id: string, due: string, amountMinor: bigint, everyMonths?: number): ScheduleLine => ({ ...base, id, contract: 'K1', due, amountMinor, everyMonths });
const contract = (parts: Partial<Contract> = {}): Contract => ({
  ...base,
  id: 'K1',
  number: 'HT-1',
  status: 'active',
  version: 1,
  schedule: [line('a', '2026-01-01', 3_000n), line('b', '2026-02-01', 3_000n), line('c', '2026-03-01', 4_000n)],
  ...parts,
});
const invoice = (id: string, totalMinor: bigint, parts: Partial<Claim> = {}): Claim => ({
  ...base,
  id,
  kind: 'invoice',
  number: id,
  totalMinor,
  contract: 'HT-1',
  version: 1,
  ...parts,
});
const kinds = (contracts: readonly Contract[], claims: readonly Claim[], asOf = '2026-04-01'): [string, bigint][] =>
  compareEntitlement(contracts, claims, asOf).map((f) => [f.kind, f.amountMinor]);

describe('compareEntitlement', () => {
  it('is silent when everything due was invoiced, and within the days of grace', () => {
    expect(kinds([contract()], [invoice('i', 10_000n)])).toEqual([]);
    expect(kinds([contract()], [invoice('i', 6_000n)], '2026-03-05')).toEqual([]);
  });

  it.each([
    ['nothing was invoiced', [], [['not_billed', 10_000n]]],
    ['the final instalment was forgotten', [invoice('i', 6_000n)], [['final_instalment_forgotten', 4_000n]]],
    ['something in between is missing', [invoice('i', 2_000n)], [['under_billed', 8_000n]]],
    ['too much was invoiced', [invoice('i', 12_000n)], [['over_billed', -2_000n]]],
    ['a credit takes it back', [invoice('i', 12_000n), invoice('cn', -2_000n, { kind: 'creditNote' })], []],
  ])('says that %s', (_what, claims, expected) => {
    expect(kinds([contract()], claims as Claim[])).toEqual(expected);
  });

  it('names invoices of another customer, currency or contract', () => {
    const wrong = [invoice('a', 10_000n, { party: 'c2' }), invoice('b', 10_000n, { currency: 'USD' }), invoice('c', 1n, { contract: 'NO' }), invoice('d', 10_000n)];
    expect(kinds([contract()], wrong).map(([kind]) => kind)).toEqual(['wrong_customer', 'wrong_currency', 'billed_without_contract']);
  });

  it('finds the yearly fee nobody invoiced and the customer whose owner left', () => {
    const yearly = contract({ schedule: [line('fee', '2024-01-31', 1_200n, 12)], ends: '2030-01-01', ownerActive: false });
    expect(kinds([yearly], [invoice('i', 2_400n)])).toEqual([
      ['yearly_fee_forgotten', 1_200n],
      ['owner_left', 1_200n],
    ]);
  });

  it('sees a contract whose schedule no longer adds up to what was signed', () => {
    expect(kinds([contract({ totalMinor: 11_000n })], [invoice('i', 10_000n)])).toEqual([['changed_after_signing', 1_000n]]);
  });

  it('keeps the day of the month, or takes the last one', () => {
    expect([monthsAfter('2024-01-31', 1), monthsAfter('2024-01-31', 2), monthsAfter('2023-12-31', 2)]).toEqual(['2024-02-29', '2024-03-31', '2024-02-29']);
  });
});

describe('positionsOf', () => {
  it('adds up: contracted = invoiced − credited + to bill, and invoiced − credited = received + adjusted + open', () => {
    const book = new Book();
    for (const claim of [invoice('i', 6_000n), invoice('cn', -500n, { kind: 'creditNote' })]) book.apply({ type: 'claim', claim });
    book.apply({ type: 'receipt', receipt: { id: 'r', ...base, amountMinor: 2_000n, date: '2026-01-05', payer: '', text: '', version: 1 } });
    book.apply({
      type: 'group',
      group: {
        id: 'g',
        origin: 'us',
        company: 'x',
        date: '2026-01-05',
        by: 'a',
        allocations: [{ receipt: 'r', claim: 'i', claimMinor: 2_000n, receiptMinor: 2_000n }],
        adjustments: [{ claim: 'i', amountMinor: 10n, reason: 'discount' }],
      },
    });
    const [p] = positionsOf([contract()], book);
    expect(p).toMatchObject({
      contractedMinor: 10_000n,
      invoicedMinor: 6_000n,
      creditedMinor: 500n,
      toBillMinor: 4_500n,
      receivedMinor: 2_000n,
      adjustedMinor: 10n,
      openMinor: 3_490n,
    });
    expect((p?.invoicedMinor ?? 0n) - (p?.creditedMinor ?? 0n)).toBe((p?.receivedMinor ?? 0n) + (p?.adjustedMinor ?? 0n) + (p?.openMinor ?? 0n));
  });
});
