import { entityListKey, entityOf } from '../entity-item.ts';
import { signatureOf } from '../features.ts';
import type { ModelType } from '../identity-models.ts';
import { readRecords } from '../store.ts';
import type { SignatureLine } from '../views/models.ts';
import type { World } from '../world.ts';
import { listShards } from './index-list.ts';

/** Entities read at once. */
const batchMax = 100;

/**
 * What every record of a type says by people's words, for training and trying a model. What we wrote into it is left out: golden's spelling in every record of a customer would teach that who is the
 * same always spells alike, and that spelling alike says nothing.
 */
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
  const items = await world.table.get(keys);
  const members = items.flatMap((item) => {
    if (item === undefined) return [];
    const entity = entityOf(item);
    return Object.entries(entity.members).flatMap(([ref, { signature, dead }]) => (signature === undefined || dead === true ? [] : [{ ref, entity: entity.id }]));
  });
  const records = await readRecords(
    world,
    members.map(({ ref }) => ref),
    false,
  );
  for (const [at, member] of members.entries()) {
    const record = records[at]?.value;
    const signature = record === undefined ? undefined : signatureOf(world, record);
    if (signature !== undefined) yield { ...member, signature };
  }
}
