import type { Workspace } from '../../core/model/ids.ts';
import { partsOf } from '../../core/model/ids.ts';
import { isObject, type Json, stableStringify } from '../../core/model/json.ts';
import type { Item, Tables } from '../../core/ports/table.ts';
import type { Entity } from '../../core/sync/entity.ts';
import { entityOf } from '../../core/sync/entity-item.ts';

/** Everything of a workspace's table. */
export async function itemsOf(tables: Tables, workspace: Workspace): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await tables.in(workspace).scan(0, 1, after);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}

/** What a workspace holds, one line per entity: type, golden values, and how many records of which streams it joins. Ids of records and entities depend on who came first and are replaced by what they name. */
export function canonical(items: readonly Item[]): readonly string[] {
  const entities = items.filter((item) => item.kind === 'entity').map(entityOf);
  const byId = new Map(entities.map((entity) => [entity.id as string, entity]));
  return entities
    .filter((entity) => entity.mergedInto === undefined && entity.deleted === undefined)
    .map((entity) => lineOf(entity, byId))
    .sort();
}

function lineOf(entity: Entity, byId: ReadonlyMap<string, Entity>): string {
  const golden = Object.fromEntries(Object.entries(entity.golden).map(([field, { value }]) => [field, named(value, byId)]));
  const live = Object.entries(entity.members).filter(([, member]) => member.dead === undefined);
  const streams = live.map(([ref]) => `${partsOf(ref).connection}/${partsOf(ref).stream}`).sort();
  return `${entity.type} ${stableStringify(golden)} ${streams.join(' ')}`;
}

/** A reference as the name of what it points at. */
function named(value: Json, byId: ReadonlyMap<string, Entity>): Json {
  if (Array.isArray(value)) return value.map((part) => named(part, byId));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, named(part ?? null, byId)]));
  const target = typeof value === 'string' ? byId.get(value) : undefined;
  return target === undefined ? value : `→ ${String(target.golden['name']?.value ?? target.type)}`;
}
