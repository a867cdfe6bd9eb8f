import { contentHash } from '../../model/hash.ts';
import { moneyFrom } from '../../model/money.ts';
import { ok, type Result } from '../../model/result.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Actor, Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { Book } from '../book/book.ts';
import { commitGroup } from '../book/commit.ts';
import type { MatchGroup, WriteOffReason } from '../model/matchGroup.ts';
import { storeGroup } from '../table/allocate.ts';
import { openDay } from '../table/erp.ts';
import { factsOf, scopeOf } from '../table/scope.ts';
import { forget, secondPerson } from '../table/second-person.ts';
import { refused } from './decide.ts';
import { findClaim } from './find.ts';
import { matchViewOf } from './match-view.ts';
import type { DecisionView } from './views.ts';

/** What is not asked for any more, without any money. */
export interface WriteOffRequest {
  readonly invoice: string;
  /** Decimal; default: all that is open. */
  readonly amount?: string;
  readonly reason: WriteOffReason;
}

/** Somebody else may write between our read and our write so often. */
const triesMax = 6;

/** Writes an open amount off. Two people must ask for exactly the same. */
export async function writeOff(world: World, asked: WriteOffRequest, by: Actor): Promise<Result<DecisionView, Refusal>> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const found = await findClaim(world, asked.invoice);
    if (!found.ok) return found;
    const { claim, openMinor } = found.value.value;
    const amount = asked.amount === undefined ? openMinor : moneyFrom(asked.amount, claim.currency)?.minor;
    if (amount === undefined || amount === 0n)
      return refuse('invalid', 'MATCH_REFUSED', {
        en: `“${asked.amount ?? '0'}” is no amount of ${claim.currency} to write off.`,
        zh: `“${asked.amount ?? '0'}”不是有效的 ${claim.currency} 金额。`,
      });
    const what = ['writeOff', claim.id, String(amount), asked.reason];
    const person = await secondPerson(world, what, by.id);
    if (person === 'first')
      return ok({ state: 'waits', sentence: { en: 'Noted. A second person must ask for the same.', zh: '已记录，还需第二人提出相同请求。' }, matches: [], remembered: [] });
    if (person === 'same')
      return refuse('refused', 'APPROVER_SAME', { en: 'You were the first of two: somebody else must ask for the same.', zh: '您是第一人，需由他人提出相同请求。' });
    const scope = await scopeOf(world, claim.company, [found.value]);
    const book = new Book();
    for (const fact of factsOf(scope)) book.apply(fact);
    const group: MatchGroup = {
      id: `w_${contentHash([...what, found.value.version])}`,
      origin: 'us',
      company: claim.company,
      date: openDay(world, scope),
      allocations: [],
      adjustments: [{ claim: claim.id, amountMinor: amount, reason: asked.reason }],
      by: person.first,
      approvedBy: by.id,
    };
    const checked = commitGroup(book, group);
    if (!checked.ok) return refused(checked.error);
    if ((await storeGroup(world, scope, group)) === 'conflict') continue;
    await forget(world, what);
    const stored = scope.groups.get(group.id);
    return ok({
      state: 'done',
      sentence: { en: 'Written off.', zh: '已核销差额。' },
      matches: stored === undefined ? [] : [await matchViewOf(world, scope, stored.value)],
      remembered: [],
    });
  }
  return refuse('refused', 'RECEIPT_BUSY', { en: 'Others are deciding about the same document. Try again.', zh: '他人正在处理相同单据，请重试。' });
}
