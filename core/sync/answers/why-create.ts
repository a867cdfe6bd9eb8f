import { partsOf } from '../../model/ids.ts';
import { canonicalType } from '../../model/types.ts';
import type { StreamMapping } from '../../ports/mapping.ts';
import { slotsOf } from '../adopt.ts';
import type { RouteConfig } from '../config.ts';
import { type Entity, labelOf } from '../entity.ts';
import type { Failure } from '../failure.ts';
import { parentsOf } from '../parents.ts';
import { readEntity } from '../store.ts';
import { readStreamState } from '../stream-state.ts';
import type { World } from '../world.ts';
import { failuresOfRecord } from './failure-rows.ts';
import type { Standing } from './why-targets.ts';

/** Why an entity has no record at a target, in the order in which deliver looks. */
export async function createStanding(world: World, route: RouteConfig, mapping: StreamMapping, entity: Entity): Promise<Standing> {
  const { connection, stream } = route.to;
  const barred = (await mayNotCreate(world, route, entity)) ?? (await waitsForSource(world, entity));
  if (barred !== undefined) return barred;
  const waits = await waitsForParent(world, connection, mapping, entity);
  if (waits !== undefined) return waits;
  const slots = await slotsOf(world, entity, connection, stream);
  const unseen = slots.find((s) => s.value.state === 'open' && s.value.recordId !== undefined)?.value.recordId;
  if (unseen !== undefined) {
    return {
      state: 'waiting',
      code: 'made-unseen',
      reason: {
        en: `Record ${unseen} was made for it in ${connection}, which does not show it: not yet, not to us, or it was removed there. It is not made again.`,
        zh: `已在 ${connection} 为其创建记录 ${unseen}，但对方系统未显示该记录：尚未显示、无权查看，或已被删除。不会重复创建。`,
      },
    };
  }
  const [failure] = await failuresOfRecord(world, `${connection}/${stream}/new:${entity.id}`);
  // What a try without an answer has made is looked for also after a later one was refused.
  if (slots.some(({ value }) => value.state === 'open' && (failure === undefined || world.clock.now() <= value.intent.deadline))) {
    return {
      state: 'writing',
      code: 'create-under-way',
      reason: { en: `It is being created in ${connection}; the answer is awaited or looked for.`, zh: `正在 ${connection} 中创建，等待或确认结果。` },
    };
  }
  if (failure !== undefined) return failedStanding(failure);
  const made = slots.find((s) => s.value.state === 'done' && s.value.recordId !== undefined)?.value.recordId;
  if (made !== undefined) {
    return {
      state: 'not-created',
      code: 'made-for-other',
      reason: {
        en: `Record ${made} was made for it in ${connection} and belongs to another entity now, or was removed there.`,
        zh: `曾在 ${connection} 为其创建记录 ${made}，现已属于其他实体或被删除。`,
      },
    };
  }
  return { state: 'due', code: 'to-create', reason: { en: `It will be created in ${connection}.`, zh: `将在 ${connection} 中创建。` } };
}

/** A failure of a write is why the entity does not go on. */
export function failedStanding(failure: Failure): Standing {
  return { state: failure.kind === 'waiting' ? 'waiting' : 'failed', code: failure.kind === 'waiting' ? 'waits-for-parent' : 'refused', reason: failure.reason };
}

async function mayNotCreate(world: World, route: RouteConfig, entity: Entity): Promise<Standing | undefined> {
  const { connection, stream } = route.to;
  const not = (code: string, en: string, zh: string): Standing => ({ state: 'not-created', code, reason: { en, zh } });
  if (entity.suppress.includes(connection))
    return not('suppressed', `A person removed it in ${connection}. It is not created there again.`, `已有人在 ${connection} 中删除，不再创建。`);
  if (entity.deleted !== undefined)
    return not('deleted-at-source', `It was deleted in ${partsOf(entity.deleted.by).connection}.`, `已在 ${partsOf(entity.deleted.by).connection} 中删除。`);
  if (!route.create) return not('create-off', `Route ${route.name} only updates what is there (create: false).`, `路由 ${route.name} 只更新已有记录（create: false）。`);
  if ((await world.stream(connection, stream)).write?.actions.includes('create') !== true) {
    return not('create-unsupported', `${connection}.${stream} cannot create records.`, `${connection}.${stream} 不支持创建记录。`);
  }
  const live = Object.keys(entity.members).filter((ref) => entity.members[ref]?.dead !== true);
  if (live.length === 0) return not('gone', 'No system holds it any more.', '所有系统中均已不存在。');
  if (route.from.length > 0 && !live.some((ref) => route.from.includes(partsOf(ref).connection))) {
    return not(
      'not-from-sources',
      `Only records of ${route.from.join(', ')} lead to a create by route ${route.name}.`,
      `路由 ${route.name} 只为来自 ${route.from.join('、')} 的记录创建。`,
    );
  }
  return undefined;
}

async function waitsForSource(world: World, entity: Entity): Promise<Standing | undefined> {
  for (const ref of Object.keys(entity.members)) {
    const { connection, stream } = partsOf(ref);
    if (!(await readStreamState(world, connection, stream)).state.resync) continue;
    return {
      state: 'waiting',
      code: 'source-resync',
      reason: { en: `${connection}.${stream} is being read anew; nothing is created from it until that ends.`, zh: `正在重新完整读取 ${connection}.${stream}，结束前不创建。` },
    };
  }
  return undefined;
}

/** A required reference that the target does not have yet: `waits for organization Nordlicht in tryton`. */
export async function waitsForParent(world: World, connection: string, mapping: StreamMapping, entity: Entity): Promise<Standing | undefined> {
  const { missing } = await parentsOf(world, { connection, mapping }, entity);
  if (missing === undefined) return undefined;
  const parent = missing.parent === undefined ? undefined : (await readEntity(world, missing.parent))?.value;
  if (parent === undefined) {
    const name = missing.on.replace(/^(?:REC|LINK)#/, '');
    return {
      state: 'waiting',
      code: 'waits-for-parent',
      reason: { en: `Waits for ${name}, which it names and which has not come in.`, zh: `等待其引用的 ${name}，该记录尚未读入。` },
    };
  }
  const name = `${parent.type} ${labelOf(parent, canonicalType(parent.type).label) || parent.id}`;
  return { state: 'waiting', code: 'waits-for-parent', reason: { en: `Waits for ${name} in ${connection}.`, zh: `等待 ${name} 出现在 ${connection} 中。` } };
}
