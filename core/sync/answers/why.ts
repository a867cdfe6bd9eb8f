import { isEntityId, partsOf } from '../../model/ids.ts';
import { isoOf } from '../../model/time.ts';
import { canonicalType } from '../../model/types.ts';
import { type Entity, labelOf } from '../entity.ts';
import type { SourceRecord } from '../record.ts';
import { readEntity, readRecord, readRecords } from '../store.ts';
import type { WhyView } from '../views/why.ts';
import type { World } from '../world.ts';
import { changedAt } from './changed-at.ts';
import { conflictViews } from './conflict-view.ts';
import { whyFields } from './why-fields.ts';
import { whyHistory } from './why-history.ts';
import { whyLinks } from './why-links.ts';
import { recordState } from './why-record.ts';
import { whyTargets } from './why-targets.ts';

/** Why an entity, or the record of a system, says what it says and stands where it stands. Undefined for an id that does not exist and for streams that are not configured. */
export async function why(world: World, subject: string): Promise<WhyView | undefined> {
  if (isEntityId(subject)) {
    const entity = await readEntity(world, subject);
    return entity === undefined ? undefined : entityWhy(world, subject, entity.value);
  }
  if (!/^[^/]+\/[^/]+\/./.test(subject)) return undefined;
  const { connection, stream } = partsOf(subject);
  if (world.mapping(connection, stream) === undefined) return undefined;
  const stored = (await readRecord(world, subject))?.value;
  const record = await recordState(world, subject, stored);
  const entity = stored === undefined ? undefined : await readEntity(world, stored.entity);
  return entity === undefined ? { ...nothing(subject), record } : { ...(await entityWhy(world, subject, entity.value)), record };
}

function nothing(subject: string): WhyView {
  return { subject, fields: [], targets: [], links: [], conflicts: [], history: [] };
}

async function entityWhy(world: World, subject: string, entity: Entity): Promise<WhyView> {
  const records = new Map<string, SourceRecord>();
  for (const read of await readRecords(world, Object.keys(entity.members), true)) if (read !== undefined) records.set(read.value.ref, read.value);
  const changed = await changedAt(world, [entity]);
  return {
    subject,
    entity: {
      id: entity.id,
      type: entity.type,
      label: labelOf(entity, canonicalType(entity.type).label),
      version: entity.goldenVersion,
      changedAt: isoOf(changed.get(entity.id) ?? entity.foundedAt),
    },
    ...(isEntityId(subject) && subject !== entity.id ? { redirectedFrom: subject } : {}),
    fields: await whyFields(world, entity, records),
    targets: await whyTargets(world, entity, records),
    links: await whyLinks(world, entity),
    conflicts: await conflictViews(world, entity),
    history: await whyHistory(world, entity),
  };
}
