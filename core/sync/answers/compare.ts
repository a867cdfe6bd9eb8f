import type { Evidence } from '../../identity/resolver.ts';
import type { Signature } from '../../identity/signature.ts';
import { isEntityId } from '../../model/ids.ts';
import { ok, type Result } from '../../model/result.ts';
import { canonicalType } from '../../model/types.ts';
import { areApart, type Entity, labelOf } from '../entity.ts';
import { signatureIn } from '../gone-signature.ts';
import type { Refusal } from '../service.ts';
import type { CompareView } from '../views/compare.ts';
import type { World } from '../world.ts';
import { entityBy } from './record-view.ts';
import { noEntity } from './refuse.ts';

/** Why two subjects (entity ids or records) are, or are not, the same: the evidence of the two records that agree most. */
export async function compare(world: World, first: string, second: string): Promise<Result<CompareView, Refusal>> {
  await world.freshen?.('soon');
  const [a, b] = [await entityBy(world, first), await entityBy(world, second)];
  if (a === undefined || b === undefined) return noEntity(a === undefined ? first : second);
  return ok({
    a: sideOf(first, a),
    b: sideOf(second, b),
    same: a.id === b.id,
    apart: a.id !== b.id && areApart(a, b),
    ...evidenceOf(world, signaturesOf(world, first, a), signaturesOf(world, second, b)),
  });
}

function sideOf(subject: string, entity: Entity): CompareView['a'] {
  return { subject, entity: entity.id, label: labelOf(entity, canonicalType(entity.type).label), records: Object.keys(entity.members).length };
}

/** A record speaks for itself; an entity, and a record whose features were not kept, with all it has. */
function signaturesOf(world: World, subject: string, entity: Entity): Signature[] {
  const own = isEntityId(subject) ? undefined : signatureIn(world, entity, subject);
  const all = own === undefined ? Object.keys(entity.members).map((ref) => signatureIn(world, entity, ref)) : [own];
  return all.flatMap((signature) => (signature === undefined ? [] : [signature as unknown as Signature]));
}

function evidenceOf(world: World, one: readonly Signature[], other: readonly Signature[]): { evidence?: Evidence } {
  let best: Evidence | undefined;
  for (const a of one)
    for (const b of other) {
      if (a === b && one.length + other.length > 2) continue; // an entity compared with itself: not a record with itself
      const evidence = world.resolver.compare(a, b);
      if (best === undefined || evidence.total > best.total) best = evidence;
    }
  return best === undefined ? {} : { evidence: best };
}
