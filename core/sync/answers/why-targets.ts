import type { RouteConfig } from '../config.ts';
import { type Entity, liveMembersOf } from '../entity.ts';
import { isBlocked, readHealth } from '../health.ts';
import type { SourceRecord } from '../record.ts';
import { readRoute } from '../route-state.ts';
import type { WhyView } from '../views/why.ts';
import { mappingOf, type World } from '../world.ts';
import { whyNotLive } from './route-view.ts';
import { createStanding } from './why-create.ts';
import { linkStanding } from './why-update.ts';

/** How far an entity has come at one target. */
export type Standing = Pick<WhyView['targets'][number], 'state' | 'code' | 'reason'> & { readonly fields?: WhyView['targets'][number]['fields'] };

/** Where an entity stands at the target of every route of its type, and what is in the way. */
export async function whyTargets(world: World, entity: Entity, records: ReadonlyMap<string, SourceRecord>): Promise<WhyView['targets']> {
  const routes = world.config.routes.filter((r) => r.type === entity.type && world.mapping(r.to.connection, r.to.stream) !== undefined);
  return Promise.all(
    routes.map(async (route) => {
      const { connection, stream } = route.to;
      const [primary] = liveMembersOf(entity, connection, stream);
      const standing = await standingOf(world, route, entity, primary === undefined ? undefined : records.get(primary));
      return { route: route.name, to: `${connection}/${stream}`, ...(primary === undefined ? {} : { record: primary }), ...standing, fields: standing.fields ?? [] };
    }),
  );
}

/** What would be done there; when that is held up by the route or the connection, they are the reason. */
async function standingOf(world: World, route: RouteConfig, entity: Entity, record: SourceRecord | undefined): Promise<Standing> {
  const mapping = mappingOf(world, route.to.connection, route.to.stream);
  const own = record === undefined ? await createStanding(world, route, mapping, entity) : await linkStanding(world, route, mapping, entity, record);
  if (own.state !== 'due' && own.code !== 'waits-for-parent') return own;
  const stopped = (await routeStands(world, route)) ?? (await connectionStands(world, route));
  return stopped === undefined ? own : { ...stopped, ...(own.fields === undefined ? {} : { fields: own.fields }) };
}

async function routeStands(world: World, route: RouteConfig): Promise<Standing | undefined> {
  const { state } = await readRoute(world, route.name);
  const reason = whyNotLive(route, state);
  if (reason === undefined) return undefined;
  const told = { en: `Route ${route.name}: ${reason.en}`, zh: `路由 ${route.name}：${reason.zh}` };
  if (state.state === 'paused') return { state: 'paused', code: state.why === 'brake' ? 'route-braked' : 'route-paused', reason: told };
  return { state: 'held', code: `route-${state.state}`, reason: told };
}

async function connectionStands(world: World, route: RouteConfig): Promise<Standing | undefined> {
  const { connection } = route.to;
  const { health } = await readHealth(world, connection);
  if (!isBlocked(health, world.clock.now(), false)) return undefined;
  const why = health.fault?.message ?? { en: 'no answer', zh: '无应答' };
  return { state: 'waiting', code: 'connection-blocked', reason: { en: `Waits until ${connection} answers: ${why.en}`, zh: `等待 ${connection} 恢复应答：${why.zh}` } };
}
