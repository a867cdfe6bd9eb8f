import { ok, type Result } from '../../model/result.ts';
import { goLive } from '../advance.ts';
import type { RouteConfig } from '../config.ts';
import { type JobMessage, messageSchema, send } from '../messages.ts';
import { moveRoute, type RouteStateName, readRoute, releaseWindow } from '../route-state.ts';
import type { Refusal } from '../service.ts';
import type { World } from '../world.ts';
import { refuse } from './refuse.ts';

/** Pauses a route; true when it was not paused before. Deliveries under way end; nothing new is begun. */
export async function pauseRoute(world: World, route: string, by: string, reason: string): Promise<boolean> {
  return moveRoute(world, route, { state: 'paused', by, why: 'person', ...(reason === '' ? {} : { reason }) });
}

/** Lets a route go on that a person paused; refused for one that a brake stopped. True when it was paused. */
export async function resumeRoute(world: World, route: string, by: string): Promise<Result<boolean, Refusal>> {
  const { state } = await readRoute(world, route);
  if (state.state !== 'paused') return ok(false);
  if (state.why === 'brake') {
    return refuse('refused', 'ROUTE_BRAKED', {
      en: `A brake stopped ${route}. Look at what it would do, then: release ${route}`,
      zh: `${route} 已自动制动。请先查看将要执行的内容，再执行：release ${route}`,
    });
  }
  return ok(await goBack(world, route, state.before, by));
}

/** Back to where the route was. What happened meanwhile was not delivered, so a live one looks at everything again. */
async function goBack(world: World, route: string, before: RouteStateName | undefined, by: string): Promise<boolean> {
  const state = before === undefined || before === 'paused' ? 'observing' : before;
  if (state === 'live') return goLive(world, route, by);
  if (!(await moveRoute(world, route, { state, by }))) return false;
  const job: JobMessage = { v: messageSchema, workspace: world.config.workspace, job: 'advance', tries: 0 };
  await send(world, 'jobs', 'routes', [job]);
  return true;
}

/** Lets a linked route go live, or one that a brake stopped go on; true when that changed something. */
export async function releaseRoute(world: World, route: RouteConfig, by: string): Promise<Result<boolean, Refusal>> {
  const { state } = await readRoute(world, route.name);
  switch (state.state) {
    case 'live':
      return ok(false);
    case 'linked':
      return ok(await goLive(world, route.name, by));
    case 'observing':
      return refuse('refused', 'ROUTE_NOT_LINKED', {
        en: `${route.name} still compares: every stream of ${route.type} must be read once before anything is written.`,
        zh: `${route.name} 仍在比对：${route.type} 的所有数据流须先完整读取一次，才能写入。`,
      });
    case 'paused':
      if (state.why !== 'brake') {
        return refuse('refused', 'ROUTE_PAUSED', {
          en: `${state.by} paused ${route.name}: resume ${route.name}`,
          zh: `${route.name} 由 ${state.by} 暂停，请执行：resume ${route.name}`,
        });
      }
      await releaseWindow(world, route.name);
      return ok(await goBack(world, route.name, state.before, by));
  }
}
