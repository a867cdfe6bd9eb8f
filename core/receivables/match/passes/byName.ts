import type { KnownRow } from '../../book/claimRow.ts';
import type { Adjustment } from '../../model/matchGroup.ts';
import type { Evidence } from '../../model/proposal.ts';
import { fitAmount } from '../amountFit.ts';
import type { MatchContext } from '../context.ts';
import type { Draft, OpenReceipt } from '../draft.ts';
import { amountEvidence, partyEvidence, referenceEvidence } from '../evidence.ts';
import { readMemo } from '../memo.ts';

/** A claim the payment names, and how well. */
export interface NamedClaim {
  readonly row: KnownRow;
  readonly seen: string;
  readonly quality: 'full' | 'digits';
}

const otherPartyHeld = { en: 'The reference names the invoice of another customer.', zh: '参考号指向其他客户的发票。' };
const unknownPayerHeld = { en: 'The payer is not known as this customer; confirm it once.', zh: '付款方尚未确认为该客户,请确认一次。' };

/** Makes a draft from claims that the payment names: together exact, or one of them exact, deducted, part-paid or over-paid. The amount is always checked: a name alone never allocates more than is open. */
export function draftByName(receipt: OpenReceipt, context: MatchContext, named: readonly NamedClaim[], rule: string): Draft | undefined {
  const open = named.filter(({ row }) => context.open(row) !== 0n);
  if (open.length === 0) return undefined;
  const total = open.reduce((sum, { row }) => sum + context.open(row), 0n);
  if (open.length > 1) {
    if (total !== receipt.leftMinor) return undefined;
    const allocations = open.map(({ row }) => ({ claim: row.claim.id, amountMinor: context.open(row) }));
    return limited(receipt, context, open, { confidence: 0.98, allocations, evidence: open.map(({ row, seen }) => referenceEvidence(rule, seen, row.claim, 0.9)) });
  }
  const one = open[0] as NamedClaim;
  const base: Evidence[] = [referenceEvidence(rule, one.seen, one.row.claim, one.quality === 'full' ? 0.95 : 0.8)];
  const single = singleDraft(receipt, context, one, base);
  return single === undefined ? undefined : limited(receipt, context, open, single);
}

function singleDraft(receipt: OpenReceipt, context: MatchContext, { row, quality }: NamedClaim, base: readonly Evidence[]): Draft | undefined {
  const { claim } = row;
  const openMinor = context.open(row);
  if (openMinor === receipt.leftMinor) {
    return {
      confidence: quality === 'full' ? 0.99 : 0.97,
      allocations: [{ claim: claim.id, amountMinor: openMinor }],
      evidence: [...base, amountEvidence('amount_equal', openMinor, openMinor, claim, 1)],
    };
  }
  const memo = readMemo(receipt.receipt.text, receipt.receipt.currency);
  const fit = fitAmount(receipt.leftMinor, openMinor, claim, receipt.receipt.date, context.policy, memo);
  const paid = { claim: claim.id, amountMinor: receipt.leftMinor };
  const evidence = (r: string, weight: number): Evidence[] => [...base, amountEvidence(r, receipt.leftMinor, openMinor, claim, weight)];
  switch (fit.kind) {
    case 'deducted': {
      const adjustments: Adjustment[] = [{ claim: claim.id, amountMinor: fit.differenceMinor, reason: fit.reason }];
      return { confidence: fit.sure ? 0.94 : 0.85, allocations: [paid], adjustments, evidence: evidence(`short_by_${fit.reason}`, 0.8) };
    }
    case 'partial':
      return { confidence: 0.88, allocations: [paid], evidence: evidence('part_of_open', 0.6) };
    case 'over':
      return { confidence: 0.88, allocations: [{ claim: claim.id, amountMinor: openMinor }], evidence: evidence('more_than_open', 0.6) };
    case 'exact':
    case 'none':
      return undefined;
  }
}

/** A payer who is known as somebody else, or as nobody, holds the match back however exact it is. */
function limited(receipt: OpenReceipt, context: MatchContext, named: readonly NamedClaim[], draft: Draft): Draft {
  const parties = named.length === 1 ? [(named[0] as NamedClaim).row.claim.party] : [...new Set(named.map(({ row }) => row.claim.party))];
  const hits = parties.map((party) => context.hit(receipt, party));
  const evidence = [...draft.evidence, ...hits.map((hit) => partyEvidence(hit, receipt.receipt.payer))];
  if (hits.every((hit) => hit !== undefined)) return { ...draft, evidence };
  const somebodyElse = context.hits(receipt).length > 0;
  return { ...draft, evidence, confidence: Math.min(draft.confidence, somebodyElse ? 0.6 : 0.85), held: somebodyElse ? otherPartyHeld : unknownPayerHeld };
}
