import { ok, type Result } from '../../model/result.ts';
import { isoOf } from '../../model/time.ts';
import { canonicalType } from '../../model/types.ts';
import { type Entity, labelOf } from '../entity.ts';
import { beginErasure } from '../erase/begin.ts';
import { type Erasure, readErasure } from '../erase/erasure.ts';
import { systemsOf } from '../erase/targets.ts';
import { erasedAmong } from '../erase/tombstone.ts';
import type { Actor, Refusal } from '../service.ts';
import type { ErasePlanView, ErasureView } from '../views/erase.ts';
import type { World } from '../world.ts';
import { writeLog } from './log.ts';
import { entityBy } from './record-view.ts';
import { noEntity, refuse } from './refuse.ts';

/** What erasing a person would take away; changes nothing. */
export async function planErasure(world: World, subject: string): Promise<Result<ErasePlanView, Refusal>> {
  const found = await personBy(world, subject);
  if (!found.ok) return found;
  const entity = found.value;
  return ok({ entity: entity.id, label: labelOf(entity, canonicalType(entity.type).label), records: Object.keys(entity.members).sort(), systems: await systemsOf(world, entity) });
}

/** Begins to erase a person; there is no way back. */
export async function erase(world: World, subject: string, reason: string, by: Actor): Promise<Result<ErasureView, Refusal>> {
  const found = await personBy(world, subject);
  if (!found.ok) return found;
  const erasure = await beginErasure(world, found.value, by.name, reason);
  await writeLog(world, by, 'erase', { id: erasure.id }); // whom it is about stands nowhere but in the job
  return ok(viewOf(erasure));
}

/** How far an erasure is, or its receipt. */
export async function erasureView(world: World, id: string): Promise<ErasureView | undefined> {
  const found = await readErasure(world, id);
  return found === undefined ? undefined : viewOf(found.value);
}

async function personBy(world: World, subject: string): Promise<Result<Entity, Refusal>> {
  const entity = await entityBy(world, subject);
  if (entity === undefined) {
    if (!(await erasedAmong(world, [subject])).has(subject)) return noEntity(subject);
    return refuse('refused', 'ERASE_DONE', { en: `${subject} was erased already. Nothing is left to erase.`, zh: `${subject} 已被擦除，没有可擦除的内容。` });
  }
  if (entity.type === 'person') return ok(entity);
  return refuse(
    'refused',
    'ERASE_TYPE',
    {
      en: `${subject} is of type ${entity.type}; only persons are erased. Mail and calls go with their person; delete business records in the system that owns them.`,
      zh: `${subject} 的类型为 ${entity.type}；只能擦除人员。邮件与通话随人员一并擦除；业务记录请在其所属系统中删除。`,
    },
    { record: subject },
  );
}

function viewOf({ id, by, reason, subject, phase, startedAt, endedAt, erased, kept, systems, remains }: Erasure): ErasureView {
  const rows = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([what, count]) => ({ what, count }))
      .sort((a, b) => (a.what < b.what ? -1 : 1));
  const times = { startedAt: isoOf(startedAt), ...(endedAt === undefined ? {} : { endedAt: isoOf(endedAt) }) };
  return {
    id,
    state: phase === 'done' ? 'done' : 'running',
    by,
    reason,
    subject,
    ...times,
    erased: rows(erased),
    kept: rows(kept),
    systems: systems.map((system) => ({ ...system })),
    remains: remains.map((sentence) => ({ ...sentence })),
  };
}
