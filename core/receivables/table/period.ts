import { err, ok, type Result } from '../../model/result.ts';
import { minuteMs } from '../../model/time.ts';
import { put } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import type { Book } from '../book/book.ts';
import type { Leak } from '../book/conservation.ts';
import { exceptionsOf } from '../book/exceptions.ts';
import { findingsOf } from '../entitlement/agreements.ts';
import type { Stored } from './documents.ts';
import { frozenHash } from './frozen.ts';
import { journalOp } from './journal.ts';
import { type PeriodRow, periodItem } from './period-row.ts';
import { readPeriod } from './read.ts';
import { companiesOf } from './record.ts';
import { type Recount, recount } from './recount.ts';
import { gapKind, statementsWithGaps } from './statement-ends.ts';

/** Where lists may lag, the proof is made this long after nothing more was let in. */
const lagMs = minuteMs;
/** Books that do not add up so often do not add up. */
const countsMax = 4;

/** Why books are not closed. */
export type CloseRefusal = { readonly why: 'closed_already'; readonly through: string } | { readonly why: 'leaks'; readonly leaks: readonly Leak[] };

/**
 * Closes a company's books through a day, in two steps: from the first on nothing dated in it is taken (every write of
 * receivables checks the period), the second counts everything again and keeps the hash. Where other processes write
 * too, the tick takes the second step a minute later; a close that was interrupted is ended by asking again.
 */
export async function closeBooks(world: World, company: string, through: string, by: string): Promise<Result<PeriodRow, CloseRefusal>> {
  for (;;) {
    const before = await readPeriod(world, company);
    const now = before.value;
    if (now?.closedThrough !== undefined && (now.closedThrough > through || (now.closedThrough === through && now.state === 'closed')))
      return err({ why: 'closed_already', through: now.closedThrough });
    if (now?.closedThrough === through) return mayProve(world, now) ? prove(world, before as Stored<PeriodRow>) : ok(now);
    const closing: PeriodRow = {
      company,
      closedThrough: through,
      version: (now?.version ?? 0) + 1,
      state: 'closing',
      by,
      at: world.clock.now(),
      ...(now?.closedThrough === undefined ? {} : { before: now.closedThrough }),
    };
    if ((await write(world, closing, before)) === 'conflict') continue;
    if (!mayProve(world, closing)) return ok(closing);
    return prove(world, { value: closing, version: before.version + 1 });
  }
}

/** Where this process is the only one, lists do not lag; elsewhere they must have had time to catch up. */
function mayProve(world: World, { at }: PeriodRow): boolean {
  return world.incarnation !== undefined || at <= world.clock.now() - lagMs;
}

/** Second step: counts again. Books that do not add up are not closed, and what was closed before stays closed. */
async function prove(world: World, { value: closing, version }: Stored<PeriodRow>): Promise<Result<PeriodRow, CloseRefusal>> {
  const { company, closedThrough = '', before, ...rest } = closing;
  const { leaks, scope, book } = await countedQuietly(world, company);
  if (leaks.length > 0) {
    await write(world, { ...rest, company, closedThrough: before, version: rest.version + 1, state: before === undefined ? 'open' : 'closed' }, { version });
    return err({ why: 'leaks', leaks });
  }
  const exceptions: Record<string, number> = {};
  for (const kind of await openKinds(world, company, book)) exceptions[kind] = (exceptions[kind] ?? 0) + 1;
  const closed: PeriodRow = { ...rest, company, closedThrough, state: 'closed', stateHash: frozenHash(scope, closedThrough), exceptions };
  const written = await write(world, closed, { version }, journalOp(world, { what: 'closed', company, currency: '', about: closedThrough, amountMinor: 0n, by: closing.by }));
  return written === 'ok' ? ok(closed) : err({ why: 'closed_already', through: closedThrough });
}

/** Kinds of all that is open with a person when books are closed, one for each. */
async function openKinds(world: World, company: string, book: Book): Promise<string[]> {
  const agreed = (await findingsOf(world, company)).flatMap(({ findings }) => findings);
  const gaps = (await statementsWithGaps(world, company)).flatMap((row) => row.gaps.map(gapKind));
  return [...exceptionsOf(book).map(({ kind }) => kind), ...agreed.map(({ kind }) => kind), ...gaps];
}

/** A count while others write may see a document before and its group after: what looks like a leak is counted again. */
async function countedQuietly(world: World, company: string): Promise<Recount> {
  let counted = await recount(world, company);
  for (let tries = 1; tries < countsMax && counted.leaks.length > 0; tries += 1) counted = await recount(world, company);
  return counted;
}

/** Opens the books again: nothing after `through` is closed; without a day nothing is. */
export async function reopenBooks(world: World, company: string, through: string | undefined, by: string): Promise<'reopened' | 'not_closed'> {
  for (;;) {
    const before = await readPeriod(world, company);
    const closed = before.value?.closedThrough;
    if (before.value === undefined || closed === undefined || (through !== undefined && through >= closed)) return 'not_closed';
    const at = world.clock.now();
    const row: PeriodRow = {
      company,
      version: before.value.version + 1,
      state: through === undefined ? 'open' : 'closed',
      by,
      at,
      ...(through === undefined ? {} : { closedThrough: through }),
    };
    if ((await write(world, row, before, journalOp(world, { what: 'reopened', company, currency: '', about: closed, amountMinor: 0n, by }))) === 'ok') return 'reopened';
  }
}

/** Once a minute: ends closes that wait for lists to catch up, or whose process died. */
export async function endCloses(world: World): Promise<void> {
  for (const company of await companiesOf(world)) {
    const { value, version } = await readPeriod(world, company);
    if (value?.state === 'closing' && mayProve(world, value)) await prove(world, { value, version });
  }
}

/** Counts a closed period again. `changed` must never be. */
export async function verifyPeriod(world: World, { company, closedThrough, stateHash }: PeriodRow): Promise<'same' | 'changed' | 'unproved'> {
  if (closedThrough === undefined || stateHash === undefined) return 'unproved';
  const { scope } = await recount(world, company);
  return frozenHash(scope, closedThrough) === stateHash ? 'same' : 'changed';
}

async function write(world: World, row: PeriodRow, { version }: { readonly version: number }, entry?: ReturnType<typeof journalOp>): Promise<'ok' | 'conflict'> {
  return put(world, [{ op: 'put', item: periodItem(row), when: version === 0 ? 'absent' : { version } }, ...(entry === undefined ? [] : [entry])]);
}
