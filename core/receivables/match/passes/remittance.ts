import type { Adjustment } from '../../model/matchGroup.ts';
import type { Evidence } from '../../model/proposal.ts';
import type { RemittanceLine } from '../../model/receipt.ts';
import type { MatchContext } from '../context.ts';
import type { Draft, OpenReceipt } from '../draft.ts';
import { amountEvidence, partyEvidence, referenceEvidence } from '../evidence.ts';
import type { Pass } from '../pass.ts';
import { type LineOption, type LineReading, readLine } from './remittanceLine.ts';

const incomplete = { en: 'Some lines of the remittance advice name nothing that is open.', zh: '付款通知中有些行没有对应的未清单据。' };

/** (c) The payer's remittance advice, each line checked against the payer and the amount. */
export const remittance: Pass = {
  name: 'remittance_advice',
  about: { en: 'The remittance advice names the documents; each line was checked against payer and amount.', zh: '付款通知指明单据;每行已按付款方与金额核对。' },
  ceiling: 1,
  find(receipt, context) {
    const lines = linesLeft(receipt, context);
    if (lines.length === 0) return undefined;
    const pool = context.poolByDue(receipt);
    const { date, currency, company } = receipt.receipt;
    const readings = lines.map((line) => readLine(line, date, currency, company, pool, context));
    const chosen = choose(readings);
    return chosen.length === 0 ? undefined : draftOf(receipt, context, readings, chosen);
  },
};

/** Lines that this receipt has not paid yet: an amount it gave to a claim takes one line of that amount away. */
function linesLeft({ receipt }: OpenReceipt, context: MatchContext): RemittanceLine[] {
  const left = [...(receipt.remittance ?? [])];
  for (const amount of context.book.givenBy(receipt.id).values()) {
    const at = left.findIndex((line) => line.amountMinor === amount);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

/** Gives every line its best claim, the surest lines first; no claim is taken twice. */
function choose(readings: readonly LineReading[]): LineOption[] {
  const chosen: LineOption[] = [];
  const taken = new Set<string>();
  const waiting = [...readings];
  while (waiting.length > 0) {
    let best: { option: LineOption; at: number } | undefined;
    for (const [at, reading] of waiting.entries()) {
      const option = reading.options.find((o) => !taken.has(o.item.claim.id));
      if (option !== undefined && (best === undefined || option.confidence > best.option.confidence)) best = { option, at };
    }
    if (best === undefined) break;
    chosen.push(best.option);
    taken.add(best.option.item.claim.id);
    waiting.splice(best.at, 1);
  }
  return chosen;
}

function draftOf(receipt: OpenReceipt, context: MatchContext, readings: readonly LineReading[], chosen: readonly LineOption[]): Draft | undefined {
  const { policy } = context;
  const kept = chosen.filter((o) => o.confidence >= policy.showAt);
  const allocations = kept.map((o) => ({ claim: o.item.claim.id, amountMinor: o.amountMinor, confidence: o.confidence }));
  if (kept.length === 0) return undefined;
  const allocated = allocations.reduce((sum, a) => sum + a.amountMinor, 0n);
  const left = receipt.leftMinor;
  if (left >= 0n ? allocated > left : allocated < left) return undefined;
  const said = readings.reduce((sum, reading) => sum + reading.line.amountMinor, 0n);
  const adjustments: Adjustment[] = kept.flatMap((o) => (o.adjustment === undefined ? [] : [{ claim: o.item.claim.id, ...o.adjustment }]));
  let confidence = kept.reduce((least, o) => Math.min(least, o.confidence), 1);
  const unresolved = readings.length - kept.length;
  if (unresolved > 0 || said !== left) confidence = Math.min(confidence, 0.8);
  return { confidence, allocations, adjustments, evidence: evidenceOf(receipt, readings, kept), ...(unresolved > 0 ? { held: incomplete } : {}) };
}

function evidenceOf(receipt: OpenReceipt, readings: readonly LineReading[], kept: readonly LineOption[]): Evidence[] {
  const evidence: Evidence[] = [partyEvidence(kept[0]?.item.party, receipt.receipt.payer)];
  for (const option of kept) {
    const { claim, openMinor } = option.item;
    const rule = { full: 'remittance_number_equal', digits: 'remittance_number_short', near: 'remittance_number_mistyped', none: 'remittance_amount_only' }[option.quality];
    evidence.push(referenceEvidence(rule, option.line.ref, claim, option.confidence));
    const amountRule = { exact: 'amount_equal', deducted: `short_by_${option.adjustment?.reason ?? 'deduction'}`, partial: 'part_of_open', over: 'more_than_open', none: 'none' }[
      option.fit
    ];
    evidence.push(amountEvidence(amountRule, option.line.amountMinor, openMinor, claim, option.fit === 'exact' ? 1 : 0.6));
  }
  for (const reading of readings) {
    if (reading.settled) evidence.push({ rule: 'claim_already_paid', field: 'remittance', seen: reading.line.ref, expected: 'an open document', weight: 0 });
    else if (reading.otherParty) evidence.push({ rule: 'number_of_other_party', field: 'remittance', seen: reading.line.ref, expected: 'a document of this payer', weight: 0 });
  }
  return evidence;
}
