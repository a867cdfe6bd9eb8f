import { explainProposal } from '../../match/explain.ts';
import type { Proposal } from '../../model/proposal.ts';
import type { ExportTable } from '../table.ts';

/** What was applied: one row per receipt and claim, the amount in the receipt's currency, and why. */
export function allocationsTable(proposals: readonly Proposal[]): ExportTable {
  return {
    name: 'allocations',
    columns: [
      { name: 'payment_id', kind: 'text' },
      { name: 'invoice_id', kind: 'text' },
      { name: 'currency', kind: 'text' },
      { name: 'applied_amount', kind: 'money' },
      { name: 'kind', kind: 'text' },
      { name: 'status', kind: 'text' },
      { name: 'confidence', kind: 'number' },
      { name: 'evidence', kind: 'text' },
    ],
    rows: proposals.flatMap((proposal) => {
      const evidence = explainProposal(proposal).en;
      return proposal.allocations.map(({ claim, receiptMinor }) => [
        proposal.receipt,
        claim,
        proposal.currency,
        { minor: receiptMinor, currency: proposal.currency },
        proposal.kind,
        proposal.status,
        Number(proposal.confidence.toFixed(3)),
        evidence,
      ]);
    }),
  };
}
