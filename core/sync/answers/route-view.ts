import type { Sentence } from '../../model/error.ts';
import { isoOf } from '../../model/time.ts';
import type { RouteConfig } from '../config.ts';
import { type RouteState, readRoute } from '../route-state.ts';
import { readTally } from '../tally.ts';
import type { RouteView } from '../views/status.ts';
import type { World } from '../world.ts';
import { brakeSentence, brakeView } from './brake-view.ts';

/** What waits for and failed at a target, as counted by whoever asks for many routes at once. */
export interface AtTarget {
  readonly waiting: number;
  readonly failed: number;
  /** Since when the oldest waits, ms. */
  readonly oldestSince?: number;
}

/** A route with its state, what stopped it, and what it has done. */
export async function routeView(world: World, route: RouteConfig, at: AtTarget): Promise<RouteView> {
  const [{ state }, tally] = await Promise.all([readRoute(world, route.name), readTally(world, route.name)]);
  const reason = whyNotLive(route, state);
  return {
    name: route.name,
    type: route.type,
    from: route.from,
    to: `${route.to.connection}/${route.to.stream}`,
    state: state.state,
    ...(state.since === 0 ? {} : { since: isoOf(state.since) }),
    ...(reason === undefined ? {} : { reason }),
    ...(state.state === 'paused' && state.report !== undefined ? { brake: brakeView(state.report) } : {}),
    delivered: { created: tally.created, updated: tally.updated, archived: tally.archived, deleted: tally.deleted, unchanged: tally.unchanged },
    waiting: at.waiting,
    failed: at.failed,
    ...(at.oldestSince === undefined ? {} : { lagMs: Math.max(0, world.clock.now() - at.oldestSince) }),
  };
}

/** Why a route does not deliver; undefined when it does. */
export function whyNotLive(route: Pick<RouteConfig, 'name' | 'type'>, state: RouteState): Sentence | undefined {
  switch (state.state) {
    case 'live':
      return undefined;
    case 'observing':
      return {
        en: `Reads every ${route.type} stream once and links what belongs together, before anything is written.`,
        zh: `正在首次读取全部 ${route.type} 数据流并关联记录，此前不写入任何内容。`,
      };
    case 'linked':
      return { en: `Everything is linked. It waits for “release ${route.name}”.`, zh: `已全部关联，等待执行“release ${route.name}”。` };
    case 'paused':
      return state.report === undefined ? pausedBy(state) : brakeSentence(state.report);
  }
}

function pausedBy(state: RouteState): Sentence {
  const reason = state.reason === undefined || state.reason === '' ? '' : `: ${state.reason}`;
  return { en: `Paused by ${state.by}${reason}`, zh: `由 ${state.by} 暂停${reason}` };
}
