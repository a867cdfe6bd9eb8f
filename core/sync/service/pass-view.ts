import { isoOf, secondMs } from '../../model/time.ts';
import { addOutcomes, noOutcomes, passPk, sumPacks } from '../outcome.ts';
import type { PassSummary } from '../pass-end.ts';
import type { PassCounters, StreamState } from '../stream-state.ts';
import type { PassView } from '../views/status.ts';
import type { World } from '../world.ts';

/** The pass of that id: from its summary once it ended, else from the state it is under way in; undefined when it left neither. */
export async function passView(world: World, connection: string, stream: string, id: string, state: StreamState): Promise<PassView | undefined> {
  const open = state.pass?.id === id ? state.pass : undefined;
  const [item] = await world.table.get([{ pk: passPk(id), sk: '@' }], { consistent: true });
  const summary = item?.body as unknown as PassSummary | undefined;
  const source = summary ?? open;
  if (source === undefined) return undefined;
  const { counters } = source;
  const { packs, outcomes } = await sumPacks(world, id);
  const endedAt = summary?.endedAt;
  const accounted = endedAt !== undefined && packs >= counters.packs;
  const ms = (endedAt ?? world.clock.now()) - source.startedAt;
  return {
    id,
    connection,
    stream,
    state: accounted ? 'green' : open !== undefined && state.paused !== undefined ? 'red' : 'running',
    full: source.full,
    startedAt: isoOf(source.startedAt),
    ...(endedAt === undefined ? {} : { endedAt: isoOf(endedAt) }),
    read: counters.read,
    outcomes: addOutcomes(outcomes, { ...noOutcomes, unchanged: counters.unchanged, skipped: counters.skipped, refused: counters.refused }),
    added: counters.added,
    changed: counters.changed,
    gone: counters.missing,
    perSecond: rate(counters, ms),
  };
}

function rate(counters: PassCounters, ms: number): number {
  return ms <= 0 ? 0 : Math.round((counters.read * secondMs * 10) / ms) / 10;
}
