import type { Json } from '../../../model/json.ts';
import { decimalOf } from '../../../model/money.ts';
import { evidenceSentence, explainProposal } from '../../match/explain.ts';
import type { Proposal } from '../../model/proposal.ts';
import { type Cell, writeCsv } from '../csvWriter.ts';
import type { ReconcileOutcome } from './reconcile.ts';

/** Columns of `allocations.csv`. */
export const allocationColumns: readonly string[] = ['payment_id', 'invoice_id', 'applied_amount', 'kind', 'confidence', 'evidence'];

/** Proposals that a person would be shown as an answer: not hidden, and not one of several equal ones. */
export function shownProposals(outcome: ReconcileOutcome): readonly Proposal[] {
  return outcome.proposals.filter((proposal) => proposal.status === 'confirmed' || proposal.status === 'suggested');
}

/** One CSV row per allocation: amounts are figures that sum to what was applied, evidence is a sentence. */
export function allocationsCsv(outcome: ReconcileOutcome): string {
  const rows: Cell[][] = [];
  for (const proposal of shownProposals(outcome)) {
    const evidence = explainProposal(proposal).en;
    for (const { claim, receiptMinor } of proposal.allocations) {
      rows.push([
        proposal.receipt,
        claim,
        { figure: decimalOf({ minor: receiptMinor, currency: proposal.currency }) },
        proposal.kind,
        Number(proposal.confidence.toFixed(3)),
        evidence,
      ]);
    }
  }
  return writeCsv(allocationColumns, rows);
}

/** The whole outcome as JSON: proposals with evidence and alternatives, open receipts with their reason, totals that tie out (received = applied + open), and everything that was not used. */
export function reconcileJson(outcome: ReconcileOutcome): Json {
  return {
    proposals: outcome.proposals.filter((p) => p.status !== 'hidden').map(proposalJson),
    open: outcome.open.map(({ receipt, reason }) => ({ receipt, reason: reason.kind, evidence: reason.evidence.map((e) => ({ ...e, sentence: { ...evidenceSentence(e) } })) })),
    totals: totalsJson(outcome),
    exceptions: outcome.exceptions.map((e) => ({
      kind: e.kind,
      company: e.company,
      id: e.id,
      currency: e.currency,
      amount: decimalOf({ minor: e.amountMinor, currency: e.currency }),
    })),
    refused: outcome.refused.map((r) => ({ file: r.file, code: r.code, message: { ...r.message }, line: r.line, record: r.record })),
    debits: outcome.debits,
    unmatchedReversals: [...outcome.unmatchedReversals],
  };
}

function proposalJson(proposal: Proposal): Json {
  const amount = (minor: bigint): string => decimalOf({ minor, currency: proposal.currency });
  return {
    id: proposal.id,
    receipt: proposal.receipt,
    company: proposal.company,
    currency: proposal.currency,
    kind: proposal.kind,
    pass: proposal.pass,
    status: proposal.status,
    confidence: proposal.confidence,
    allocations: proposal.allocations.map((a) => ({ claim: a.claim, amount: amount(a.receiptMinor) })),
    adjustments: proposal.adjustments.map((a) => ({ claim: a.claim, amount: amount(a.amountMinor), reason: a.reason })),
    onAccount: amount(proposal.onAccountMinor),
    evidence: proposal.evidence.map((e) => ({ ...e, sentence: { ...evidenceSentence(e) } })),
    alternatives: proposal.alternatives.map((a) => ({ claims: [...a.claims], confidence: a.confidence, why: a.why })),
    held: proposal.held === undefined ? undefined : { ...proposal.held },
    inputsHash: proposal.inputsHash,
    engineVersion: proposal.engineVersion,
  };
}

/** Per currency: received, applied by sure matches, suggested, and what is left. */
function totalsJson(outcome: ReconcileOutcome): Json {
  const rows = new Map<string, { received: bigint; applied: bigint; suggested: bigint }>();
  const row = (currency: string): { received: bigint; applied: bigint; suggested: bigint } => {
    const found = rows.get(currency) ?? { received: 0n, applied: 0n, suggested: 0n };
    rows.set(currency, found);
    return found;
  };
  for (const receipt of outcome.desk.book.receipts.values()) {
    const balance = outcome.desk.book.receipt(receipt.id);
    if (balance === undefined || balance.chargedBack) continue;
    row(receipt.currency).received += receipt.amountMinor;
    row(receipt.currency).applied += balance.appliedMinor;
  }
  for (const proposal of outcome.proposals)
    if (proposal.status === 'suggested') row(proposal.currency).suggested += proposal.allocations.reduce((sum, a) => sum + a.receiptMinor, 0n);
  return [...rows].map(([currency, r]) => {
    const amount = (minor: bigint): string => decimalOf({ minor, currency });
    return { currency, received: amount(r.received), applied: amount(r.applied), suggested: amount(r.suggested), left: amount(r.received - r.applied) };
  });
}
