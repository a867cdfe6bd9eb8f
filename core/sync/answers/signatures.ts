import { entityListKey, entityOf } from '../entity-item.ts';
import type { ModelType } from '../identity-models.ts';
import type { SignatureLine } from '../views/models.ts';
import type { World } from '../world.ts';
import { listShards } from './index-list.ts';

/** Entities read at once. */
const batchMax = 100;

/** The compared features of every record of a type, for training and trying a model. */
export async function* signatures(world: World, type: ModelType): AsyncGenerator<SignatureLine> {
  let keys: { pk: string; sk: string }[] = [];
  for await (const { pk, sk } of listShards(world, (shard) => entityListKey(type, shard))) {
    keys.push({ pk, sk });
    if (keys.length < batchMax) continue;
    yield* linesOf(world, keys);
    keys = [];
  }
  if (keys.length > 0) yield* linesOf(world, keys);
}

async function* linesOf(world: World, keys: readonly { pk: string; sk: string }[]): AsyncGenerator<SignatureLine> {
  for (const item of await world.table.get(keys)) {
    if (item === undefined) continue;
    const entity = entityOf(item);
    for (const [ref, member] of Object.entries(entity.members))
      if (member.signature !== undefined && member.dead !== true) yield { ref, entity: entity.id, signature: member.signature };
  }
}
