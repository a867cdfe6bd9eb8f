import type { Sentence } from '../../model/error.ts';
import { readItems } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { evidenceSentence, explainProposal } from '../match/explain.ts';
import { openReasons } from '../match/openReasonSentences.ts';
import type { Proposal } from '../model/proposal.ts';
import { needsTwoPeople, type ReceivablesConfig } from '../table/config.ts';
import { documentKey, type ReceiptDocument } from '../table/documents.ts';
import { type ProposalRow, proposalRowOf, todoKey } from '../table/proposal-row.ts';
import { readDocuments } from '../table/read.ts';
import { companiesOf } from '../table/record.ts';
import { type Scope, scopeOf, widen } from '../table/scope.ts';
import { decimal, total } from './amounts.ts';
import { claimOf } from './match-view.ts';
import { CustomerNames } from './names.ts';
import type { OpenReceiptView, ProposalsView, ProposalView } from './views.ts';

/** Receipts in one answer: more than a person decides in a day. */
const receiptsMax = 500;

/** Every receipt that is not wholly applied, proposals first. */
export async function proposals(world: World, config: ReceivablesConfig, company?: string): Promise<ProposalsView> {
  const found: OpenReceiptView[] = [];
  let more = false;
  for (const name of await companiesOf(world)) {
    if (company !== undefined && name !== company) continue;
    const page = await world.table.list(todoKey(name), { limit: receiptsMax });
    more ||= page.next !== undefined;
    const keys = page.entries.map(({ pk, sk }) => ({ pk, sk }));
    const rows = (await readItems(world, keys, false)).flatMap((item) => (item === undefined ? [] : [proposalRowOf(item)]));
    found.push(...(await viewsOf(world, config, name, rows)));
  }
  const rank = ({ proposals: p }: OpenReceiptView): number => (p.length > 0 ? 0 : 1);
  found.sort((a, b) => rank(a) - rank(b) || (a.date === b.date ? (a.receipt < b.receipt ? -1 : 1) : a.date < b.date ? -1 : 1));
  return { receipts: found, more };
}

/** Rows with their receipts and the documents that they name. */
export async function viewsOf(world: World, config: ReceivablesConfig, company: string, rows: readonly ProposalRow[]): Promise<OpenReceiptView[]> {
  const receipts = await readDocuments(
    world,
    rows.map(({ receipt }) => documentKey('receipt', receipt)),
  );
  const scope = await scopeOf(world, company, receipts);
  const named = rows.flatMap((row) => offered(row).flatMap((p) => [...p.allocations, ...p.adjustments].map(({ claim }) => `claim#${claim}`)));
  await widen(world, scope, [...new Set(named)]);
  const names = new CustomerNames(world);
  const views: OpenReceiptView[] = [];
  for (const row of rows) {
    const document = scope.documents.get(`receipt#${row.receipt}`)?.value;
    if (document?.kind === 'receipt' && document.leftMinor !== 0n) views.push(await receiptView(config, scope, names, document, row));
  }
  return views;
}

/** Proposals that a row offers, a person's own first. */
export function offered(row: ProposalRow): readonly Proposal[] {
  return row.manual === undefined ? row.proposals : [row.manual.proposal, ...row.proposals];
}

/** A receipt with what may be done about it. */
export async function receiptView(
  config: ReceivablesConfig,
  scope: Scope,
  names: CustomerNames,
  { receipt, leftMinor, source }: ReceiptDocument,
  row: ProposalRow | undefined,
): Promise<OpenReceiptView> {
  const { id, company, currency, date, payer, text, amountMinor } = receipt;
  const reason = row?.reason?.kind;
  return {
    receipt: id,
    company,
    source,
    date,
    payer,
    text,
    amount: { amount: decimal(amountMinor, currency), currency },
    left: decimal(leftMinor, currency),
    proposals: row === undefined ? [] : await Promise.all(offered(row).map((proposal) => proposalViewOf(config, scope, names, proposal, row))),
    reason: reason === undefined ? undefined : openReasons[reason],
    reasonKind: reason,
  };
}

async function proposalViewOf(config: ReceivablesConfig, scope: Scope, names: CustomerNames, proposal: Proposal, row: ProposalRow): Promise<ProposalView> {
  const { id, status, confidence, pass, allocations, adjustments, onAccountMinor, currency, evidence, alternatives, held } = proposal;
  const manual = row.manual?.proposal.id === id;
  const first = row.firstBy[id];
  return {
    id,
    status: manual ? 'manual' : status,
    confidence,
    pass,
    applies: await Promise.all(
      allocations.map(async ({ claim, claimMinor }) => {
        const known = scope.documents.get(`claim#${claim}`)?.value;
        const party = known?.kind === 'claim' ? known.claim.party : '';
        const open = known?.kind === 'claim' ? decimal(known.openMinor, known.claim.currency) : '';
        const { number, currency: own } = claimOf(scope, claim);
        return { id: claim, invoice: number, customer: await names.of(party), amount: decimal(claimMinor, own), open };
      }),
    ),
    adjusts: adjustments.map(({ claim, amountMinor, reason }) => ({
      id: claim,
      invoice: claimOf(scope, claim).number,
      amount: decimal(amountMinor, claimOf(scope, claim).currency),
      reason,
    })),
    onAccount: decimal(onAccountMinor, currency),
    why: manual ? byHand(await names.person(row.manual?.by ?? '')) : explainProposal(proposal),
    evidence: evidence.map((piece) => ({ rule: piece.rule, sentence: evidenceSentence(piece) })),
    alternatives: alternatives.map(({ claims, confidence: sure, why }) => ({ invoices: claims.map((claim) => claimOf(scope, claim).number), confidence: sure, why })),
    held,
    needsTwo: isForTwo(config, proposal),
    firstBy: first === undefined ? undefined : await names.person(first),
  };
}

function byHand(by: string): Sentence {
  return { en: `proposed by ${by}`, zh: `由 ${by} 提出` };
}

/** True when one person alone may not accept it: something is written off, or the amount is large. */
export function isForTwo(config: ReceivablesConfig, { adjustments, allocations, currency }: Proposal): boolean {
  return adjustments.length > 0 || needsTwoPeople(config, currency, total(allocations.map((a) => a.receiptMinor)));
}
