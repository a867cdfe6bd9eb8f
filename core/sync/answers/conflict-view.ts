import type { JsonObject } from '../../model/json.ts';
import { jsonEqual } from '../../model/json.ts';
import { isoOf } from '../../model/time.ts';
import { familyOf } from '../../ports/mapping.ts';
import type { Conflict } from '../conflicts.ts';
import type { Entity } from '../entity.ts';
import type { RecordView } from '../views/records.ts';
import type { World } from '../world.ts';

type ConflictView = NonNullable<RecordView['conflicts']>[number];

/** Conflicts shown of one entity, newest first. */
const conflictsMax = 100;

/** Edits of an entity that are not golden, newest first. */
export async function conflictViews(world: World, entity: Entity): Promise<ConflictView[]> {
  const page = await world.table.query(`ENT#${entity.id}`, { prefix: 'CONF#', consistent: true });
  const rows = page.items.map((item) => item.body as unknown as Conflict & { readonly loggedAt: number } & JsonObject);
  const shown = rows.toSorted((a, b) => b.stamp.at - a.stamp.at).slice(0, conflictsMax);
  return shown.map((c) => ({
    id: c.id,
    field: c.field,
    kind: c.reason,
    value: c.value,
    record: c.loser,
    at: isoOf(c.stamp.at),
    winner: c.winning,
    open: isOpen(world, entity, c),
  }));
}

/** A person is asked: whether to delete what was edited after the delete, and where the policy says that concurrent edits are decided by people, until the field is pinned or changed. */
function isOpen(world: World, entity: Entity, c: Conflict): boolean {
  if (c.reason === 'delete-vs-edit') return entity.members[c.winner]?.held === true;
  if (c.reason !== 'concurrent') return false;
  const reviewed = world.config.policies[entity.type]?.review.includes(familyOf(c.field).name) === true;
  return reviewed && entity.pins[c.field] === undefined && jsonEqual(entity.golden[c.field]?.value ?? null, c.winning);
}
