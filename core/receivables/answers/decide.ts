import type { Sentence } from '../../model/error.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Actor, Refusal } from '../../sync/service.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { CommitConflict } from '../book/commit.ts';
import { decisionKey } from '../book/decisionKey.ts';
import { acceptProposal } from '../desk/decide.ts';
import type { AcceptanceRefusal } from '../match/groups.ts';
import type { Fact } from '../model/fact.ts';
import type { Proposal } from '../model/proposal.ts';
import { storeGroup, withRejected } from '../table/allocate.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import { documentItem, type ReceiptDocument, type Stored } from '../table/documents.ts';
import { openDay } from '../table/erp.ts';
import { reasonsOf } from '../table/groups.ts';
import { journalOp } from '../table/journal.ts';
import { type ProposalRow, readProposals, withdraw, writeProposals } from '../table/proposal-row.ts';
import { readReceipt } from '../table/read.ts';
import type { Scope } from '../table/scope.ts';
import { openDesk, solveReceipts } from '../table/solve.ts';
import { findReceipt } from './find.ts';
import { matchViewOf } from './match-view.ts';
import { isForTwo, offered } from './proposals.ts';
import { remember } from './remember.ts';
import type { DecisionView } from './views.ts';

/** What is approved: a receipt's only proposal, or one of several. */
export interface Approval {
  readonly receipt: string;
  readonly proposal?: string;
  /** The day it counts from; default: the receipt's, or the first open day. */
  readonly date?: string;
  /** False: the payer is not remembered as this customer. */
  readonly remember: boolean;
}

/** Somebody else may write between our read and our write so often. */
const triesMax = 6;

/** Accepts a proposal. What writes something off, or is large, waits for a second person. The proposal is made again from the documents as they are now: one that no longer holds is refused, never stretched. */
export async function approve(world: World, config: ReceivablesConfig, asked: Approval, by: Actor): Promise<Result<DecisionView, Refusal>> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const chosen = await choose(world, config, asked);
    if (!chosen.ok) return chosen;
    const { proposal, row, version, scope, receipt } = chosen.value;
    const first = row.firstBy[proposal.id] ?? (row.manual?.proposal.id === proposal.id ? row.manual.by : undefined);
    if (isForTwo(config, proposal) && first === undefined) {
      if ((await writeProposals(world, { ...row, firstBy: { ...row.firstBy, [proposal.id]: by.id } }, version)) === 'conflict') continue;
      return ok({ state: 'waits', sentence: waits, matches: [], remembered: [] });
    }
    if (isForTwo(config, proposal) && first === by.id) return refuse('refused', 'APPROVER_SAME', same);
    const people = isForTwo(config, proposal) ? { by: first as string, approvedBy: by.id } : { by: by.id };
    const accepted = acceptProposal(chosen.value.book, proposal, { ...people, date: asked.date ?? openDay(world, scope, receipt.receipt.date) });
    if (!accepted.ok) return refused(accepted.error);
    const stored = await storeAll(world, scope, accepted.value, proposal);
    if (stored === 'conflict') continue;
    const remembered = asked.remember ? await remember(world, scope, receipt.receipt, proposal, by) : [];
    await afterwards(world, config, receipt);
    const matches = await Promise.all(stored.map((id) => matchViewOf(world, scope, mustHave(scope, id))));
    return ok({ state: 'done', sentence: done(matches.length), matches, remembered });
  }
  return refuse('refused', 'RECEIPT_BUSY', { en: 'Others are deciding about the same documents. Try again.', zh: '他人正在处理相同单据，请重试。' });
}

interface Chosen {
  readonly proposal: Proposal;
  readonly row: ProposalRow;
  readonly version: number;
  readonly scope: Scope;
  readonly book: Parameters<typeof acceptProposal>[0];
  readonly receipt: ReceiptDocument;
}

