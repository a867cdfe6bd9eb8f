import { partsOf } from '../../model/ids.ts';
import type { Json } from '../../model/json.ts';
import { isoOf } from '../../model/time.ts';
import { canonicalType } from '../../model/types.ts';
import { familyOf } from '../../ports/mapping.ts';
import type { Item } from '../../ports/table.ts';
import type { Conflict } from '../conflicts.ts';
import { type Entity, labelOf } from '../entity.ts';
import { historyOf, historySk } from '../history.ts';
import type { SourceRecord } from '../record.ts';
import { readEntity, readRecord, readRecords } from '../store.ts';
import type { RecordView } from '../views/records.ts';
import type { World } from '../world.ts';
import { readItems } from './scan-list.ts';

type ConflictView = NonNullable<RecordView['conflicts']>[number];

/** Golden values for people: sets as sorted lists, nulls left out. */
export function goldenView(entity: Entity): Record<string, Json> {
  const values: Record<string, Json> = {};
  const sets = new Map<string, string[]>();
  for (const [field, { value }] of Object.entries(entity.golden)) {
    const { name, element } = familyOf(field);
    if (value === null) continue;
    if (element === undefined) values[name] = value;
    else sets.set(name, [...(sets.get(name) ?? []), element]);
  }
  for (const [name, elements] of sets) values[name] = elements.sort();
  const order = Object.keys(canonicalType(entity.type).fields);
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
}

/** The name of an entity, else its id: a list never shows nothing. */
export function labelView(entity: Entity): string {
  return labelOf(entity, canonicalType(entity.type).label) || entity.id;
}

/** When golden last changed, by its history row; the latest stamp while that is not written. */
export async function changedAt(world: World, entities: readonly Entity[]): Promise<number[]> {
  const rows = await readItems(
    world,
    entities.map((entity) => ({ pk: `ENT#${entity.id}`, sk: historySk(entity.goldenVersion) })),
  );
  return entities.map((entity, i) => {
    const row = rows[i];
    if (row !== undefined) return historyOf(row).at;
    return Object.values(entity.golden).reduce((latest, golden) => Math.max(latest, golden.stamp.at), entity.foundedAt);
  });
}

/** An entity without its conflicts and the origin of its links: what its item alone tells. */
export function bareRecordView(entity: Entity, changed: number): RecordView {
  const members = Object.entries(entity.members);
  return {
    id: entity.id,
    type: entity.type,
    label: labelView(entity),
    state: members.some(([, member]) => member.dead !== true) ? 'live' : 'gone',
    version: entity.goldenVersion,
    changedAt: isoOf(changed),
    golden: goldenView(entity),
    links: members.map(([record, member]) => {
      const { connection, stream } = partsOf(record);
      return { record, connection, stream, role: member.role, state: member.dead === true ? 'gone' : 'live' };
    }),
    pinned: Object.keys(entity.pins),
    frozen: Object.keys(entity.freezes),
  };
}

/** The entity with this id, or the one that a record (`connection/stream/id`) belongs to. */
export async function entityFor(world: World, id: string): Promise<{ readonly entity: Entity; readonly redirectedFrom?: string } | undefined> {
  const record = id.includes('/') ? await recordNamed(world, id) : undefined;
  const asked = id.includes('/') ? record?.entity : id;
  if (asked === undefined) return undefined;
  const read = await readEntity(world, asked);
  if (read === undefined) return undefined;
  return { entity: read.value, ...(read.value.id === asked ? {} : { redirectedFrom: asked }) };
}

/** The stored record of that name; undefined for a name that is none. */
export async function recordNamed(world: World, name: string): Promise<SourceRecord | undefined> {
  return /^[^/]+\/[^/]+\/./.test(name) ? (await readRecord(world, name))?.value : undefined;
}

/** One entity with its links, and the edits that are not golden. */
export async function recordView(world: World, id: string): Promise<RecordView | undefined> {
  const found = await entityFor(world, id);
  if (found === undefined) return undefined;
  const { entity, redirectedFrom } = found;
  const [[changed], records, conflicts] = await Promise.all([changedAt(world, [entity]), readRecords(world, Object.keys(entity.members), false), conflictsOf(world, entity)]);
  const bare = bareRecordView(entity, changed as number);
  const byRef = new Map(records.flatMap((record) => (record === undefined ? [] : [[record.value.ref as string, record.value]])));
  const links = bare.links.map((link) => {
    const record = byRef.get(link.record);
    return record === undefined ? link : { ...link, state: record.state, origin: record.origin, readAt: isoOf(record.lastReadAt) };
  });
  return { ...bare, ...(redirectedFrom === undefined ? {} : { redirectedFrom }), links, conflicts };
}

/** Most conflicts shown of one entity. */
const conflictsMax = 50;

/** Edits of an entity that are not golden. A person is asked where the policy says so, while the loser still says what it said. */
export async function conflictsOf(world: World, entity: Entity): Promise<ConflictView[]> {
  const page = await world.table.query(`ENT#${entity.id}`, { prefix: 'CONF#', limit: conflictsMax });
  return page.items.map((item) => conflictView(world, entity, item)).sort((a, b) => (a.at < b.at ? 1 : -1));
}

function conflictView(world: World, entity: Entity, item: Item): ConflictView {
  const conflict = item.body as unknown as Conflict;
  const { name } = familyOf(conflict.field);
  const standing = entity.members[conflict.loser]?.assertions[conflict.field]?.stamp.at === conflict.stamp.at;
  const asked =
    (conflict.reason === 'concurrent' && world.config.policies[entity.type]?.review.includes(name)) || conflict.reason === 'doubt' || conflict.reason === 'delete-vs-edit';
  return {
    id: conflict.id,
    field: conflict.field,
    kind: conflict.reason,
    value: conflict.value,
    record: conflict.loser,
    at: isoOf(conflict.stamp.at),
    winner: conflict.winning,
    open: asked === true && standing,
  };
}
