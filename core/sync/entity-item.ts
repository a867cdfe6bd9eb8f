import { cutText } from '../model/cut.ts';
import type { EntityId, Ref } from '../model/ids.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { keyPart, shardOf } from '../model/keys.ts';
import { named } from '../model/named.ts';
import { canonicalType } from '../model/types.ts';
import type { Canon } from '../ports/mapping.ts';
import type { Item, ItemInput, Key } from '../ports/table.ts';
import { type Entity, type GoldenField, labelOf, type Member, type WinningRule } from './entity.ts';
import { listStateOf } from './list-state.ts';
import { goldenOfOne } from './schema-one.ts';
import { loadStamp, type StoredStamp, sameStamp, storeStamp } from './stamp.ts';
import { inRuns, loadAssertions, storeAssertions } from './stored-fields.ts';

/** Schema number of entity items; readers upcast older ones. */
export const entitySchema = 2;

/** Where an entity lies. Its history, conflicts and evidence share the partition. */
export function entityKey(id: string): Key {
  return { pk: `ENT#${id}`, sk: '@' };
}

/** The id of the entity in whose partition something lies. */
export function entityAt(pk: string): EntityId {
  return pk.slice('ENT#'.length) as EntityId;
}

/** Index partition that lists the entities of a type by folded name. */
export function entityListKey(type: string, shard: string): string {
  return `LIST#${type}#${shard}`;
}

/** Lists are sorted by this: compatibility forms joined, case and accents folded. */
export function foldName(text: string): string {
  return keyPart(cutText(text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim(), 60));
}

const rules: readonly WinningRule[] = ['pin', 'freeze', 'rank', 'latest', 'fallback', 'dead'];

type GoldenRun = readonly [names: readonly string[], values: readonly Canon[], from: number | string, stamp: StoredStamp, rule: number];

/** Golden in runs, as other fields are (`stored-fields.ts`). */
function storeGolden(golden: Readonly<Record<string, GoldenField>>, refs: readonly string[]): Json {
  return inRuns(golden, {
    isLike: (a, b) => a.ref === b.ref && sameStamp(a.stamp, b.stamp) && a.rule === b.rule,
    begin: ({ ref, stamp, rule }, names, values) => {
      const from = refs.indexOf(ref);
      return [names, values, from >= 0 ? from : ref, storeStamp(stamp, ref) as Json, rules.indexOf(rule)];
    },
    own: ({ value }) => value,
  });
}

function loadGolden(stored: Json, refs: readonly string[]): Record<string, GoldenField> {
  if (!Array.isArray(stored)) return goldenOfOne(stored as JsonObject, refs, rules);
  const golden = named<GoldenField>();
  for (const [names, values, from, at, number] of stored as unknown as readonly GoldenRun[]) {
    const ref = typeof from === 'number' ? (refs[from] as string) : from;
    const [stamp, rule] = [loadStamp(at, ref), rules[number] as WinningRule];
    for (let i = 0; i < names.length; i += 1) golden[names[i] as string] = { value: values[i] as Canon, ref, stamp, rule };
  }
  return golden;
}

function storeMember(member: Member, ref: string): JsonObject {
  const { assertions, ...rest } = member;
  return { ...(rest as unknown as JsonObject), a: storeAssertions(assertions, ref) };
}

function loadMember(stored: JsonObject, ref: string): Member {
  const { a, ...rest } = stored;
  return { ...(rest as unknown as Omit<Member, 'assertions'>), assertions: loadAssertions(a as Json, ref) };
}

function isFilled(value: unknown): boolean {
  if (value === undefined) return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || value === null || Object.keys(value).length > 0;
}

/** Bodies are never changed once written or read, so a store that hands out the same body again need not be read twice. */
const decoded = new WeakMap<JsonObject, Entity>();

/** The entity as an item. A redirect (merged away) leaves the lists. */
export function entityItem(entity: Entity): ItemInput {
  const { id, members, golden, ...rest } = entity;
  const refs = Object.keys(members);
  const body: Record<string, unknown> = { v: entitySchema };
  for (const key in rest) {
    const value = rest[key as keyof typeof rest];
    if (isFilled(value)) body[key] = value;
  }
  body['members'] = refs.map((ref) => [ref, storeMember(members[ref] as Member, ref)]);
  body['golden'] = storeGolden(golden, refs);
  decoded.set(body as JsonObject, entity);
  const label = labelOf(entity, canonicalType(entity.type).label);
  const index = {
    lpk: entityListKey(entity.type, shardOf(id)),
    lsk: `${foldName(label)}#${id}`,
    label: cutText(label, 120),
    state: listStateOf(entity),
  };
  return { ...entityKey(id), kind: 'entity', body: body as JsonObject, ...(entity.mergedInto === undefined ? { index } : {}) };
}

/** An entity from its item; throws `TypeError` on a schema newer than this program. */
export function entityOf(item: Item): Entity {
  const known = decoded.get(item.body);
  if (known !== undefined) return known;
  const entity = decode(item);
  decoded.set(item.body, entity);
  return entity;
}

function decode(item: Item): Entity {
  const body = item.body as unknown as Record<string, unknown> & { v: number };
  if (body.v > entitySchema) throw new TypeError(`entity item of schema ${body.v}; this program reads up to ${entitySchema}`);
  const { v: _, members, golden, ...rest } = body;
  const loaded = named<Member>();
  for (const [ref, member] of (Array.isArray(members) ? members : Object.entries(members as JsonObject)) as [string, JsonObject][]) loaded[ref] = loadMember(member, ref);
  const stored = rest as unknown as Partial<Entity> & Pick<Entity, 'type' | 'founder' | 'foundedAt' | 'goldenVersion'>;
  return {
    pins: {},
    freezes: {},
    suppress: [],
    cannotLink: [],
    absorbed: {},
    ...stored,
    id: entityAt(item.pk),
    founder: stored.founder as Ref,
    members: loaded,
    golden: loadGolden(golden as Json, Object.keys(loaded)),
  };
}
