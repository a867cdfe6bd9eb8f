import type { Sentence } from '../../model/error.ts';
import { ok, type Result } from '../../model/result.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { Book } from '../book/book.ts';
import { listReceivables } from '../report/ledger/list.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import { today } from '../table/day.ts';
import type { ArDocument, Stored } from '../table/documents.ts';
import { touchedBy } from '../table/groups.ts';
import { readProposals } from '../table/proposal-row.ts';
import { factsOf, type Scope, scopeOf, widen } from '../table/scope.ts';
import { chainScope } from '../table/take-back.ts';
import { findClaim, findReceipt } from './find.ts';
import { rowView } from './list.ts';
import { matchViewOf } from './match-view.ts';
import { CustomerNames } from './names.ts';
import { receiptView } from './proposals.ts';
import type { ExplanationView, MatchView } from './views.ts';

/** Why a match was made, what happened to a receipt, or what an invoice was paid by: by id of a match or receipt, or by the number of an invoice. */
export async function explain(world: World, config: ReceivablesConfig, subject: string): Promise<Result<ExplanationView, Refusal>> {
  const match = await chainScope(world, subject);
  const stored = match?.groups.get(subject);
  if (match !== undefined && stored !== undefined) {
    const view = await matchViewOf(world, match, stored.value);
    return ok({ subject: 'match', id: subject, sentence: matchSentence(view), matches: [view] });
  }
  const receipt = await findReceipt(world, subject);
  if (receipt.ok) return ok(await ofReceipt(world, config, receipt.value));
  const claim = await findClaim(world, subject);
  if (claim.ok) return ok(await ofClaim(world, claim.value));
  if (claim.error.code !== 'INVOICE_UNKNOWN') return claim;
  return refuse('missing', 'MATCH_UNKNOWN', { en: `There is no match, receipt or invoice ${subject}.`, zh: `没有匹配、收款或发票 ${subject}。` });
}

async function ofReceipt(world: World, config: ReceivablesConfig, stored: Stored<Extract<ArDocument, { kind: 'receipt' }>>): Promise<ExplanationView> {
  const { receipt, leftMinor, sameAs, chargedBack } = stored.value;
  const scope = await wholeScope(world, stored);
  const held = await readProposals(world, receipt.id);
  const proposed = held?.row.proposals ?? [];
  await widen(world, scope, [
    ...new Set(
      [...proposed, ...(held?.row.manual === undefined ? [] : [held.row.manual.proposal])].flatMap((p) =>
        [...p.allocations, ...p.adjustments].map(({ claim }) => `claim#${claim}`),
      ),
    ),
  ]);
  const view = await receiptView(config, scope, new CustomerNames(world), stored.value, held?.row);
  return {
    subject: 'receipt',
    id: receipt.id,
    sentence: receiptSentence(leftMinor, sameAs, chargedBack?.date),
    receipt: view,
    matches: await matchesOf(world, scope, stored.value.groups),
  };
}

async function ofClaim(world: World, stored: Stored<Extract<ArDocument, { kind: 'claim' }>>): Promise<ExplanationView> {
  const { claim, openMinor } = stored.value;
  const scope = await wholeScope(world, stored);
  const book = new Book();
  for (const fact of factsOf(scope)) book.apply(fact);
  const row = listReceivables(book, { asOf: today(world), settled: true, totalOf: (own) => own.totalMinor }).find((one) => one.claim === claim.id);
  const invoice = row === undefined ? undefined : await rowView(row, new CustomerNames(world));
  return {
    subject: 'invoice',
    id: claim.id,
    sentence: claimSentence(openMinor, claim.totalMinor),
    ...(invoice === undefined ? {} : { invoice }),
    matches: await matchesOf(world, scope, stored.value.groups),
  };
}

/** A document with its matches and everything these touch. */
async function wholeScope(world: World, stored: Stored<ArDocument>): Promise<Scope> {
  const company = stored.value.kind === 'claim' ? stored.value.claim.company : stored.value.receipt.company;
  const scope = await scopeOf(world, company, [stored]);
  await widen(world, scope, [...new Set([...scope.groups.values()].flatMap(({ value }) => touchedBy(value.group)))]);
  return scope;
}

async function matchesOf(world: World, scope: Scope, ids: readonly string[]): Promise<MatchView[]> {
  const groups = ids.flatMap((id) => scope.groups.get(id)?.value ?? []);
  return Promise.all(groups.map((group) => matchViewOf(world, scope, group)));
}

function matchSentence({ origin, by, approvedBy, reversed }: MatchView): Sentence {
  if (reversed !== undefined) return { en: `Undone by ${reversed.by} on ${reversed.date}: ${reversed.reason}`, zh: `${reversed.by} 于 ${reversed.date} 撤销：${reversed.reason}` };
  if (origin === 'erp') return { en: 'Taken over from the ERP as a fact.', zh: '来自 ERP 的事实。' };
  if (origin === 'opening') return { en: 'Settled before the cut-over.', zh: '切换日前已结清。' };
  return {
    en: `Matched by ${by}${approvedBy === undefined ? '' : `, approved by ${approvedBy}`}.`,
    zh: `由 ${by} 匹配${approvedBy === undefined ? '' : `，${approvedBy} 复核`}。`,
  };
}

function receiptSentence(leftMinor: bigint, sameAs: string | undefined, chargedBack: string | undefined): Sentence {
  if (sameAs !== undefined) return { en: `The same money as ${sameAs}, seen in another system: it counts once, there.`, zh: `与 ${sameAs} 为同一笔款，仅计一次。` };
  if (chargedBack !== undefined) return { en: `The bank took it back on ${chargedBack}.`, zh: `银行于 ${chargedBack} 退回。` };
  return leftMinor === 0n ? { en: 'Wholly applied.', zh: '已全部核销。' } : { en: 'Not wholly applied.', zh: '尚未全部核销。' };
}

function claimSentence(openMinor: bigint, totalMinor: bigint): Sentence {
  if (openMinor === 0n) return { en: 'Settled.', zh: '已结清。' };
  if (openMinor === totalMinor) return { en: 'Open.', zh: '未清。' };
  return openMinor > 0n === totalMinor > 0n ? { en: 'Partly settled.', zh: '部分结清。' } : { en: 'More is applied than it is now.', zh: '核销额超过现有金额。' };
}
