import { describe, expect, it } from 'vitest';
import { ageingBucket, ageingOf } from './ageing.ts';
import { Book } from './book.ts';
import { commitGroup } from './commit.ts';
import { leaksOf } from './conservation.ts';
import { openingFacts } from './cutover.ts';
import { exceptionsOf } from './exceptions.ts';
import { closePeriod, reopenPeriod } from './period.ts';

const base = { company: 'x', currency: 'EUR', version: 1 };
const claim = (id: string, totalMinor: bigint, parts: object = {}) => ({
  type: 'claim' as const,
  claim: { ...base, id, kind: 'invoice' as const, party: 'c', number: id, totalMinor, due: '2026-01-31', ...parts },
});
const receipt = (id: string, amountMinor: bigint, parts: object = {}) => ({
  type: 'receipt' as const,
  receipt: { ...base, id, amountMinor, date: '2026-02-01', payer: '', text: '', ...parts },
});
const group = (id: string, claimId: string, minor: bigint, parts: object = {}) => ({
  id,
  origin: 'us' as const,
  company: 'x',
  date: '2026-02-01',
  by: 'a',
  adjustments: [],
  allocations: [{ receipt: 'r', claim: claimId, claimMinor: minor, receiptMinor: minor }],
  ...parts,
});

function bookOf(...facts: Parameters<Book['apply']>[0][]): Book {
  const book = new Book();
  for (const fact of facts) book.apply(fact);
  return book;
}

describe('commitGroup', () => {
  const book = bookOf(claim('i', 100n), claim('usd', 100n, { currency: 'USD' }), claim('cn', -30n, { kind: 'creditNote' }), receipt('r', 80n));
  it.each([
    ['more than is open', group('g', 'i', 101n), 'over_claim'],
    ['more than was received', group('g', 'i', 81n), 'over_receipt'],
    ['an unknown claim', group('g', 'nope', 1n), 'unknown_claim'],
    ['two currencies without a rate', group('g', 'usd', 1n), 'rate_missing'],
    ['another company', group('g', 'i', 1n, { company: 'y' }), 'other_company'],
    ['the wrong sign', group('g', 'cn', 10n), 'over_claim'],
    [
      'netting that does not sum to zero',
      group('g', 'i', 0n, {
        allocations: [
          { claim: 'i', claimMinor: 30n, receiptMinor: 30n },
          { claim: 'cn', claimMinor: -20n, receiptMinor: -20n },
        ],
      }),
      'unbalanced',
    ],
  ])('refuses %s', (_what, bad, code) => {
    expect(commitGroup(book, bad)).toMatchObject({ ok: false, error: { code } });
  });

  it('takes two currencies with a rate and its source, and a credit larger than the invoice only in part', () => {
    expect(
      commitGroup(book, group('g', 'usd', 50n, { rate: { value: '1.10', source: 'ECB' }, allocations: [{ receipt: 'r', claim: 'usd', claimMinor: 55n, receiptMinor: 50n }] })).ok,
    ).toBe(true);
    const netting = group('n', 'i', 0n, {
      allocations: [
        { claim: 'i', claimMinor: 30n, receiptMinor: 30n },
        { claim: 'cn', claimMinor: -30n, receiptMinor: -30n },
      ],
    });
    expect(commitGroup(book, netting).ok).toBe(true);
  });
});

describe('a book', () => {
  it('says where the ERP disagrees and never corrects it', () => {
    const book = bookOf(claim('i', 100n, { erpOpenMinor: 60n }), receipt('r', 30n), { type: 'group', group: group('erp', 'i', 30n, { origin: 'erp' }) });
    expect(exceptionsOf(book)).toEqual([{ kind: 'erp_disagrees', company: 'x', id: 'i', currency: 'EUR', amountMinor: -10n }]);
    expect(book.openMinor('i')).toBe(70n);
  });

  it('goes live with opening rows that leave what was open', () => {
    const book = bookOf(...openingFacts([{ ...claim('i', 100n).claim, openAtCutoverMinor: 40n }], '2026-01-01', 'statement of 2025-12-31'));
    expect([book.openMinor('i'), leaksOf(book)]).toEqual([40n, []]);
    expect(book.groups.get('opening_i')).toMatchObject({ origin: 'opening', by: 'opening:statement of 2025-12-31' });
  });

  it('ages by days past due, disputes apart, and the buckets sum to what is open', () => {
    const book = bookOf(
      claim('a', 10n, { due: '2026-03-31' }),
      claim('b', 20n, { due: '2026-03-01' }),
      claim('c', 40n, { due: '2025-11-01' }),
      claim('d', 80n, { due: '2026-01-15' }),
      { type: 'dispute', claim: 'd', open: true, version: 1 },
    );
    const [row] = ageingOf(book, '2026-03-31');
    expect(row).toMatchObject({ buckets: { notDue: 10n, '1-30': 20n, '31-60': 0n, '61-90': 0n, '>90': 40n }, disputedMinor: 80n, openMinor: 150n });
    expect(['2026-03-31', '2026-03-30', '2026-03-01', '2026-02-28', '2026-01-30', '2025-12-30', '2025-12-29'].map((due) => ageingBucket(due, '2026-03-31'))).toEqual([
      'notDue',
      '1-30',
      '1-30',
      '31-60',
      '31-60',
      '>90',
      '>90',
    ]);
  });

  it('freezes a period with the hash of its state and refuses to close an earlier one', () => {
    const book = bookOf(claim('i', 100n));
    const closed = closePeriod(book, 'x', '2026-01-31', 'ann', 1);
    expect(closed).toMatchObject({ ok: true, value: { freeze: { closedThrough: '2026-01-31', openExceptions: [] } } });
    if (closed.ok) book.apply(closed.value.fact);
    expect(closePeriod(book, 'x', '2025-12-31', 'ann', 2)).toEqual({ ok: false, error: 'closed_later' });
  });

  it('closes an earlier day again after it was reopened', () => {
    const book = bookOf(claim('i', 100n));
    const closed = closePeriod(book, 'x', '2026-01-31', 'ann', 1);
    if (closed.ok) book.apply(closed.value.fact);
    book.apply(reopenPeriod('x', '2025-11-30', 2));
    expect(book.closedThrough('x')).toBe('2025-11-30');
    expect(closePeriod(book, 'x', '2025-12-31', 'ann', 3).ok).toBe(true);
  });
});
