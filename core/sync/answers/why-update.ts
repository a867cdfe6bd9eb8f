import type { StreamMapping } from '../../ports/mapping.ts';
import type { RouteConfig } from '../config.ts';
import { desired } from '../desired.ts';
import type { Entity } from '../entity.ts';
import { parentsOf } from '../parents.ts';
import { fieldsOf } from '../reading.ts';
import type { Cell, SourceRecord } from '../record.ts';
import type { WhyView } from '../views/why.ts';
import type { World } from '../world.ts';
import { failuresOfRecord } from './failure-rows.ts';
import { failedStanding, waitsForParent } from './why-create.ts';
import type { Standing } from './why-targets.ts';

type Difference = WhyView['targets'][number]['fields'][number];

/** Where a linked record stands: what differs, what is parked, what is under way. */
export async function linkStanding(world: World, route: RouteConfig, mapping: StreamMapping, entity: Entity, record: SourceRecord): Promise<Standing> {
  const { connection } = route.to;
  const barred = heldBack(entity, record, connection) ?? (await deletion(world, route, entity));
  if (barred !== undefined) return barred;
  const due = await differences(world, route, mapping, entity, record);
  const parked = parkedFields(entity, record, mapping);
  if (record.intent !== undefined) {
    return {
      state: 'writing',
      code: 'write-under-way',
      reason: { en: `It is being written in ${connection}; the answer is awaited or looked for.`, zh: `正在写入 ${connection}，等待或确认结果。` },
      fields: due,
    };
  }
  if (due.length > 0) {
    const waits = await waitsForParent(world, connection, mapping, entity);
    return {
      ...(waits ?? {
        state: 'due',
        code: 'to-update',
        reason: { en: `${due.length} ${due.length === 1 ? 'field differs' : 'fields differ'} and will be written.`, zh: `${due.length} 个字段不同，将写入。` },
      }),
      fields: [...due, ...parked],
    };
  }
  if (parked.length > 0) {
    const [first] = parked as [Difference];
    return { state: 'parked', code: 'parked', reason: { en: `${first.field}: ${first.reason?.en ?? ''}`, zh: `${first.field}：${first.reason?.zh ?? ''}` }, fields: parked };
  }
  const failure = (await failuresOfRecord(world, record.ref)).find((f) => f.cause.startsWith('write.'));
  if (failure !== undefined) return failedStanding(failure);
  return { state: 'current', code: 'current', reason: { en: `${connection} says the same.`, zh: `${connection} 中的内容一致。` } };
}

function heldBack(entity: Entity, record: SourceRecord, connection: string): Standing | undefined {
  if (record.state === 'missing') {
    return {
      state: 'held',
      code: 'missing',
      reason: {
        en: `The last list of ${connection} did not show it. Nothing is written until it is seen again or known to be gone.`,
        zh: `${connection} 的最近一次清单中没有它，确认前不写入。`,
      },
    };
  }
  if (entity.members[record.ref]?.held === true) {
    return {
      state: 'held',
      code: 'delete-vs-edit',
      reason: { en: `Deleted at its source, but edited in ${connection} afterwards: a person decides.`, zh: `来源已删除，但之后在 ${connection} 中被编辑，需要人工决定。` },
    };
  }
  if (record.archived === true)
    return {
      state: 'current',
      code: 'archived',
      reason: { en: `Archived in ${connection}, because it was deleted at its source.`, zh: `来源已删除，已在 ${connection} 中归档。` },
    };
  return undefined;
}

/** A delete at a source that the route carries on. */
async function deletion(world: World, route: RouteConfig, entity: Entity): Promise<Standing | undefined> {
  if (entity.deleted === undefined) return undefined;
  const { connection, stream } = route.to;
  const { action } = entity.deleted;
  const word = action === 'archive' ? { en: 'archived', zh: '归档' } : { en: 'deleted', zh: '删除' };
  if ((await world.stream(connection, stream)).write?.actions.includes(action) === true) {
    return {
      state: 'due',
      code: `to-${action}`,
      reason: { en: `Deleted at its source; it will be ${word.en} in ${connection}.`, zh: `来源已删除，将在 ${connection} 中${word.zh}。` },
    };
  }
  return {
    state: 'current',
    code: `${action}-unsupported`,
    reason: { en: `Deleted at its source, but ${connection} cannot have it ${word.en}.`, zh: `来源已删除，但 ${connection} 不支持${word.zh}。` },
  };
}

async function differences(world: World, route: RouteConfig, mapping: StreamMapping, entity: Entity, record: SourceRecord): Promise<Difference[]> {
  const parents = await parentsOf(world, { connection: route.to.connection, mapping }, entity);
  const wanted = desired(entity, record, mapping, parents.resolveOut).fields;
  const there = fieldsOf(record.snapshot, record.held, mapping).fields;
  return Object.entries(wanted).map(([field, f]) => ({ field, wanted: f.raw, there: there[field] ?? null }));
}

/** Values that are not sent again until golden, the mapping or a person changes that. */
function parkedFields(entity: Entity, record: SourceRecord, mapping: StreamMapping): Difference[] {
  const there = fieldsOf(record.snapshot, record.held, mapping).fields;
  return Object.entries(record.cells).flatMap(([field, cell]) => {
    if (cell.park === undefined || cell.park.mapping !== mapping.version || entity.golden[field] === undefined) return [];
    return [{ field, wanted: cell.park.raw, there: there[field] ?? null, reason: parkReason(cell.park) }];
  });
}

function parkReason(park: NonNullable<Cell['park']>): Difference['reason'] {
  if (park.why === 'contested') return { en: 'Written several times and each time set back there by something else.', zh: '多次写入后均被对方系统改回。' };
  return { en: `Refused: ${park.message ?? 'the system gave no reason'}`, zh: `被拒绝：${park.message ?? '对方未说明原因'}` };
}
