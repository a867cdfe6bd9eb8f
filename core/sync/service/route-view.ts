import type { Sentence } from '../../model/error.ts';
import { isoOf } from '../../model/time.ts';
import type { RouteConfig } from '../config.ts';
import { type RouteState, readRoute } from '../route-state.ts';
import { readTally } from '../tally.ts';
import type { RouteView } from '../views/status.ts';
import type { World } from '../world.ts';
import { brakeSentence, brakeView } from './brake-view.ts';
import { failuresAt } from './failure-list.ts';
import { waitingAt } from './waiting-list.ts';

/** A route: its state and why, what it delivered, what waits and what failed at its target. */
export async function routeView(world: World, route: RouteConfig): Promise<RouteView> {
  const { connection, stream } = route.to;
  const [{ state }, tally, waiting, failed] = await Promise.all([
    readRoute(world, route.name),
    readTally(world, route.name),
    waitingAt(world, connection),
    failuresAt(world, connection),
  ]);
  const own = waiting.filter((row) => row.dir === 'out' && row.stream === stream);
  const oldest = own.reduce((least, row) => Math.min(least, row.since), Number.POSITIVE_INFINITY);
  const reason = reasonOf(route, state);
  const { failed: _, ...delivered } = tally;
  return {
    name: route.name,
    type: route.type,
    from: route.from,
    to: `${connection}/${stream}`,
    state: state.state,
    since: isoOf(state.since),
    ...(reason === undefined ? {} : { reason }),
    ...(state.state === 'paused' && state.report !== undefined ? { brake: brakeView(state.report) } : {}),
    delivered,
    waiting: own.length,
    failed: failed.filter((entry) => entry.stream === stream && entry.isWrite).length,
    ...(own.length === 0 ? {} : { lagMs: Math.max(0, world.clock.now() - oldest) }),
  };
}

function reasonOf(route: RouteConfig, state: RouteState): Sentence | undefined {
  switch (state.state) {
    case 'live':
      return undefined;
    case 'observing':
      return {
        en: `Reads and links first: nothing is delivered before every stream of ${route.type} has been read once.`,
        zh: `先读取并关联：${route.type} 的每个数据流都读取一次之前不会投递。`,
      };
    case 'linked':
      return { en: 'Everything is linked. Look, then release it.', zh: '已全部关联。检查后即可放行。' };
    case 'paused': {
      if (state.report !== undefined) return brakeSentence(state.report);
      const why = state.reason === undefined || state.reason === '' ? { en: '', zh: '' } : { en: `: ${state.reason}`, zh: `：${state.reason}` };
      return { en: `Paused by ${state.by}${why.en}`, zh: `由 ${state.by} 暂停${why.zh}` };
    }
  }
}
