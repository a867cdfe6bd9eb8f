import type { Allocation } from '../model/matchGroup.ts';
import type { Evidence, Proposal } from '../model/proposal.ts';

/** One line of the audit log (JSON Lines): who got what of which receipt, by which pass, how sure, from which inputs and on what evidence. Written by hand because a large reconciliation writes one per allocation. */
export function allocationLine(proposal: Proposal, { receipt, claim, claimMinor, receiptMinor }: Allocation): string {
  const { id, currency, pass, status, confidence, inputsHash, engineVersion } = proposal;
  const who = `{"proposal":${quote(id)},"receipt":${receipt === undefined ? 'null' : quote(receipt)},"claim":${quote(claim)},"claimMinor":"${claimMinor}","receiptMinor":"${receiptMinor}","currency":"${currency}"`;
  return `${who},"pass":"${pass}","status":"${status}","confidence":${confidence},"inputs":"${inputsHash}","engine":"${engineVersion}","evidence":[${proposal.evidence.map(evidenceJson).join()}]}\n`;
}

function evidenceJson({ rule, field, seen, expected, weight }: Evidence): string {
  return `{"rule":"${rule}","field":"${field}","seen":${quote(seen)},"expected":${quote(expected)},"weight":${weight}}`;
}

/** A JSON string; most texts need no escape. */
function quote(text: string): string {
  return /^[\w .,:;/#()+-]*$/.test(text) ? `"${text}"` : JSON.stringify(text);
}
