import { describe, expect, it } from 'vitest';
import type { StatementEnd } from '../model/statementPart.ts';
import { statementGaps } from './sequence.ts';

const statement = (sequence: number | undefined, from: string, to: string, openingMinor: bigint, closingMinor: bigint): StatementEnd => ({
  ...{ account: 'A', currency: 'EUR', kind: 'statement', controls: [], from, to, openingMinor, closingMinor },
  ...(sequence === undefined ? {} : { sequence, number: String(sequence) }),
});
const day = (sequence: number | undefined, date: string, opening: bigint, closing: bigint): StatementEnd => statement(sequence, date, date, opening, closing);
const told = (statements: readonly StatementEnd[]): unknown => statementGaps(statements).map((gap) => [gap.kind, gap.after, gap.before.from, gap.differenceMinor]);

describe('statementGaps', () => {
  it('finds a missing number and balances that do not meet, whatever the order of the files', () => {
    const [a, b, d] = [day(1, '2026-01-01', 0n, 10n), day(2, '2026-01-02', 10n, 20n), day(4, '2026-01-04', 35n, 40n)];
    expect(told([d, a, b, a])).toEqual([
      ['missing_number', '2', '2026-01-04', undefined],
      ['balance_chain', '2', '2026-01-04', 15n],
    ]);
    expect(told([a, b, day(1, '2027-01-01', 20n, 20n)])).toEqual([]);
  });

  it('a day without movement does not prove itself', () => {
    expect(told([day(undefined, '2026-01-01', 0n, 10n), day(undefined, '2026-01-02', 15n, 15n)])).toEqual([['balance_chain', '2026-01-01', '2026-01-02', 5n]]);
  });

  it.each<[string, readonly StatementEnd[]]>([
    ['a statement that grew', [day(1, '2026-01-01', 0n, 10n), day(1, '2026-01-01', 0n, 30n), day(2, '2026-01-02', 30n, 40n)]],
    [
      'a month beside its days, each with numbers of its own',
      [
        statement(1, '2026-10-01', '2026-10-31', 100n, 500n),
        day(1, '2026-10-01', 100n, 140n),
        day(2, '2026-10-02', 140n, 160n),
        day(3, '2026-10-30', 160n, 500n),
        statement(2, '2026-11-01', '2026-11-30', 500n, 510n),
      ],
    ],
    ['several of one day', [day(undefined, '2026-01-01', 50n, 70n), day(undefined, '2026-01-01', 0n, 50n), day(undefined, '2026-01-02', 70n, 70n)]],
    ['an opening day that is the closing day before', [statement(8, '2026-01-01', '2026-01-02', 0n, 5n), statement(9, '2026-01-02', '2026-01-03', 5n, 9n)]],
  ])('says nothing of %s', (_what, statements) => {
    expect(told(statements)).toEqual([]);
  });
});
