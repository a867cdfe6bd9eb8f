import type { StatementEnd } from '../model/statementPart.ts';

/** A hole between two statements of one account: a missing number, or balances that do not meet. */
export interface StatementGap {
  readonly account: string;
  readonly currency: string;
  readonly after: string;
  readonly kind: 'missing_number' | 'balance_chain';
  /** Opening of the later minus closing of the earlier, for `balance_chain`. */
  readonly differenceMinor?: bigint;
}

/** Finds gaps among statements of any files: per account and currency in order of their days, then numbers. A number that starts again at 1 is a new year, not a gap; interim reports and notifications do not count. */
export function statementGaps(statements: readonly StatementEnd[]): StatementGap[] {
  const accounts = Map.groupBy(
    statements.filter((s) => s.kind === 'statement' && s.account !== ''),
    (s) => `${s.account}\n${s.currency}`,
  );
  const gaps: StatementGap[] = [];
  for (const series of accounts.values()) {
    const ordered = unique(series).sort(inTime);
    for (let i = 1; i < ordered.length; i += 1) {
      const [earlier, later] = [ordered[i - 1] as StatementEnd, ordered[i] as StatementEnd];
      const base = { account: later.account, currency: later.currency, after: earlier.number ?? earlier.to ?? '' };
      if (earlier.sequence !== undefined && later.sequence !== undefined && later.sequence > earlier.sequence + 1) gaps.push({ ...base, kind: 'missing_number' });
      if (earlier.closingMinor !== undefined && later.openingMinor !== undefined && earlier.closingMinor !== later.openingMinor) {
        gaps.push({ ...base, kind: 'balance_chain', differenceMinor: later.openingMinor - earlier.closingMinor });
      }
    }
  }
  return gaps;
}

function inTime(a: StatementEnd, b: StatementEnd): number {
  const [x, y] = [a.from ?? a.to ?? '', b.from ?? b.to ?? ''];
  if (x !== y) return x < y ? -1 : 1;
  return (a.sequence ?? 0) - (b.sequence ?? 0);
}

/** The same statement delivered twice is one. */
function unique(series: readonly StatementEnd[]): StatementEnd[] {
  const seen = new Map<string, StatementEnd>();
  for (const s of series) seen.set([s.number, s.from, s.to, s.openingMinor, s.closingMinor].join('|'), s);
  return [...seen.values()];
}
