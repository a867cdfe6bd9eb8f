/** A key tells 1/n of each of its n entities. An entity is read when the keys it shares with the record tell this much of it: one key of four, or several wider ones. So a crowded key costs no reads long before it turns generic. */
const shareMin = 1 / 4;

/** A record is compared with at most this many entities, those that share most first. */
export const candidatesMax = 44;

/** Which entities to read for a record, the closest first. `sets` holds, per claim or usable key of the record, the live entities under it (redirects followed); claims always count. Ties keep the order in which entities first appear. */
export function worthReading<Entity>(sets: readonly { readonly key: string; readonly entities: readonly Entity[] }[], limit = candidatesMax): readonly Entity[] {
  const shares = new Map<Entity, number>();
  for (const { key, entities } of sets) {
    const distinct = new Set(entities);
    for (const entity of distinct) shares.set(entity, (shares.get(entity) ?? 0) + (key.startsWith('claim:') ? limit : 1 / distinct.size));
  }
  return [...shares]
    .filter(([, share]) => share >= shareMin)
    .sort((x, y) => y[1] - x[1])
    .slice(0, limit)
    .map(([entity]) => entity);
}
