import type { Proposal } from '../model/proposal.ts';

/** One line of the audit log (JSON Lines) for one proposal: which receipt to which claims by how much (minor units; the claim's own amount third where currencies differ), by which pass, how sure, from which inputs, and each piece of evidence as [rule, seen, expected, weight]. */
export function auditLine(proposal: Proposal): string {
  const { id, receipt, currency, pass, status, confidence, inputsHash, engineVersion } = proposal;
  let allocations = '';
  for (const { claim, claimMinor, receiptMinor } of proposal.allocations) {
    const own = claimMinor === receiptMinor ? '' : `,"${claimMinor}"`;
    allocations += `${allocations === '' ? '' : ','}[${JSON.stringify(claim)},"${receiptMinor}"${own}]`;
  }
  const evidence = JSON.stringify(proposal.evidence.map((e) => [e.rule, e.seen, e.expected, e.weight]));
  const adjusted = proposal.adjustments.length === 0 ? '' : `,"adjustments":${JSON.stringify(proposal.adjustments.map((a) => [a.claim, String(a.amountMinor), a.reason]))}`;
  return `{"proposal":"${id}","receipt":${JSON.stringify(receipt)},"allocations":[${allocations}],"currency":"${currency}","pass":"${pass}","status":"${status}","confidence":${confidence},"inputs":"${inputsHash}","engine":"${engineVersion}","evidence":${evidence}${adjusted}}\n`;
}
