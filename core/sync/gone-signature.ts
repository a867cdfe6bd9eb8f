import { type JsonObject, jsonEqual } from '../model/json.ts';
import type { Canon } from '../ports/mapping.ts';
import type { Entity } from './entity.ts';
import { canonOf } from './recompute.ts';
import type { World } from './world.ts';

/**
 * What a member is compared by. One that is gone shows for ever what it showed last; of that only what no live record of its customer has overruled, as if deliveries still reached it:
 *
 *   a: mailbox, tax 16      b: tax 16, deleted      one customer
 *   c: mailbox, tax 08      kept apart by the number, until somebody clears it in a: in b nobody can
 */
export function signatureIn(world: World, entity: Entity, ref: string): JsonObject | undefined {
  const member = entity.members[ref];
  if (member?.signature === undefined || member.dead !== true) return member?.signature;
  const canon = canonOf(world);
  const fields = new Map<string, Canon>();
  let isOverruled = false;
  for (const [field, assertion] of Object.entries(member.assertions)) {
    const own = canon(ref, field, assertion) ?? null;
    const golden = entity.golden[field];
    const author = golden === undefined ? undefined : entity.members[golden.ref];
    const value = golden === undefined || author === undefined || author.dead === true ? own : golden.value;
    isOverruled ||= !jsonEqual(value, own);
    if (value !== null) fields.set(field, value);
  }
  return isOverruled ? (world.resolver.features(entity.type, fields, { country: world.config.country }).signature as unknown as JsonObject) : member.signature;
}
