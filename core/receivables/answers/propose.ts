import { contentHash } from '../../model/hash.ts';
import { decimalOf } from '../../model/money.ts';
import { ok, type Result } from '../../model/result.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Actor, Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { convertMinor } from '../match/convert.ts';
import { byHandPass } from '../match/explain.ts';
import { engineVersion } from '../match/proposals.ts';
import type { Adjustment, Allocation, WriteOffReason } from '../model/matchGroup.ts';
import type { Proposal } from '../model/proposal.ts';
import type { Receipt } from '../model/receipt.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import type { ClaimDocument, ReceiptDocument, Stored } from '../table/documents.ts';
import { readProposals, writeProposals } from '../table/proposal-row.ts';
import { scopeOf } from '../table/scope.ts';
import { findClaim, findReceipt } from './find.ts';
import { CustomerNames } from './names.ts';
import { receiptView } from './proposals.ts';
import type { OpenReceiptView } from './views.ts';

/** Invoices that a person says a receipt pays, in this order; credit notes add to the money. */
export interface ProposeRequest {
  readonly receipt: string;
  readonly invoices: readonly string[];
  /** The rest of the last invoice is written off for this reason. */
  readonly rest?: WriteOffReason;
  /** Units of the invoice's currency for one of the receipt's, where they differ: for one invoice. */
  readonly rate?: string;
}

/** Puts a person's own match beside what the engine proposes. It waits for approval like any other; what writes something off needs somebody else's. */
export async function propose(world: World, config: ReceivablesConfig, asked: ProposeRequest, by: Actor): Promise<Result<OpenReceiptView, Refusal>> {
  const found = await findReceipt(world, asked.receipt);
  if (!found.ok) return found;
  const claims: Stored<ClaimDocument>[] = [];
  for (const invoice of new Set(asked.invoices)) {
    const claim = await findClaim(world, invoice);
    if (!claim.ok) return claim;
    const refused = unfit(found.value.value, claim.value.value, asked);
    if (refused !== undefined) return refused;
    claims.push(claim.value);
  }
  const drafted = isAbroad(found.value, claims) ? draftAbroad(found.value, claims, asked, by) : draft(found.value, claims, asked.rest);
  if (!drafted.ok) return drafted;
  const { receipt } = found.value.value;
  for (;;) {
    const held = await readProposals(world, receipt.id);
    const row = { proposals: [], firstBy: {}, ...held?.row, receipt: receipt.id, company: receipt.company, manual: { proposal: drafted.value, by: by.id }, at: world.clock.now() };
    if ((await writeProposals(world, row, held?.version ?? 0)) === 'conflict') continue;
    const scope = await scopeOf(world, receipt.company, [found.value, ...claims]);
    return ok(await receiptView(config, scope, new CustomerNames(world), found.value.value, { ...row, proposals: [] }));
  }
}

function isAbroad({ value: { receipt } }: Stored<ReceiptDocument>, claims: readonly Stored<ClaimDocument>[]): boolean {
  return claims.some(({ value: { claim } }) => claim.currency !== receipt.currency);
}

function unfit({ receipt }: ReceiptDocument, { claim, openMinor }: ClaimDocument, { rate }: ProposeRequest): Result<never, Refusal> | undefined {
  const { number } = claim;
  if (claim.company !== receipt.company)
    return refuse('refused', 'MATCH_REFUSED', {
      en: `${number} is an invoice of ${claim.company}, the money is ${receipt.company}’s.`,
      zh: `${number} 属于 ${claim.company}，该款属于 ${receipt.company}。`,
    });
  if (claim.currency !== receipt.currency && rate === undefined)
    return refuse('refused', 'MATCH_REFUSED', {
      en: `${number} is in ${claim.currency}, the money in ${receipt.currency}. Give the rate: so many ${claim.currency} for one ${receipt.currency}.`,
      zh: `${number} 的币种为 ${claim.currency}，该款为 ${receipt.currency}。请提供汇率：1 ${receipt.currency} 折合多少 ${claim.currency}。`,
    });
  if (claim.currency === receipt.currency && rate !== undefined)
    return refuse('refused', 'MATCH_REFUSED', {
      en: `${number} and the money are both in ${claim.currency}: there is no rate to give.`,
      zh: `${number} 与该款同为 ${claim.currency}，无需汇率。`,
    });
  return openMinor === 0n ? refuse('refused', 'MATCH_REFUSED', { en: `${number} is settled.`, zh: `${number} 已结清。` }) : undefined;
}

