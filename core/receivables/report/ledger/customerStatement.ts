import type { Book } from '../../book/book.ts';

/** One row of a customer's statement: a document raises or lowers what is owed, a payment lowers it. `balanceMinor` runs. */
export interface StatementRow {
  readonly date: string;
  readonly what: 'opening' | 'invoice' | 'creditNote' | 'payment' | 'onAccount' | 'credit' | 'adjustment' | 'settled' | 'reversal';
  readonly document: string;
  readonly amountMinor: bigint;
  readonly balanceMinor: bigint;
}

/** Whose statement it is. */
export interface StatementOf {
  readonly company: string;
  readonly party: string;
  readonly currency: string;
  /** Money of this customer that is not applied. */
  readonly onAccount?: readonly { readonly date: string; readonly document: string; readonly amountMinor: bigint }[];
}

/** A customer's statement over a period in one currency: the opening balance, every movement by its day, and a balance that runs to the closing one. */
export function customerStatement(book: Book, party: StatementOf, from: string, to: string): StatementRow[] {
  const moves: { date: string; what: StatementRow['what']; document: string; amountMinor: bigint }[] = [];
  const own = new Map<string, string>();
  for (const claim of book.claims()) {
    if (claim.company !== party.company || claim.party !== party.party || claim.currency !== party.currency) continue;
    own.set(claim.id, claim.number);
    moves.push({ date: claim.issued ?? claim.due ?? from, what: claim.kind, document: claim.number, amountMinor: claim.totalMinor });
  }
  for (const group of book.groups.values()) {
    const reversal = book.reversals.get(group.id);
    const add = (what: StatementRow['what'], document: string, amountMinor: bigint): void => {
      moves.push({ date: group.date, what, document, amountMinor: -amountMinor });
      if (reversal !== undefined) moves.push({ date: reversal.date, what: 'reversal', document, amountMinor });
    };
    for (const { receipt, claim, claimMinor } of group.allocations) if (own.has(claim)) add(receipt === undefined ? 'credit' : 'payment', own.get(claim) as string, claimMinor);
    for (const { claim, amountMinor, reason } of group.adjustments) if (own.has(claim)) add(reason === 'opening' ? 'settled' : 'adjustment', own.get(claim) as string, amountMinor);
  }
  for (const { date, document, amountMinor } of party.onAccount ?? []) moves.push({ date, what: 'onAccount', document, amountMinor: -amountMinor });
  moves.sort((a, b) => (a.date === b.date ? (a.document < b.document ? -1 : 1) : a.date < b.date ? -1 : 1));
  let balanceMinor = moves.filter((move) => move.date < from).reduce((sum, move) => sum + move.amountMinor, 0n);
  const rows: StatementRow[] = [{ date: from, what: 'opening', document: '', amountMinor: 0n, balanceMinor }];
  for (const move of moves.filter((m) => m.date >= from && m.date <= to)) {
    balanceMinor += move.amountMinor;
    rows.push({ ...move, balanceMinor });
  }
  return rows;
}
