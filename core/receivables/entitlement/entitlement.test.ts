import { describe, expect, it } from 'vitest';
import type { Claim } from '../model/claim.ts';
import type { ReceivableRow } from '../report/ledger/list.ts';
import { compareEntitlement } from './compare.ts';
import type { Contract, ScheduleLine } from './contractLine.ts';
import { monthsAfter } from './occurrences.ts';
import { positionsOf } from './position.ts';
import { bindingTerms, termsOf } from './signed.ts';

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

  it('sees a contract whose schedule does not add up to its total', () => {
    expect(kinds([contract({ totalMinor: 11_000n })], [invoice('i', 10_000n)])).toEqual([['schedule_differs', 1_000n]]);
  });

  it('keeps the day of the month, or takes the last one', () => {
    expect([monthsAfter('2024-01-31', 1), monthsAfter('2024-01-31', 2), monthsAfter('2023-12-31', 2)]).toEqual(['2024-02-29', '2024-03-31', '2024-02-29']);
  });
});

describe('what was signed', () => {
  const signed = contract({ signed: '2026-01-05', totalMinor: 10_000n });
  const terms = termsOf(signed);
  const changed = contract({ signed: '2026-01-05', totalMinor: 12_000n, terms });

  it('binds from the end of its day, until somebody signs anew', () => {
    expect(bindingTerms(terms, changed, '2026-01-05')?.amountMinor).toBe(12_000n);
    expect(bindingTerms(terms, changed, '2026-01-06')?.amountMinor).toBe(10_000n);
    expect(bindingTerms(terms, { ...changed, signed: '2026-02-01' }, '2026-03-01')?.amountMinor).toBe(12_000n);
    expect(bindingTerms(terms, { ...changed, signed: undefined }, '2026-03-01')).toBeUndefined();
  });

  it.each<[string, Partial<Contract>, [string, bigint][]]>([
    ['the same', {}, []],
    [
      'another amount',
      { totalMinor: 12_000n },
      [
        ['schedule_differs', 2_000n],
        ['changed_after_signing', 2_000n],
      ],
    ],
    ['another day for the same amount', { schedule: [...signed.schedule.slice(0, 2), line('c', '2026-03-02', 4_000n)] }, [['changed_after_signing', 0n]]],
    ['lines in another order', { schedule: signed.schedule.toReversed() }, []],
    ['another amount under another signature', { totalMinor: 10_000n, signed: '2026-02-01' }, []],
  ])('%s is told as it is', (_what, parts, expected) => {
    expect(kinds([contract({ ...signed, terms, ...parts })], [invoice('i', 10_000n)])).toEqual(expected);
  });
});

describe('positionsOf', () => {
  const row = (parts: Partial<ReceivableRow>): ReceivableRow => ({
    ...{ ...base, claim: 'i', number: 'i', ageing: 'notDue', disputed: false, totalMinor: 0n, receivedMinor: 0n, creditedMinor: 0n, adjustedMinor: 0n, settledMinor: 0n },
    openMinor: 0n,
    ...parts,
  });
  const rows = [
    row({ contract: 'HT 1', totalMinor: 6_000n, receivedMinor: 2_000n, adjustedMinor: 10n, openMinor: 3_990n, ageing: '1-30' }),
    row({ contract: 'HT-1', totalMinor: -500n, openMinor: -500n }),
    row({ contract: 'HT-1', party: 'c2', totalMinor: 70n, openMinor: 70n }),
    row({ totalMinor: 5n, settledMinor: 5n }),
  ];

  it('adds up: agreed = invoiced − credited + to bill, and invoiced − credited = received + netted + written off + settled + open', () => {
    const positions = positionsOf([contract(), contract({ id: 'K2', number: 'HT-2', status: 'cancelled' })], rows, '2026-04-01');
    expect(positions.map((p) => [p.number, p.party, p.status, p.agreedMinor, p.invoicedMinor, p.creditedMinor, p.toBillMinor, p.openMinor, p.overdueMinor])).toEqual([
      ['HT-1', 'c1', 'active', 10_000n, 6_000n, 500n, 4_500n, 3_490n, 3_990n],
      ['HT-2', 'c1', 'cancelled', undefined, 0n, 0n, undefined, 0n, 0n],
      ['HT-1', 'c2', undefined, undefined, 70n, 0n, undefined, 70n, 0n],
      [undefined, 'c1', undefined, undefined, 5n, 0n, undefined, 0n, 0n],
    ]);
    for (const p of positions) expect(p.invoicedMinor - p.creditedMinor).toBe(p.receivedMinor + p.nettedMinor + p.adjustedMinor + p.settledMinor + p.openMinor);
    const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
    expect(sum(positions.map((p) => p.openMinor))).toBe(sum(rows.map((r) => r.openMinor)));
  });

  it('counts a repeated line as often as it is due by the day', () => {
    const yearly = contract({ schedule: [line('fee', '2024-01-31', 1_200n, 12)], ends: '2030-01-01' });
    expect(positionsOf([yearly], [], '2026-04-01').map((p) => p.agreedMinor)).toEqual([3_600n]);
  });
});
