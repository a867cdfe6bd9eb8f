import { ok, type Result } from '../../model/result.ts';
import { isoOf, localDate } from '../../model/time.ts';
import { refuse } from '../../sync/answers/refuse.ts';
import type { Actor, Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { today } from '../table/day.ts';
import { closeBooks, reopenBooks, verifyPeriod } from '../table/period.ts';
import type { PeriodRow } from '../table/period-row.ts';
import { readPeriod } from '../table/read.ts';
import { companiesOf } from '../table/record.ts';
import { forget, secondPerson } from '../table/second-person.ts';
import { takingIn } from '../table/take-in.ts';
import { findCompany } from './find.ts';
import { PeopleNames } from './people.ts';
import type { PeriodView } from './views.ts';

/** Which period of which company. */
export interface PeriodRequest {
  /** Default: the only one. */
  readonly company?: string;
  /** A month (`2026-10`: its last day) or a day. */
  readonly through: string;
}

/** How far each company's books are closed; `verify` counts them again and compares. */
export async function periods(world: World, { verify }: { readonly verify: boolean }): Promise<readonly PeriodView[]> {
  const views: PeriodView[] = [];
  for (const company of await companiesOf(world)) {
    const { value } = await readPeriod(world, company);
    if (value === undefined) views.push({ company, state: 'open' });
    else views.push({ ...(await viewOf(world, value)), ...(verify && value.closedThrough !== undefined ? { verified: await verifyPeriod(world, value) } : {}) });
  }
  return views;
}

/** Closes a period: from now on nothing dated in it is taken, and a hash over it is kept. */
export async function close(world: World, { company, through }: PeriodRequest, by: Actor): Promise<Result<PeriodView, Refusal>> {
  const day = lastDayOf(through);
  if (day === undefined) return noPeriod(through);
  if (day >= today(world)) return refuse('refused', 'PERIOD_RUNNING', { en: `${day} has not ended. Close a period that has.`, zh: `${day} 尚未结束，请在期间结束后结账。` });
  const found = await findCompany(world, company);
  if (!found.ok) return found;
  const taken = await takingIn(world);
  if (taken !== undefined)
    return refuse('refused', 'RECEIVABLES_FILLING', {
      en: `Documents from before are still being taken in (${taken} so far). Close the books when all are here.`,
      zh: `此前的单据仍在导入（已导入 ${taken} 张）。请在全部导入后结账。`,
    });
  const closed = await closeBooks(world, found.value, day, by.id);
  if (closed.ok) return ok(await viewOf(world, closed.value));
  if (closed.error.why === 'closed_already')
    return refuse('refused', 'PERIOD_CLOSED_ALREADY', { en: `The books are closed through ${closed.error.through}.`, zh: `已结账至 ${closed.error.through}。` });
  const places = closed.error.leaks.slice(0, 5).map(({ id, differenceMinor }) => `${id} (${differenceMinor})`);
  return refuse('refused', 'BOOKS_LEAK', {
    en: `The books do not add up, so they stay open: ${places.join(', ')}. Report this.`,
    zh: `账不平，未结账：${places.join('、')}。请报告此问题。`,
  });
}

/** Opens a company's books again, all of them or those after a day. Two people must agree: else a closed period would be closed to nobody. */
export async function reopen(world: World, asked: { readonly company?: string; readonly through?: string }, by: Actor): Promise<Result<PeriodView, Refusal>> {
  const day = asked.through === undefined ? undefined : lastDayOf(asked.through);
  if (asked.through !== undefined && day === undefined) return noPeriod(asked.through);
  const found = await findCompany(world, asked.company);
  if (!found.ok) return found;
  const before = await readPeriod(world, found.value);
  if (before.value?.closedThrough === undefined || (day !== undefined && day >= before.value.closedThrough))
    return refuse('refused', 'PERIOD_OPEN', { en: 'Nothing is closed there.', zh: '该期间未结账。' });
  const what = ['reopen', found.value, before.value.closedThrough, day ?? ''];
  const person = await secondPerson(world, what, by.id);
  if (person === 'first') return ok({ ...(await viewOf(world, before.value)), waits: { en: 'Noted. A second person must reopen it too.', zh: '已记录，还需第二人确认反结账。' } });
  if (person === 'same') return refuse('refused', 'APPROVER_SAME', { en: 'You were the first of two: somebody else must agree.', zh: '您是第一人，需由他人确认。' });
  await reopenBooks(world, found.value, day, `${person.first}, ${by.id}`);
  await forget(world, what);
  return ok(await viewOf(world, (await readPeriod(world, found.value)).value as PeriodRow));
}

async function viewOf(world: World, { company, state, closedThrough, stateHash, exceptions, by, at }: PeriodRow): Promise<PeriodView> {
  return { company, state, closedThrough, stateHash, exceptions, by: await new PeopleNames(world).of(by), at: isoOf(at) };
}

function noPeriod(written: string): Result<never, Refusal> {
  return refuse(
    'invalid',
    'DATE_INVALID',
    { en: `“${written}” is no month or day: write 2026-10 or 2026-10-31.`, zh: `“${written}”不是月份或日期：请写 2026-10 或 2026-10-31。` },
    { field: 'through' },
  );
}

/** The day itself, or the last one of a month. */
function lastDayOf(written: string): string | undefined {
  const month = /^(\d{4})-(\d{2})$/.exec(written);
  if (month !== null) return Number(month[2]) < 1 || Number(month[2]) > 12 ? undefined : new Date(Date.UTC(Number(month[1]), Number(month[2]), 0)).toISOString().slice(0, 10);
  return localDate(written);
}
