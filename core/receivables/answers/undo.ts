import type { Sentence } from '../../model/error.ts';
import { ok, type Result } from '../../model/result.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Actor, Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { needsTwoPeople, type ReceivablesConfig } from '../table/config.ts';
import { today } from '../table/day.ts';
import type { StoredGroup } from '../table/groups.ts';
import { readGroups } from '../table/read.ts';
import type { Scope } from '../table/scope.ts';
import { forget, secondPerson } from '../table/second-person.ts';
import { solveReceipts } from '../table/solve.ts';
import { chainScope, undoStored } from '../table/take-back.ts';
import { total } from './amounts.ts';
import { claimOf, matchViewOf } from './match-view.ts';
import type { DecisionView } from './views.ts';

/** What is taken back, and why. */
export interface UndoRequest {
  readonly match: string;
  readonly reason: string;
}

/** Takes a match back with its whole chain: both sides are open again and the same is not offered again. In a closed period, and above the limit of one person, a second one must agree; the reversal counts from the first open day. */
export async function undo(world: World, config: ReceivablesConfig, { match, reason }: UndoRequest, by: Actor): Promise<Result<DecisionView, Refusal>> {
  const scope = await chainScope(world, match);
  const stored = scope?.groups.get(match)?.value;
  if (scope === undefined || stored === undefined) return refuse('missing', 'MATCH_UNKNOWN', { en: `There is no match ${match}.`, zh: `没有匹配 ${match}。` });
  if (stored.group.origin !== 'us') return refuse('refused', 'MATCH_OF_ERP', ofErp);
  if (stored.reversal !== undefined) return refuse('refused', 'MATCH_UNDONE', { en: 'It has been undone already.', zh: '已撤销。' });
  let who = by.id;
  if (isForTwo(config, scope, stored)) {
    const person = await secondPerson(world, ['undo', match], by.id);
    if (person === 'first') return ok({ state: 'waits', sentence: waits, matches: [await matchViewOf(world, scope, stored)], remembered: [] });
    if (person === 'same') return refuse('refused', 'APPROVER_SAME', same);
    who = `${person.first}, ${by.id}`;
  }
  const undone = await undoStored(world, match, { date: today(world), by: who, reason });
  await forget(world, ['undo', match]);
  await afterwards(world, config, scope, undone);
  const groups = [...(await readGroups(world, undone)).values()];
  return ok({ state: 'done', sentence: done(undone.length), matches: await Promise.all(groups.map(({ value }) => matchViewOf(world, scope, value))), remembered: [] });
}

function isForTwo(config: ReceivablesConfig, scope: Scope, { group }: StoredGroup): boolean {
  const closed = scope.period.value?.closedThrough;
  if (closed !== undefined && group.date <= closed) return true;
  const [first] = [...group.allocations, ...group.adjustments];
  const amount = total([...group.allocations.map((a) => a.claimMinor), ...group.adjustments.map((a) => a.amountMinor)]);
  return first !== undefined && needsTwoPeople(config, claimOf(scope, first.claim).currency, amount);
}

/** The money is looked at again at once. */
async function afterwards(world: World, config: ReceivablesConfig, scope: Scope, undone: readonly string[]): Promise<void> {
  const receipts = new Set(undone.flatMap((id) => (scope.groups.get(id)?.value.group.allocations ?? []).flatMap(({ receipt }) => receipt ?? [])));
  for (const id of receipts) {
    const known = scope.documents.get(`receipt#${id}`)?.value;
    if (known?.kind === 'receipt') await solveReceipts(world, config, known.receipt, [id]);
  }
}

const ofErp: Sentence = {
  en: 'The ERP settled this: correct it there, and the next pull takes it over.',
  zh: '该核销来自 ERP：请在 ERP 中更正，下次读取会同步。',
};
const waits: Sentence = {
  en: 'Noted. A second person must undo it too: the period is closed, or the amount is above the limit of one.',
  zh: '已记录，还需第二人确认：期间已结账，或金额超过单人限额。',
};
const same: Sentence = { en: 'You were the first of two: somebody else must agree.', zh: '您是第一人，需由他人确认。' };
const done = (n: number): Sentence => ({
  en: n === 1 ? 'Undone. Both sides are open again.' : `Undone with its chain of ${n}.`,
  zh: n === 1 ? '已撤销，双方恢复未清。' : `已撤销，共 ${n} 组。`,
});
