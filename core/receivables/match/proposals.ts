import { hash } from 'node:crypto';
import type { Sentence } from '../../model/error.ts';
import { decisionKey } from '../book/decisionKey.ts';
import type { Adjustment, Allocation } from '../model/matchGroup.ts';
import type { MatchKind, MatchStatus, Proposal } from '../model/proposal.ts';
import type { MatchContext } from './context.ts';
import type { DraftAllocation } from './draft.ts';
import { heldBack } from './guards.ts';
import type { SolvedReceipt } from './solve.ts';

/** Changes whenever the same inputs can give another proposal. */
export const engineVersion = 'match-1';

const fourEyes = { en: 'A difference is written off only with a second person.', zh: '差异处理需第二人复核。' };

/**
 * Turns a solved receipt into proposals: the lines that are sure (automatic), and the rest with all adjustments, which
 * need a person. What a proposal leaves over stays on account; together they never give more than the receipt has.
 */
export function proposalsOf(solved: SolvedReceipt, context: MatchContext): Proposal[] {
  const { receipt, draft } = solved;
  const sure: DraftAllocation[] = [];
  const rest: DraftAllocation[] = [];
  let held: Sentence | undefined = draft.held;
  for (const allocation of draft.allocations) {
    const confidence = allocation.confidence ?? draft.confidence;
    const guard = confidence >= context.policy.autoAt && draft.ambiguous !== true ? heldBack(receipt, allocation, context) : undefined;
    if (confidence >= context.policy.autoAt && draft.ambiguous !== true && guard === undefined) sure.push(allocation);
    else rest.push(allocation);
    held ??= guard;
  }
  const adjustments = draft.adjustments ?? [];
  const proposals: Proposal[] = [];
  if (sure.length > 0) proposals.push(proposalOf(solved, context, sure, [], receipt.leftMinor, undefined));
  if (rest.length > 0 || adjustments.length > 0) {
    const left = receipt.leftMinor - sure.reduce((sum, allocation) => sum + allocation.amountMinor, 0n);
    proposals.push(proposalOf(solved, context, rest, adjustments, left, held ?? (adjustments.length > 0 ? fourEyes : undefined)));
  }
  const { rejected } = context.book;
  return rejected.size === 0 ? proposals : proposals.filter((proposal) => !rejected.has(proposal.id) && !rejected.has(decisionKey(proposal)));
}

function proposalOf(
  solved: SolvedReceipt,
  context: MatchContext,
  lines: readonly DraftAllocation[],
  adjustments: readonly Adjustment[],
  leftMinor: bigint,
  held: Sentence | undefined,
): Proposal {
  const { receipt, draft } = solved;
  const allocations: Allocation[] = lines.map((line) => ({
    receipt: receipt.receipt.id,
    claim: line.claim,
    claimMinor: line.claimMinor ?? line.amountMinor,
    receiptMinor: line.amountMinor,
  }));
  const given = lines.reduce((sum, line) => sum + line.amountMinor, 0n);
  const confidence = lines.reduce((least, line) => Math.min(least, line.confidence ?? draft.confidence), lines.length === 0 ? draft.confidence : 1);
  const inputsHash = hashInputs(solved, context, [...lines.map((line) => line.claim), ...adjustments.map((adjustment) => adjustment.claim)]);
  return {
    id: `p_${inputsHash}`,
    receipt: receipt.receipt.id,
    company: receipt.receipt.company,
    currency: receipt.receipt.currency,
    kind: kindOf(lines, context),
    pass: solved.pass,
    status: statusOf(confidence, draft.ambiguous === true, adjustments.length > 0 || held !== undefined, context),
    confidence,
    allocations,
    adjustments,
    onAccountMinor: leftMinor - given,
    rate: draft.rate,
    evidence: draft.evidence,
    alternatives: draft.alternatives ?? [],
    held,
    inputsHash,
    engineVersion,
  };
}

function statusOf(confidence: number, ambiguous: boolean, needsPerson: boolean, context: MatchContext): MatchStatus {
  if (confidence < context.policy.showAt) return 'hidden';
  if (ambiguous) return 'ambiguous';
  return confidence >= context.policy.autoAt && !needsPerson ? 'confirmed' : 'suggested';
}

function kindOf(lines: readonly DraftAllocation[], context: MatchContext): MatchKind {
  const [first] = lines;
  if (first === undefined || lines.length > 1) return '1:N';
  return context.book.allocatedMinor(first.claim) === 0n ? '1:1' : 'N:1';
}

function hashInputs(solved: SolvedReceipt, context: MatchContext, claims: readonly string[]): string {
  const { receipt, leftMinor } = solved.receipt;
  let text = `${engineVersion}\n${solved.pass}\n${receipt.id}\n${receipt.version}\n${leftMinor}`;
  for (const id of claims) text += `\n${id}@${context.book.claimOf(id)?.version ?? 0}=${context.book.openMinor(id)}`;
  return hash('sha256', text, 'base64url').slice(0, 22);
}
