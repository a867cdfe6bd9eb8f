import type { RouteConfig } from './config.ts';
import { desired } from './desired.ts';
import { type Entity, liveMembersOf } from './entity.ts';
import { entityListKey, entityOf } from './entity-item.ts';
import { type JobMessage, send, sendOutbound } from './messages.ts';
import { parentsOf } from './parents.ts';
import { readRecords } from './store.ts';
import { mappingOf, type World } from './world.ts';

/** Entities looked at in one step. */
const stepEntities = 100;

/** One step of looking at all entities of a route: reads only, asks for a delivery where golden and the target differ. */
export async function sweepStep(world: World, job: Extract<JobMessage, { job: 'sweep' }>): Promise<void> {
  const route = world.config.routes.find((r) => r.name === job.route);
  if (route === undefined) return;
  const page = await world.table.list(entityListKey(route.type, String(job.shard).padStart(2, '0')), {
    limit: stepEntities,
    ...(job.after === undefined ? {} : { after: job.after }),
  });
  const items = await world.table.get(
    page.entries.map(({ pk, sk }) => ({ pk, sk })),
    { consistent: true },
  );
  const entities = items.flatMap((item) => (item === undefined ? [] : [entityOf(item)])).filter((e) => e.mergedInto === undefined);
  const due: string[] = [];
  for (const entity of entities) if (await isDueAt(world, route, entity)) due.push(entity.id);
  await sendOutbound(world, route.to, due);
  if (page.next !== undefined) await send(world, 'jobs', `route-${route.name}`, [{ ...job, after: page.next }]);
}

/** True when the target does not say what golden says, as far as the table knows. */
export async function isDueAt(world: World, route: RouteConfig, entity: Entity): Promise<boolean> {
  const { connection, stream } = route.to;
  const [primary] = liveMembersOf(entity, connection, stream);
  if (primary === undefined) return route.create && !entity.suppress.includes(connection) && entity.deleted === undefined;
  if (entity.deleted !== undefined && route.onSourceDelete !== 'keep') return true;
  const [record] = await readRecords(world, [primary], true);
  if (record === undefined) return false;
  if (record.value.state !== 'live') return false;
  const mapping = mappingOf(world, connection, stream);
  const { resolveOut, mentioned } = await parentsOf(world, { connection, mapping }, entity);
  return record.value.intent !== undefined || mentioned.length > 0 || Object.keys(desired(entity, record.value, mapping, resolveOut).fields).length > 0;
}
