import type { Book } from '../../book/book.ts';

/** One row of a customer's statement: a document raises or lowers what is owed, a payment lowers it. `balanceMinor` runs. */
export interface StatementRow {
  readonly date: string;
  readonly what: 'opening' | 'invoice' | 'creditNote' | 'payment' | 'adjustment' | 'reversal';
  readonly document: string;
  readonly amountMinor: bigint;
  readonly balanceMinor: bigint;
}

/** A customer's statement over a period in one currency: the opening balance, every movement by its day, and a balance that runs to the closing one. */
export function customerStatement(book: Book, party: { readonly company: string; readonly party: string; readonly currency: string }, from: string, to: string): StatementRow[] {
  const moves: { date: string; what: StatementRow['what']; document: string; amountMinor: bigint }[] = [];
  const own = new Set<string>();
  for (const claim of book.claims()) {
    if (claim.company !== party.company || claim.party !== party.party || claim.currency !== party.currency) continue;
    own.add(claim.id);
    moves.push({ date: claim.issued ?? from, what: claim.kind, document: claim.number, amountMinor: claim.totalMinor });
  }
  for (const group of book.groups.values()) {
    const reversal = book.reversals.get(group.id);
    const add = (what: StatementRow['what'], document: string, amountMinor: bigint): void => {
      moves.push({ date: group.date, what, document, amountMinor: -amountMinor });
      if (reversal !== undefined) moves.push({ date: reversal.date, what: 'reversal', document, amountMinor });
    };
    for (const a of group.allocations) if (own.has(a.claim)) add('payment', a.receipt ?? a.claim, a.claimMinor);
    for (const a of group.adjustments) if (own.has(a.claim)) add('adjustment', a.claim, a.amountMinor);
  }
  moves.sort((a, b) => (a.date === b.date ? (a.document < b.document ? -1 : 1) : a.date < b.date ? -1 : 1));
  let balanceMinor = moves.filter((move) => move.date < from).reduce((sum, move) => sum + move.amountMinor, 0n);
  const rows: StatementRow[] = [{ date: from, what: 'opening', document: '', amountMinor: 0n, balanceMinor }];
  for (const move of moves.filter((m) => m.date >= from && m.date <= to)) {
    balanceMinor += move.amountMinor;
    rows.push({ ...move, balanceMinor });
  }
  return rows;
}