/** Credit notes first, then each invoice by as much as is left. */
function draft(
  { value: { receipt, leftMinor }, version }: Stored<ReceiptDocument>,
  claims: readonly Stored<ClaimDocument>[],
  rest: ProposeRequest['rest'],
): Result<Proposal, Refusal> {
  let left = leftMinor;
  const allocations: Allocation[] = [];
  for (const { value } of [...claims].sort((a, b) => Number(a.value.openMinor > 0n) - Number(b.value.openMinor > 0n))) {
    const amount = value.openMinor < left ? value.openMinor : left;
    if (amount === 0n) continue;
    allocations.push({ receipt: receipt.id, claim: value.claim.id, claimMinor: amount, receiptMinor: amount });
    left -= amount;
  }
  const last = claims.at(-1)?.value;
  const given = allocations.find(({ claim }) => claim === last?.claim.id)?.claimMinor ?? 0n;
  const residual = (last?.openMinor ?? 0n) - given;
  const adjustments: Adjustment[] = rest === undefined || last === undefined || residual <= 0n ? [] : [{ claim: last.claim.id, amountMinor: residual, reason: rest }];
  if (allocations.length === 0) return refuse('refused', 'MATCH_REFUSED', { en: 'Nothing is left of this receipt.', zh: '该收款已无余额。' });
  if (rest !== undefined && adjustments.length === 0)
    return refuse('refused', 'MATCH_REFUSED', { en: 'Nothing of the last invoice is left to write off.', zh: '最后一张发票没有可核销的差额。' });
  const made = [byHandPass, receipt.id, version, ...claims.flatMap(({ value, version: own }) => [value.claim.id, own]), rest ?? ''];
  return ok({ ...byHandOf(receipt, made), kind: allocations.length > 1 ? '1:N' : '1:1', allocations, adjustments, onAccountMinor: left });
}

function byHandOf(receipt: Receipt, made: readonly (string | number)[]) {
  const inputsHash = contentHash([...made]);
  return {
    ...{ id: `p_${inputsHash}`, receipt: receipt.id, company: receipt.company, currency: receipt.currency, pass: byHandPass, inputsHash, engineVersion },
    ...{ status: 'suggested' as const, confidence: 1, evidence: [], alternatives: [] },
  };
}

/** Money in another currency: all of it, converted at the rate that the person gives, for one invoice. What the rates of two days differ by is a difference of its own. */
function draftAbroad(
  { value: { receipt, leftMinor }, version }: Stored<ReceiptDocument>,
  claims: readonly Stored<ClaimDocument>[],
  { rate = '', rest }: ProposeRequest,
  by: Actor,
): Result<Proposal, Refusal> {
  const [only] = claims;
  if (only === undefined || claims.length > 1)
    return refuse('refused', 'MATCH_REFUSED', { en: 'Money in another currency pays one invoice at a time.', zh: '外币收款每次只能核销一张发票。' });
  const { claim, openMinor } = only.value;
  const claimMinor = convertMinor(leftMinor, receipt.currency, claim.currency, rate);
  if (claimMinor === undefined || claimMinor === 0n || leftMinor === 0n)
    return refuse('invalid', 'MATCH_REFUSED', { en: `“${rate}” is no rate for what is left of the money.`, zh: `“${rate}”不是适用于该款余额的汇率。` }, { field: 'rate' });
  const differenceMinor = openMinor - claimMinor;
  if (rest !== 'fxDifference' && exceeds(claimMinor, openMinor)) {
    const more = decimalOf({ minor: -differenceMinor, currency: claim.currency });
    return refuse('refused', 'MATCH_REFUSED', {
      en: `At this rate the money is ${more} ${claim.currency} more than ${claim.number} has open. Write the difference off (fxDifference), or correct the rate.`,
      zh: `按此汇率，该款比 ${claim.number} 的未清额多 ${more} ${claim.currency}。请将差额作为汇兑损益（fxDifference），或更正汇率。`,
    });
  }
  const adjustments: Adjustment[] = rest === undefined || differenceMinor === 0n ? [] : [{ claim: claim.id, amountMinor: differenceMinor, reason: rest }];
  return ok({
    ...byHandOf(receipt, [byHandPass, receipt.id, version, claim.id, only.version, rest ?? '', rate]),
    kind: '1:1',
    allocations: [{ receipt: receipt.id, claim: claim.id, claimMinor, receiptMinor: leftMinor }],
    adjustments,
    rate: { value: rate, source: by.name },
    onAccountMinor: 0n,
  });
}

function exceeds(takenMinor: bigint, openMinor: bigint): boolean {
  return openMinor > 0n ? takenMinor > openMinor : takenMinor < openMinor;
}
