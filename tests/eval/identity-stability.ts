import { IdentityEngine } from '../../core/identity/engine.ts';
import { agreement } from '../../core/identity/metrics.ts';
import { shippedModels } from '../../core/identity/model/shipped.ts';
import { type EntityId, workspace } from '../../core/model/ids.ts';
import { Dice } from './identity-random.ts';
import { arrivalOrder, learntOn, refIn } from './identity-run.ts';
import type { EvalSet } from './identity-sets.ts';

/** What must never happen, counted on one set. */
export interface Stability {
  /** Records whose entity id differs after replaying the same order. */
  readonly replayed: number;
  /** Records whose entity changed its id although nothing was merged into an older one. */
  readonly renamed: number;
  /** Merges that did not keep the older id. */
  readonly youngerKept: number;
  /** Unmerges that did not restore the parts and ids from before. */
  readonly notRestored: number;
  /** Decisions whose terms do not add up. */
  readonly unexplained: number;
  readonly merges: number;
}

const manualMerges = 200;

/** Replays a set, watches ids while it grows, merges random pairs by hand and takes them apart again. */
export function stabilityOf(set: EvalSet): Stability {
  const { resolver, features } = learntOn(set, shippedModels);
  const order = arrivalOrder(set.records.length, 7);
  const fresh = (): IdentityEngine => new IdentityEngine({ resolver, type: set.type, workspace: workspace('main') });
  const [engine, again] = [fresh(), fresh()];
  let [renamed, younger, unexplained] = [0, 0, 0];
  const before = new Map<string, EntityId>();
  for (const index of order) {
    const ref = refIn(set, index);
    const done = engine.add(ref, features[index] as (typeof features)[number]);
    again.add(ref, features[index] as (typeof features)[number]);
    const gone = new Set(done.merged);
    for (const member of engine.store.live(done.entity)?.members ?? []) {
      const was = before.get(member);
      if (was !== undefined && was !== done.entity && !gone.has(was)) renamed += 1;
      before.set(member, done.entity);
    }
    const kept = engine.store.live(done.entity)?.founded ?? 0;
    if (done.merged.some((id) => (engine.store.foundedOf(id) ?? 0) < kept)) younger += 1;
    const shown = done.decision.kind === 'link' ? [done.decision.evidence] : done.decision.near.map((n) => n.evidence);
    unexplained += shown.filter((e) => Math.abs(e.terms.reduce((sum, t) => sum + t.bits, e.prior) - e.total) > 1e-9).length;
  }
  const replayed = order.filter((i) => engine.store.entityOf(refIn(set, i))?.id !== again.store.entityOf(refIn(set, i))?.id).length;
  return { replayed, renamed, youngerKept: younger, unexplained, merges: manualMerges, notRestored: unmerged(set, engine) };
}

function unmerged(set: EvalSet, engine: IdentityEngine): number {
  const dice = new Dice(5);
  const labels = (): string[] => set.records.map((_, i) => engine.store.entityOf(refIn(set, i))?.id ?? '');
  let wrong = 0;
  for (let i = 0; i < manualMerges; i += 1) {
    const [a, b] = [refIn(set, dice.int(0, set.records.length - 1)), refIn(set, dice.int(0, set.records.length - 1))];
    const [one, other] = [engine.store.entityOf(a), engine.store.entityOf(b)];
    if (one === undefined || other === undefined || one.id === other.id) continue;
    const was = labels();
    if (!engine.merge(one.id, other.id)) continue;
    engine.split(a, b);
    const now = labels();
    if (agreement(now, was).f1 < 1 || was.some((label, index) => label !== now[index])) wrong += 1;
  }
  return wrong;
}
