import { contentHash } from '../../model/hash.ts';
import { ok, type Result } from '../../model/result.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Actor, Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { byHandPass } from '../match/explain.ts';
import { engineVersion } from '../match/proposals.ts';
import type { Adjustment, Allocation, WriteOffReason } from '../model/matchGroup.ts';
import type { Proposal } from '../model/proposal.ts';
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
}

/** Puts a person's own match beside what the engine proposes. It waits for approval like any other; what writes something off needs somebody else's. */
export async function propose(world: World, config: ReceivablesConfig, asked: ProposeRequest, by: Actor): Promise<Result<OpenReceiptView, Refusal>> {
  const found = await findReceipt(world, asked.receipt);
  if (!found.ok) return found;
  const claims: Stored<ClaimDocument>[] = [];
  for (const invoice of new Set(asked.invoices)) {
    const claim = await findClaim(world, invoice);
    if (!claim.ok) return claim;
    const refused = unfit(found.value.value, claim.value.value);
    if (refused !== undefined) return refused;
    claims.push(claim.value);
  }
  const drafted = draft(found.value, claims, asked.rest);
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

function unfit({ receipt }: ReceiptDocument, { claim, openMinor }: ClaimDocument): Result<never, Refusal> | undefined {
  const { number } = claim;
  if (claim.company !== receipt.company)
    return refuse('refused', 'MATCH_REFUSED', {
      en: `${number} is an invoice of ${claim.company}, the money is ${receipt.company}’s.`,
      zh: `${number} 属于 ${claim.company}，该款属于 ${receipt.company}。`,
    });
  if (claim.currency !== receipt.currency)
    return refuse('refused', 'MATCH_REFUSED', {
      en: `${number} is in ${claim.currency}, the money in ${receipt.currency}.`,
      zh: `${number} 的币种为 ${claim.currency}，该款为 ${receipt.currency}。`,
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
  const inputsHash = contentHash([byHandPass, receipt.id, version, ...claims.flatMap(({ value, version: own }) => [value.claim.id, own]), rest ?? '']);
  return ok({
    id: `p_${inputsHash}`,
    receipt: receipt.id,
    company: receipt.company,
    currency: receipt.currency,
    kind: allocations.length > 1 ? '1:N' : '1:1',
    pass: byHandPass,
    status: 'suggested',
    confidence: 1,
    allocations,
    adjustments,
    onAccountMinor: left,
    evidence: [],
    alternatives: [],
    inputsHash,
    engineVersion,
  });
}
