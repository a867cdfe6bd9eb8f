import { isEntityId, partsOf } from '../../model/ids.ts';
import { isoOf } from '../../model/time.ts';
import { canonicalType } from '../../model/types.ts';
import { type Entity, labelOf } from '../entity.ts';
import type { SourceRecord } from '../record.ts';
import { readEntity, readRecord, readRecords } from '../store.ts';
import type { RecordView } from '../views/records.ts';
import type { World } from '../world.ts';
import { changedAt } from './changed-at.ts';
import { conflictViews } from './conflict-view.ts';
import { goldenView } from './golden-view.ts';
import { isLive } from './record-line.ts';

/** The entity that an id or a record's name leads to; undefined when there is none. */
export async function entityBy(world: World, id: string): Promise<Entity | undefined> {
  if (isEntityId(id)) return (await readEntity(world, id))?.value;
  if (!/^[^/]+\/[^/]+\/./.test(id)) return undefined;
  const record = await readRecord(world, id);
  return record === undefined ? undefined : (await readEntity(world, record.value.entity))?.value;
}

/** One entity as everybody should see it. */
export async function recordView(world: World, id: string): Promise<RecordView | undefined> {
  const entity = await entityBy(world, id);
  if (entity === undefined) return undefined;
  const records = new Map((await readRecords(world, Object.keys(entity.members), true)).flatMap((r) => (r === undefined ? [] : [[r.value.ref as string, r.value] as const])));
  const changed = await changedAt(world, [entity]);
  return {
    ...outlineOf(entity, changed.get(entity.id) ?? entity.foundedAt, records),
    ...(isEntityId(id) && id !== entity.id ? { redirectedFrom: id } : {}),
    conflicts: await conflictViews(world, entity),
  };
}

/** Everything that the entity itself tells; what its records tell when they are given. */
export function outlineOf(entity: Entity, at: number, records?: ReadonlyMap<string, SourceRecord>): RecordView {
  return {
    id: entity.id,
    type: entity.type,
    label: labelOf(entity, canonicalType(entity.type).label),
    state: isLive(entity) ? 'live' : 'gone',
    version: entity.goldenVersion,
    changedAt: isoOf(at),
    golden: goldenView(entity),
    links: Object.keys(entity.members)
      .sort()
      .map((ref) => linkOf(entity, ref, records?.get(ref))),
    pinned: Object.keys(entity.pins).sort(),
    frozen: Object.keys(entity.freezes).sort(),
  };
}

function linkOf(entity: Entity, ref: string, record: SourceRecord | undefined): RecordView['links'][number] {
  const { connection, stream } = partsOf(ref);
  const member = entity.members[ref];
  return {
    record: ref,
    connection,
    stream,
    role: member?.role ?? 'secondary',
    state: record?.state ?? (member?.dead === true ? 'gone' : 'live'),
    ...(record === undefined ? {} : { origin: record.origin, readAt: isoOf(record.lastReadAt) }),
  };
}
