import type { Sentence } from '../../model/error.ts';
import { isoOf } from '../../model/time.ts';
import { isBlocked, readHealth } from '../health.ts';
import { addOutcomes, noOutcomes, type Outcomes, passPk, sumPacks } from '../outcome.ts';
import type { PassSummary } from '../pass-end.ts';
import type { PassCounters, StreamState } from '../stream-state.ts';
import type { PassView } from '../views/status.ts';
import type { World } from '../world.ts';
import { brakeSentence } from './brake-view.ts';

/** What is known of a pass, ended or not. */
interface Known {
  readonly id: string;
  readonly connection: string;
  readonly stream: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly full: boolean;
  readonly counters: PassCounters;
}

/** The summary of a pass that ended. */
export async function endedPass(world: World, id: string): Promise<PassSummary | undefined> {
  const [item] = await world.table.get([{ pk: passPk(id), sk: '@' }], { consistent: true });
  return item?.body as unknown as PassSummary | undefined;
}

/** A pass of a stream as people see it: what pull counted plus the sum of its packs. Undefined for one that left no trace (a brake stopped it before it ended). */
export async function passView(world: World, connection: string, stream: string, id: string, state: StreamState): Promise<PassView | undefined> {
  if (state.pass?.id === id) {
    const { pass } = state;
    return viewOf(
      world,
      { id, connection, stream, startedAt: pass.startedAt, full: pass.full, counters: pass.counters },
      await sumPacks(world, id, pass.legs),
      await standsStill(world, connection, state),
    );
  }
  const summary = await endedPass(world, id);
  return summary === undefined ? undefined : viewOf(world, summary, await sumPacks(world, id, summary.legs), undefined);
}

function viewOf(world: World, known: Known, packs: { readonly packs: number; readonly outcomes: Outcomes }, problem: Sentence | undefined): PassView {
  const { counters: c, endedAt } = known;
  const tookMs = (endedAt ?? world.clock.now()) - known.startedAt;
  const missing = c.packs - packs.packs;
  const why = problem ?? (endedAt !== undefined && missing > 0 ? unaccounted(missing, c.packs) : undefined);
  return {
    id: known.id,
    connection: known.connection,
    stream: known.stream,
    state: why !== undefined ? 'red' : endedAt === undefined ? 'running' : 'green',
    full: known.full,
    startedAt: isoOf(known.startedAt),
    ...(endedAt === undefined ? {} : { endedAt: isoOf(endedAt) }),
    read: c.read,
    outcomes: addOutcomes(packs.outcomes, { ...noOutcomes, unchanged: c.unchanged, skipped: c.skipped, refused: c.refused }),
    added: c.added,
    changed: c.changed,
    gone: c.missing,
    perSecond: tookMs <= 0 ? 0 : Math.round((c.read * 1_000) / tookMs),
    ...(why === undefined ? {} : { problem: why }),
  };
}

function unaccounted(missing: number, packs: number): Sentence {
  return { en: `${missing} of ${packs} packs of records have no outcome yet.`, zh: `${packs} 包记录中有 ${missing} 包尚无结果。` };
}

/** Why a pass that has begun does not go on; undefined while it does. */
export async function standsStill(world: World, connection: string, state: StreamState): Promise<Sentence | undefined> {
  if (state.paused !== undefined) return pausedSentence(state.paused);
  const { health } = await readHealth(world, connection);
  return isBlocked(health, world.clock.now(), false) ? health.fault?.message : undefined;
}

/** Why a stream is paused, and by whom. */
export function pausedSentence(paused: NonNullable<StreamState['paused']>): Sentence {
  if (paused.why === 'person') {
    const reason = paused.reason === undefined || paused.reason === '' ? '' : `: ${paused.reason}`;
    return { en: `Paused by ${paused.by}${reason}`, zh: `由 ${paused.by} 暂停${reason}` };
  }
  return paused.report === undefined ? { en: 'Stopped by a brake.', zh: '已自动制动。' } : brakeSentence(paused.report);
}
