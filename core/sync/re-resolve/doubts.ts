import type { Evidence } from '../../identity/resolver.ts';
import { partsOf } from '../../model/ids.ts';
import type { Entity } from '../entity.ts';
import { entityKey } from '../entity-item.ts';
import { featuresOf } from '../features.ts';
import type { SourceRecord } from '../record.ts';
import { decideBeside } from '../resolve.ts';
import { partitionPages, readRecords } from '../store.ts';
import type { World } from '../world.ts';

/** A record that is linked and would not be today. */
export interface Doubt {
  readonly record: SourceRecord;
  readonly evidence: Evidence;
}

/** Links of an entity that would not be made today: records that do not come to its others, at most one fewer than there are, the founder last. None where a person has put the entity together: that stands whatever a model says. */
export async function doubtsAbout(world: World, entity: Entity): Promise<readonly Doubt[]> {
  const doubts: Doubt[] = [];
  const signed = signedMembers(entity);
  if (signed.length < 2) return doubts;
  for (const read of await readRecords(world, signed, true)) {
    const record = read?.value;
    if (record === undefined || record.origin !== 'native' || record.state === 'gone') continue;
    const { connection, stream } = partsOf(record.ref);
    const mapping = world.mapping(connection, stream);
    if (mapping === undefined) continue;
    const decision = await decideBeside(world, record, featuresOf(world, record, mapping, entity), entity);
    const evidence = decision?.kind === 'new' ? decision.near[0]?.evidence : undefined;
    if (evidence !== undefined) doubts.push({ record, evidence });
  }
  if (doubts.length === 0 || (await isPutTogetherByPerson(world, entity))) return [];
  return doubts.sort((a, b) => Number(a.record.ref === entity.founder) - Number(b.record.ref === entity.founder)).slice(0, signed.length - 1);
}

/** Members that can be compared. */
export function signedMembers(entity: Entity): readonly string[] {
  return Object.keys(entity.members).filter((ref) => entity.members[ref]?.signature !== undefined && entity.members[ref]?.dead !== true);
}

/** True when one of its links is a person's word. */
async function isPutTogetherByPerson(world: World, entity: Entity): Promise<boolean> {
  for (const id of [entity.id, ...Object.values(entity.absorbed)]) {
    for await (const edges of partitionPages(world, entityKey(id).pk, { prefix: 'EDGE#' })) if (edges.some(({ body }) => body['by'] !== 'auto')) return true;
  }
  return false;
}
