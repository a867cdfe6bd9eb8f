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
  for (const least of rounds) {
    const still: OpenReceipt[] = [];
    for (const receipt of waiting) {
      const answer = first(receipt, context, least, memory);
      if (answer === undefined) still.push(receipt);
      else {
        // Hidden thoughts reserve nothing.
        if (answer.draft.confidence >= context.policy.showAt) reserve(answer.draft, context);
        solved.push(answer);
      }
    }
    waiting = still;
  }
  return solved;
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
    allocations: draft.allocations.map((a) => ({ receipt: receipt.receipt.id, claim: a.claim, claimMinor: a.amountMinor, receiptMinor: a.amountMinor })),
  });
}

function reserve(draft: Draft, context: MatchContext): void {
  for (const allocation of draft.allocations) context.reserve(allocation.claim, allocation.amountMinor);
  for (const adjustment of draft.adjustments ?? []) context.reserve(adjustment.claim, adjustment.amountMinor);
}

function byDate(a: Receipt, b: Receipt): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
