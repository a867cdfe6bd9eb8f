import { recordListKey } from '../record-item.ts';
import type { World } from '../world.ts';
import type { Finder, Found } from './find.ts';
import { listMerged } from './index-list.ts';

/** Entities that have a record in a connection, by the ids that the connection gives. */
export function findByConnection(world: World, type: string, connection: string): Finder {
  return {
    used: 'connection',
    how: { en: `Records of ${connection}, by their ids there.`, zh: `${connection} 中的记录，按其编号排序。` },
    candidates: (after) => inConnection(world, type, connection, after),
  };
}

/** Records read at once. */
const batchMax = 100;

/** Streams one after the other; the cursor names the stream and the place in it. Two records of one entity give it twice. */
async function* inConnection(world: World, type: string, connection: string, after: string | undefined): AsyncGenerator<Found> {
  const streams = world.config.connections.find((c) => c.name === connection)?.streams ?? [];
  const [begun, place] = after === undefined ? [undefined, undefined] : [after.slice(0, after.indexOf('/')), after.slice(after.indexOf('/') + 1)];
  let open = begun === undefined;
  for (const { name } of streams) {
    const isHere = name === begun;
    open ||= isHere;
    if (!open || world.mapping(connection, name)?.type !== type) continue;
    let batch: { ref: string; cursor: string }[] = [];
    for await (const { pk, lsk } of listMerged(world, (shard) => recordListKey(connection, name, shard), {
      ...(isHere && place !== undefined ? { after: place } : {}),
      chunk: 50,
    })) {
      batch.push({ ref: pk, cursor: `${name}/${lsk}` });
      if (batch.length < batchMax) continue;
      yield* entitiesOf(world, batch);
      batch = [];
    }
    yield* entitiesOf(world, batch);
  }
}

async function* entitiesOf(world: World, batch: readonly { ref: string; cursor: string }[]): AsyncGenerator<Found> {
  const items = batch.length === 0 ? [] : await world.table.get(batch.map(({ ref }) => ({ pk: ref, sk: '@' })));
  for (const [at, item] of items.entries()) {
    const cursor = batch[at]?.cursor as string;
    const entity = item?.body['entity'];
    const isGone = item === undefined || item.index?.state === 'gone';
    yield { id: typeof entity === 'string' ? entity : '', cursor, ...(isGone || typeof entity !== 'string' ? { skip: true as const } : {}) };
  }
}