/** The proposal that is meant, as it is now. */
async function choose(world: World, config: ReceivablesConfig, asked: Approval): Promise<Result<Chosen, Refusal>> {
  const found = await findReceipt(world, asked.receipt);
  if (!found.ok) return found;
  const { receipt } = found.value.value;
  const held = await readProposals(world, receipt.id);
  if (held === undefined) return refuse('refused', 'PROPOSAL_NONE', { en: 'Nothing is proposed for this receipt.', zh: '该收款没有匹配建议。' });
  const byHand = held.row.manual?.proposal;
  const named = [...(byHand?.allocations ?? []), ...(byHand?.adjustments ?? [])].map(({ claim }) => claim);
  const { desk, scope } = await openDesk(world, { ...config, automatic: false }, receipt.company, receipt.currency, [receipt.id], named);
  const now = [...(byHand === undefined ? [] : [byHand]), ...desk.solveOnly([receipt.id]).proposals.filter((p) => p.status !== 'hidden')];
  const shown = offered(held.row);
  const wanted = asked.proposal === undefined ? shown : shown.filter((p) => p.id === asked.proposal || p.id.startsWith(asked.proposal ?? ''));
  const [only] = wanted;
  if (only === undefined) return refuse('refused', 'PROPOSAL_NONE', { en: 'Nothing is proposed for this receipt.', zh: '该收款没有匹配建议。' });
  if (wanted.length > 1) {
    const ids = wanted.map((p) => p.id).join(', ');
    return refuse('invalid', 'PROPOSAL_AMBIGUOUS', { en: `There are several: name one with --option. ${ids}`, zh: `有多个建议，请用 --option 指定：${ids}` });
  }
  const proposal = now.find((p) => p.id === only.id);
  if (proposal === undefined) {
    await solveReceipts(world, config, receipt, [receipt.id]);
    return refuse('refused', 'PROPOSAL_CHANGED', { en: 'The documents have changed since. Look at what is proposed now.', zh: '相关单据已变化，请查看最新建议。' });
  }
  return ok({ proposal, row: held.row, version: held.version, scope, book: desk.book, receipt: found.value.value });
}

async function storeAll(world: World, scope: Scope, facts: readonly Fact[], proposal: Proposal): Promise<string[] | 'conflict'> {
  const ids: string[] = [];
  for (const fact of facts) {
    if (fact.type !== 'group') continue;
    if ((await storeGroup(world, scope, fact.group, reasonsOf(proposal))) === 'conflict') return 'conflict';
    ids.push(fact.group.id);
  }
  return ids;
}

function mustHave(scope: Scope, id: string) {
  const stored = scope.groups.get(id);
  if (stored === undefined) throw new TypeError(`group ${id} was stored and is not in the scope`);
  return stored.value;
}

/** What is left of the receipt is asked about anew. */
async function afterwards(world: World, config: ReceivablesConfig, { receipt }: ReceiptDocument): Promise<void> {
  const held = await readProposals(world, receipt.id);
  if (held?.row.manual !== undefined) await withdraw(world, receipt.id);
  await solveReceipts(world, config, receipt, [receipt.id]);
}

/** Rejects a proposal: the same decision is not offered again. */
export async function reject(world: World, config: ReceivablesConfig, asked: Pick<Approval, 'receipt' | 'proposal'>, by: Actor): Promise<Result<DecisionView, Refusal>> {
  const chosen = await choose(world, config, { ...asked, remember: false });
  if (!chosen.ok) return chosen;
  const { proposal, receipt } = chosen.value;
  for (;;) {
    const stored: Stored<ReceiptDocument> | undefined = await readReceipt(world, receipt.receipt.id);
    if (stored === undefined) return refuse('missing', 'RECEIPT_UNKNOWN', { en: 'The receipt is gone.', zh: '该收款已不存在。' });
    const value = withRejected(stored.value, [proposal.id, decisionKey(proposal)]);
    const { company, currency, party, payer } = receipt.receipt;
    const entry = journalOp(world, { what: 'rejected', company, currency, party, about: payer || receipt.receipt.id, amountMinor: receipt.leftMinor, by: by.id });
    if ((await put(world, [{ op: 'put', item: documentItem(value), when: { version: stored.version } }, entry])) === 'ok') break;
  }
  if (chosen.value.row.manual?.proposal.id === proposal.id) await withdraw(world, receipt.receipt.id);
  await solveReceipts(world, config, receipt.receipt, [receipt.receipt.id]);
  return ok({ state: 'done', sentence: { en: 'Rejected. It is not offered again.', zh: '已拒绝，不再提出。' }, matches: [], remembered: [] });
}

/** A refusal of the core as one of the service. */
export function refused(why: CommitConflict | AcceptanceRefusal): Result<never, Refusal> {
  if (typeof why !== 'string') return err({ kind: 'refused', code: why.code === 'period_closed' ? 'PERIOD_CLOSED' : 'MATCH_REFUSED', message: why.message });
  const [code, message] = acceptance[why];
  return refuse('refused', code, message);
}

const waits: Sentence = { en: 'Noted. A second person must approve it too.', zh: '已记录，还需第二人复核。' };
const same: Sentence = { en: 'You were the first of two: somebody else must approve it.', zh: '您是第一人，需由他人复核。' };
const done = (n: number): Sentence => ({ en: n === 1 ? 'Allocated.' : `Allocated in ${n} groups.`, zh: n === 1 ? '已核销。' : `已核销，共 ${n} 组。` });

const acceptance: Readonly<Record<AcceptanceRefusal, readonly [string, Sentence]>> = {
  needs_approver: ['APPROVER_MISSING', { en: 'A second person must approve it.', zh: '需第二人复核。' }],
  same_person: ['APPROVER_SAME', same],
  nothing_in_it: ['PROPOSAL_NONE', { en: 'There is nothing in it.', zh: '内容为空。' }],
};
