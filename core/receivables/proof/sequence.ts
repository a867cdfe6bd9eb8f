import type { StatementEnd } from '../model/statementPart.ts';

/** A hole between two statements of one account: a missing number, or balances that do not meet. */
export interface StatementGap {
  readonly account: string;
  readonly currency: string;
  /** Number or day of the statement before the hole. */
  readonly after: string;
  /** The statement behind the hole. */
  readonly before: StatementEnd;
  readonly kind: 'missing_number' | 'balance_chain';
  /** Opening of the later minus closing of the earlier, for `balance_chain`. */
  readonly differenceMinor?: bigint;
}

/**
 * Finds gaps among statements of any files: per account and currency in order of their days, then numbers. Interim
 * reports and notifications do not count, a number that starts again at 1 is a new year, and what overlaps is no hole:
 *
 *   1–31 October   100 → 500
 *   1–2 October    100 → 140        begins where the month begins
 *   3 October      140 → 160        begins where the statement before ended
 *   1–15 November  510 → …          nothing ends at 510: 10 are missing
 */
export function statementGaps(statements: readonly StatementEnd[]): StatementGap[] {
  const accounts = Map.groupBy(
    statements.filter((s) => s.kind === 'statement' && s.account !== ''),
    (s) => `${s.account}\n${s.currency}`,
  );
  return [...accounts.values()].flatMap((series) => {
    const ordered = unique(series).sort(inTime);
    return [...missingNumbers(ordered), ...brokenBalances(ordered)].sort((a, b) => inTime(a.before, b.before));
  });
}

/** Numbers are compared with those since the last 1. */
function missingNumbers(ordered: readonly StatementEnd[]): StatementGap[] {
  const gaps: StatementGap[] = [];
  let numbers = new Set<number>();
  for (const [i, later] of ordered.entries()) {
    const { sequence } = later;
    if (sequence === undefined) continue;
    if (sequence <= 1) numbers = new Set();
    const follows = numbers.has(sequence - 1) || numbers.has(sequence) || ![...numbers].some((number) => number < sequence);
    if (!follows) gaps.push(gap('missing_number', later, ordered[i - 1]));
    numbers.add(sequence);
  }
  return gaps;
}

/** Every opening balance is the closing one of some statement that began no later, unless it lies within another statement. */
function brokenBalances(ordered: readonly StatementEnd[]): StatementGap[] {
  const gaps: StatementGap[] = [];
  const closings = new Map<bigint, number>();
  let earlier: StatementEnd | undefined;
  let until = '';
  for (const sameDay of Map.groupBy(ordered, dayOf).values()) {
    for (const { closingMinor } of sameDay) if (closingMinor !== undefined) closings.set(closingMinor, (closings.get(closingMinor) ?? 0) + 1);
    for (const [i, later] of sameDay.entries()) {
      const { openingMinor, closingMinor } = later;
      // A day without movement closes as it opens: that it meets itself proves nothing.
      const meets = (closings.get(openingMinor ?? 0n) ?? 0) > (openingMinor === closingMinor ? 1 : 0);
      const isWithin = dayOf(later) < until || sameDay.slice(0, i).some((other) => other.openingMinor === openingMinor);
      if (openingMinor !== undefined && earlier?.closingMinor !== undefined && !meets && !isWithin)
        gaps.push({ ...gap('balance_chain', later, earlier), differenceMinor: openingMinor - earlier.closingMinor });
    }
    earlier = sameDay.findLast(({ closingMinor }) => closingMinor !== undefined) ?? earlier;
    for (const { to = '' } of sameDay) if (to > until) until = to;
  }
  return gaps;
}

function gap(kind: StatementGap['kind'], before: StatementEnd, earlier: StatementEnd | undefined): StatementGap {
  return { kind, account: before.account, currency: before.currency, after: earlier?.number ?? earlier?.to ?? '', before };
}

function dayOf({ from, to }: StatementEnd): string {
  return from ?? to ?? '';
}

function inTime(a: StatementEnd, b: StatementEnd): number {
  const [x, y] = [dayOf(a), dayOf(b)];
  if (x !== y) return x < y ? -1 : 1;
  return (a.sequence ?? 0) - (b.sequence ?? 0);
}

/** Names a statement by what it says of itself. */
export function statementName({ number, from, to, openingMinor, closingMinor }: StatementEnd): string {
  return [number, from, to, openingMinor, closingMinor].join('|');
}

/** The same statement delivered twice is one. */
function unique(series: readonly StatementEnd[]): StatementEnd[] {
  return [...new Map(series.map((statement) => [statementName(statement), statement])).values()];
}
