import { decisionKey } from '../book/decisionKey.ts';
import type { Receipt } from '../model/receipt.ts';
import { passes } from './catalogue.ts';
import type { MatchContext } from './context.ts';
import type { Draft, OpenReceipt } from './draft.ts';
import type { Pass } from './pass.ts';

/** A draft with the pass that made it. */
export interface SolvedReceipt {
  readonly receipt: OpenReceipt;
  readonly pass: string;
  readonly draft: Draft;
}

/** Receipts are solved in rounds: first what is nearly certain for every receipt, then what is likely, then what is possible; so a weak match never takes what a sure one needs. */
const rounds = [0.95, 0.8, 0.5, 0];

/**
 * Solves receipts against the book, oldest first. What a round accepts is reserved for the rounds after it. Drafts
 * that a person rejected are not offered again. Nothing is written: the answer is a plan.
 */
export function solve(receipts: Iterable<Receipt>, context: MatchContext): SolvedReceipt[] {
  const solved: SolvedReceipt[] = [];
  const memory: Memory = new Map();
  let waiting = [...receipts].sort(byDate).flatMap((receipt) => {
    const leftMinor = context.book.unappliedMinor(receipt.id);
    return leftMinor === 0n ? [] : [{ receipt, leftMinor }];
  });
  const twins = new Twins(waiting);
  const accept = (answer: SolvedReceipt): void => {
    // Hidden thoughts reserve nothing.
    if (answer.draft.confidence >= context.policy.showAt) reserve(answer.draft, context);
    twins.settle(answer.receipt);
    solved.push(answer);
  };
  for (const least of rounds) {
    const still: OpenReceipt[] = [];
    for (const receipt of waiting) {
      if (twins.isSettled(receipt)) continue;
      let answer = first(receipt, context, least, memory);
      for (const earlier of answer === undefined ? [] : twins.before(receipt)) {
        const own = first(earlier, context, context.policy.showAt, memory);
        if (own === undefined || !sharesClaim(own.draft, (answer as SolvedReceipt).draft)) continue;
        accept(own);
        answer = first(receipt, context, least, memory);
        if (answer === undefined) break;
      }
      if (answer === undefined) still.push(receipt);
      else accept(answer);
    }
    waiting = still;
  }
  return solved;
}

/**
 * Receipts of one amount. A payer who pays twice often writes the number well only the second time; the claim still
 * belongs to the first payment, and the second is the duplicate:
 *
 *   3 March  500.00  "PO 77"      ── pays INV-9 by its amount
 *   9 March  500.00  "INV-9"      ── names INV-9, which the earlier payment has taken
 */
class Twins {
  readonly #byAmount = new Map<bigint, OpenReceipt[]>();
  readonly #settled = new Set<OpenReceipt>();

  constructor(receipts: readonly OpenReceipt[]) {
    for (const receipt of receipts) {
      const same = this.#byAmount.get(receipt.leftMinor);
      if (same === undefined) this.#byAmount.set(receipt.leftMinor, [receipt]);
      else same.push(receipt);
    }
  }

  /** Earlier receipts of the same amount that are not settled. */
  before(receipt: OpenReceipt): readonly OpenReceipt[] {
    const same = this.#byAmount.get(receipt.leftMinor);
    if (same === undefined || same.length < 2) return none;
    return same.slice(0, same.indexOf(receipt)).filter((earlier) => !this.#settled.has(earlier));
  }

  settle(receipt: OpenReceipt): void {
    const same = this.#byAmount.get(receipt.leftMinor);
    if (same !== undefined && same.length > 1) this.#settled.add(receipt);
  }

  isSettled(receipt: OpenReceipt): boolean {
    return this.#settled.has(receipt);
  }
}

const none: readonly OpenReceipt[] = [];

function sharesClaim(a: Draft, b: Draft): boolean {
  return a.allocations.some((x) => b.allocations.some((y) => y.claim === x.claim));
}

/** What searching passes found for receipts that a round left over, with the stamp it was found at: a search is not repeated while nothing changed. */
type Memory = Map<string, { readonly stamp: number; readonly draft: Draft | undefined }>;

function first(receipt: OpenReceipt, context: MatchContext, least: number, memory: Memory): SolvedReceipt | undefined {
  let hasWords = (receipt.receipt.remittance?.length ?? 0) > 0;
  for (const pass of passes) {
    if (pass.ceiling < least || (pass.afterWords === true && hasWords)) continue;
    const draft = pass.searches === true ? remembered(pass, receipt, context, memory) : pass.find(receipt, context);
    if (draft === undefined) continue;
    // What the payer named, even if it waits for a later round, is not overruled by what could be computed.
    if (pass.afterWords !== true && draft.confidence >= context.policy.showAt) hasWords = true;
    if (draft.confidence < least) continue;
    if (context.book.rejected.size > 0 && context.book.rejected.has(keyOf(receipt, draft))) continue;
    return { receipt, pass: pass.name, draft };
  }
  return undefined;
}

function remembered(pass: Pass, receipt: OpenReceipt, context: MatchContext, memory: Memory): Draft | undefined {
  const key = `${pass.name}\n${receipt.receipt.id}`;
  const known = memory.get(key);
  if (known?.stamp === context.stamp) return known.draft;
  const draft = pass.find(receipt, context);
  memory.set(key, { stamp: context.stamp, draft });
  return draft;
}

/** The decision a draft stands for, as {@link decisionKey} names the group it would become. */
function keyOf(receipt: OpenReceipt, draft: Draft): string {
  return decisionKey({
    adjustments: draft.adjustments ?? [],
    allocations: draft.allocations.map((a) => ({ receipt: receipt.receipt.id, claim: a.claim, claimMinor: a.claimMinor ?? a.amountMinor, receiptMinor: a.amountMinor })),
  });
}

function reserve(draft: Draft, context: MatchContext): void {
  for (const allocation of draft.allocations) context.reserve(allocation.claim, allocation.claimMinor ?? allocation.amountMinor);
  for (const adjustment of draft.adjustments ?? []) context.reserve(adjustment.claim, adjustment.amountMinor);
}

function byDate(a: Receipt, b: Receipt): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
