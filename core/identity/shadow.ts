import type { Ref, Workspace } from '../model/ids.ts';
import { IdentityEngine } from './engine.ts';
import type { Evidence, Features, Resolver } from './resolver.ts';

/** A pair of records that two models judge differently. */
export interface ChangedPair {
  readonly a: Ref;
  readonly b: Ref;
  /** What the new model does: brings together or takes apart. */
  readonly change: 'linked' | 'parted';
  readonly before: Evidence;
  readonly after: Evidence;
}

/** What a new model would change. */
export interface ShadowReport {
  readonly from: string;
  readonly to: string;
  readonly records: number;
  /** Pairs of records that would come together, and that would part. */
  readonly linked: number;
  readonly parted: number;
  readonly samples: readonly ChangedPair[];
}

/** So many examples are enough for a person to judge. */
const samplesMax = 20;

/** Runs the same records, in the same order, through two resolvers and tells which links would change. Nothing is stored: a new model is looked at before it is activated. */
export function shadowDiff(
  records: readonly { readonly ref: Ref; readonly features: Features }[],
  options: { readonly type: 'person' | 'organization'; readonly workspace: Workspace; readonly before: Resolver; readonly after: Resolver },
): ShadowReport {
  const run = (resolver: Resolver): IdentityEngine => {
    const engine = new IdentityEngine({ resolver, type: options.type, workspace: options.workspace });
    for (const { ref, features } of records) engine.add(ref, features);
    return engine;
  };
  const [before, after] = [run(options.before), run(options.after)];
  const linked = newPairs(after, before);
  const parted = newPairs(before, after);
  const sample = (pairs: readonly (readonly [Ref, Ref])[], change: ChangedPair['change']): ChangedPair[] =>
    pairs.slice(0, samplesMax / 2).map(([a, b]) => ({ a, b, change, before: before.compare(a, b) as Evidence, after: after.compare(a, b) as Evidence }));
  return {
    from: options.before.model,
    to: options.after.model,
    records: records.length,
    linked: linked.length,
    parted: parted.length,
    samples: [...sample(linked, 'linked'), ...sample(parted, 'parted')],
  };
}

/** Pairs that are together in `one` and apart in `other`. */
function newPairs(one: IdentityEngine, other: IdentityEngine): [Ref, Ref][] {
  const pairs: [Ref, Ref][] = [];
  for (const entity of one.store.entities()) {
    entity.members.forEach((a, i) => {
      for (const b of entity.members.slice(i + 1)) if (other.store.entityOf(a) !== other.store.entityOf(b)) pairs.push([a, b]);
    });
  }
  return pairs;
}
