import type { Sentence } from '../../model/error.ts';
import { partsOf } from '../../model/ids.ts';
import { isoOf } from '../../model/time.ts';
import type { RouteConfig } from '../config.ts';
import { desired } from '../desired.ts';
import { type Entity, liveMembersOf } from '../entity.ts';
import { type Failure, failureKey } from '../failure.ts';
import { readHealth } from '../health.ts';
import { fieldsOf } from '../observe.ts';
import type { SourceRecord } from '../record.ts';
import { readRoute } from '../route-state.ts';
import { readEntity, readRecord } from '../store.ts';
import { parentsOf } from '../target.ts';
import type { WhyView } from '../views/why.ts';
import { mappingOf, type World } from '../world.ts';
import { labelView } from './record-view.ts';

type TargetView = WhyView['targets'][number];
type Verdict = Pick<TargetView, 'state' | 'code' | 'reason'> & { readonly fields?: TargetView['fields'] };

const say = (state: TargetView['state'], code: string, en: string, zh: string): Verdict => ({ state, code, reason: { en, zh } });

/** How far an entity has come at the target of each route of its type, and what is in the way. */
export async function whyTargets(world: World, entity: Entity): Promise<TargetView[]> {
  const routes = world.config.routes.filter((route) => route.type === entity.type);
  return Promise.all(
    routes.map(async (route): Promise<TargetView> => {
      const { connection, stream } = route.to;
      const [primary] = liveMembersOf(entity, connection, stream);
      const record = primary === undefined ? undefined : (await readRecord(world, primary))?.value;
      const verdict = record === undefined ? await absentBecause(world, route, entity) : await presentBecause(world, route, entity, record);
      const { fields = [], ...rest } = verdict;
      return { route: route.name, to: `${connection}/${stream}`, ...(primary === undefined ? {} : { record: primary }), ...rest, fields };
    }),
  );
}

async function presentBecause(world: World, route: RouteConfig, entity: Entity, record: SourceRecord): Promise<Verdict> {
  const { connection, stream } = route.to;
  const mapping = mappingOf(world, connection, stream);
  const parents = await parentsOf(world, { connection, mapping }, entity);
  const want = desired(entity, record, mapping, parents.resolveOut);
  const there = fieldsOf(record.snapshot, record.held, mapping).fields;
  const parked = Object.entries(record.cells).flatMap(([field, cell]) =>
    cell.park === undefined || cell.park.mapping !== mapping.version
      ? []
      : [{ field, wanted: entity.golden[field]?.value ?? null, there: there[field] ?? null, reason: parkSentence(cell.park) }],
  );
  const due = Object.keys(want.fields).map((field) => ({ field, wanted: entity.golden[field]?.value ?? null, there: mapping.canon(field, there[field] ?? null) ?? null }));
  if (entity.members[record.ref]?.held === true)
    return say('held', 'delete-vs-edit', 'deleted at its source but edited here: a person decides', '在来源被删除但此处有修改：需人工决定');
  if (parked.length > 0)
    return {
      ...say('parked', 'refused', `${parked.map((p) => p.field).join(', ')} refused; the rest is delivered`, `${parked.map((p) => p.field).join('、')} 被拒，其余已投递`),
      fields: parked,
    };
  if (record.intent !== undefined) return say('writing', 'intent-open', `a write of ${isoOf(record.intent.deadline)} waits for its answer`, '写入已发出，等待应答');
  const failed = await failureOf(world, connection, stream, partsOf(record.ref).id);
  if (failed !== undefined) return { ...say('failed', failed.cause, failed.reason.en, failed.reason.zh), fields: due };
  if (due.length === 0) return say('current', 'current', 'says what it should', '内容一致');
  return { ...((await heldUp(world, route)) ?? say('due', 'due', 'will be delivered', '即将投递')), fields: due };
}

async function absentBecause(world: World, route: RouteConfig, entity: Entity): Promise<Verdict> {
  const { connection, stream } = route.to;
  if (entity.suppress.includes(connection))
    return say('not-created', 'suppressed', `a person removed it in ${connection}; it is not made again`, `已在 ${connection} 中被人删除，不再新建`);
  if (entity.deleted !== undefined) return say('not-created', 'deleted', 'deleted at its source', '已在来源删除');
  if (!route.create) return say('not-created', 'create-off', `${route.name} only updates what is linked (create: false)`, `${route.name} 仅更新已关联记录（create: false）`);
  const sources = Object.keys(entity.members).filter((ref) => entity.members[ref]?.dead !== true);
  if (route.from.length > 0 && !sources.some((ref) => route.from.includes(partsOf(ref).connection)))
    return say('not-created', 'no-source', `none of ${route.from.join(', ')} has it, and only they lead to a create`, `${route.from.join('、')} 均无此记录，只有它们可触发新建`);
  const stopped = await heldUp(world, route);
  if (stopped !== undefined) return stopped;
  const failed = await failureOf(world, connection, stream, `new:${entity.id}`);
  if (failed !== undefined && !failed.cause.startsWith('wait.')) return say('failed', failed.cause, failed.reason.en, failed.reason.zh);
  const { missing } = await parentsOf(world, { connection, mapping: mappingOf(world, connection, stream) }, entity);
  if (missing === undefined) return say('due', 'due', 'will be created', '即将新建');
  const parent = missing.parent === undefined ? undefined : await readEntity(world, missing.parent);
  const name = parent === undefined ? missing.on : labelView(parent.value);
  return say(
    'waiting',
    'waits-for-parent',
    `waits for ${parent?.value.type ?? 'record'} ${name} in ${connection}`,
    `等待 ${parent?.value.type ?? '记录'} ${name} 出现在 ${connection}`,
  );
}

/** What stops the whole route at the moment. */
async function heldUp(world: World, route: RouteConfig): Promise<Verdict | undefined> {
  const { state } = await readRoute(world, route.name);
  if (state.state === 'paused') return say('paused', 'route-paused', `the route ${route.name} is paused`, `路由 ${route.name} 已暂停`);
  if (state.state !== 'live')
    return say('waiting', `route-${state.state}`, `the route ${route.name} is not live yet (${state.state})`, `路由 ${route.name} 尚未上线（${state.state}）`);
  const { health } = await readHealth(world, route.to.connection);
  if (health.state === 'ok') return undefined;
  const why: Sentence = health.fault?.message ?? { en: 'it does not answer', zh: '无应答' };
  return say('waiting', 'connection-blocked', `waits until ${route.to.connection} answers again: ${why.en}`, `等待 ${route.to.connection} 恢复：${why.zh}`);
}

function parkSentence(park: NonNullable<SourceRecord['cells'][string]['park']>): Sentence {
  if (park.why === 'contested') return { en: 'written four times and undone each time: something there fights back', zh: '写入四次均被改回：目标系统中有流程与之冲突' };
  return park.message === undefined ? { en: 'the system refused this value', zh: '系统拒绝了该值' } : { en: park.message, zh: park.message };
}

/** The first open failure of a record. */
export async function failureOf(world: World, connection: string, stream: string, id: string): Promise<Failure | undefined> {
  const { pk } = failureKey(connection, stream, id, '');
  const { items } = await world.table.query(pk, { limit: 1 });
  return items[0]?.body as unknown as Failure | undefined;
}
