import { partsOf } from '../model/ids.ts';
import type { Op } from '../ports/table.ts';
import type { RouteConfig } from './config.ts';
import { logConflicts } from './conflict-log.ts';
import type { Entity } from './entity.ts';
import { signatureOf } from './features.ts';
import { foldInto, foundEntity } from './recompute.ts';
import type { SourceRecord } from './record.ts';
import { recordKey } from './record-item.ts';
import { entityOp, put, readEntities, readEntity, readRecord, type Versioned } from './store.ts';
import type { World } from './world.ts';

/** What a fold came to. */
export interface Folded {
  readonly entity: Entity;
  readonly conflicts: number;
  /** False when the entity already had this `seq`. */
  readonly changed: boolean;
}

/** Conditional writes of one entity tried in a row; more means that one key is hammered, and the message comes back. */
const foldTriesMax = 50;

/** Copies a stored record into its entity, recomputes golden, logs what lost, and commits in one conditional write: that commit is the announcement. Repeatable; undefined when the record is gone and never belonged. */
export async function fold(world: World, stored: Versioned<SourceRecord>): Promise<Folded | undefined> {
  let record = stored;
  for (let attempt = 0; attempt < foldTriesMax; attempt += 1) {
    const read = await readEntity(world, record.value.entity);
    const founding = read === undefined;
    if (founding && record.value.state === 'gone') return undefined;
    const entity = read?.value ?? foundEntity(record.value.entity, record.value, world.clock.now());
    const result = foldInto(world, entity, record.value, signatureOf(world, record.value, entity));
    if (result === undefined) return read === undefined || !(record.value.ref in entity.members) ? undefined : { entity, conflicts: 0, changed: false };
    await logConflicts(world, entity.id, result.conflicts);
    const next = withDeletion(world, result.entity, record.value);
    const joins = !founding && entity.members[record.value.ref] === undefined && wasApart(entity, record.value.ref);
    if ((await put(world, opsFor(next, read?.version ?? 0, joins ? record : undefined))) === 'ok') return { entity: next, conflicts: result.conflicts.length, changed: true };
    // Somebody else wrote the entity, or (when joining) a split moved the record: look at both again.
    const again = await readRecord(world, record.value.ref);
    if (again === undefined) return undefined;
    record = again;
  }
  throw new Error(`the entity of ${stored.value.ref} changed ${foldTriesMax} times while it was folded`);
}

/** True when a split took this record away from here once: entities remember whom they must not join. */
function wasApart(entity: Entity, ref: string): boolean {
  return entity.cannotLink.some(([a, b]) => a === ref || b === ref);
}

/** A record that was split away joins again only while it still points here: otherwise a worker that was held up would undo the split. */
function opsFor(entity: Entity, version: number, joining: Versioned<SourceRecord> | undefined): Op[] {
  const op = entityOp(entity, version);
  if (joining === undefined) return [op];
  return [op, { op: 'check', key: recordKey(joining.value.ref), when: { version: joining.version } }];
}

/** A delete at a source removes the record's say; it reaches a target only where a route says so. */
function withDeletion(world: World, entity: Entity, rec: SourceRecord): Entity {
  if (rec.state === 'live') {
    const { deleted, ...rest } = entity;
    return deleted?.by === rec.ref ? rest : entity;
  }
  const deleted = entity.deleted ?? deletionBy(world, rec);
  return deleted === undefined ? entity : { ...entity, deleted };
}

/** What somebody's delete of this record means for its customer; undefined where nobody deleted it, or no route carries that anywhere. */
export function deletionBy(world: World, rec: SourceRecord): Entity['deleted'] {
  if (rec.state !== 'gone' || rec.goneBy !== 'human' || rec.deletedAt === undefined) return undefined;
  const { connection } = partsOf(rec.ref);
  const route = world.config.routes.find((r) => r.type === rec.type && r.onSourceDelete !== 'keep' && isSource(r, connection));
  if (route === undefined || route.onSourceDelete === 'keep') return undefined;
  return { stamp: rec.deletedAt, by: rec.ref, action: route.onSourceDelete };
}

/** True when records of the connection flow along the route; no names = every connection but the target itself. */
function isSource(route: RouteConfig, connection: string): boolean {
  return route.from.length === 0 ? connection !== route.to.connection : route.from.includes(connection);
}

/** Of these records, the names of those whose entity does not yet hold what they say. */
export async function behindOf(world: World, records: readonly SourceRecord[]): Promise<string[]> {
  const entities = await readEntities(
    world,
    records.map((r) => r.entity),
  );
  return records.flatMap((rec) => {
    const seq = entities.get(rec.entity)?.value.members[rec.ref]?.seq;
    const behind = seq === undefined ? rec.state !== 'gone' : seq < rec.seq;
    return behind ? [rec.ref] : [];
  });
}
