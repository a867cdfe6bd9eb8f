import { named } from '../model/named.ts';
import type { Entity, GoldenField } from './entity.ts';
import { type HistoryOp, historyOf, historyOp, historySk, type Told } from './history.ts';
import { put } from './store.ts';
import type { World } from './world.ts';

/** Versions read to know what history has told; what only older ones tell counts as never told. */
const versionsMax = 200;

/** Writes the row of the entity's version when there is none: what differs from what history has told. True when it was missing. */
export async function mendHistory(world: World, entity: Entity): Promise<boolean> {
  const [row] = await world.table.get([{ pk: `ENT#${entity.id}`, sk: historySk(entity.goldenVersion) }], { consistent: true });
  if (row !== undefined) return false;
  const op = historyOp(await toldOf(world, entity), entity, world.clock.now());
  return (await put(world, [{ ...op, item: { ...op.item, body: { ...op.item.body, repaired: true } } }])) === 'ok';
}

/** The values that history has told last. */
async function toldOf(world: World, entity: Entity): Promise<Told> {
  const golden = named<Pick<GoldenField, 'value'>>();
  const { items } = await world.table.query(`ENT#${entity.id}`, { prefix: 'HIST#', reverse: true, limit: versionsMax, consistent: true });
  for (const row of items.map(historyOf)) for (const { field, new: value } of row.lines) if (golden[field] === undefined) golden[field] = { value };
  return { golden };
}

/** Writes the row of a version that relay announces; repeated it changes nothing. The feed was only late where an audit has written it meanwhile. */
export async function writeHistory(world: World, op: HistoryOp): Promise<void> {
  if ((await put(world, [op])) === 'ok') return;
  const [there] = await world.table.get([op.item], { consistent: true });
  if (there !== undefined && historyOf(there).repaired === true) await put(world, [{ ...op, when: { version: there.version } }]);
}
