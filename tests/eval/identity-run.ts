import { IdentityEngine } from '../../core/identity/engine.ts';
import { learntResolver } from '../../core/identity/learnt.ts';
import { type Agreement, agreement, ratios } from '../../core/identity/metrics.ts';
import type { Model } from '../../core/identity/model/model.ts';
import type { Features, Resolver } from '../../core/identity/resolver.ts';
import { type EntityId, type Ref, refOf, workspace } from '../../core/model/ids.ts';
import type { EvalSet } from './identity-sets.ts';

/** One pass of a set through the engine. */
export interface EvalRun {
  readonly agreement: Agreement;
  readonly entities: readonly string[];
  readonly keysPerRecord: number;
  readonly entitiesPerRecord: number;
  readonly entitiesP99: number;
  readonly reviewPerThousand: number;
  readonly recordsPerSecond: number;
  readonly generic: number;
  readonly engine: IdentityEngine;
}

/** Order of arrival number `seed` of `n` records: a seeded shuffle, 0 is the file's own order. */
export function arrivalOrder(n: number, seed: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  let state = seed * 2_654_435_761 + 12_345;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  if (seed > 0) {
    for (let i = n - 1; i > 0; i -= 1) {
      const j = Math.floor(next() * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
  }
  return order;
}

/** The record's name in the engine. */
export function refIn(set: EvalSet, index: number): Ref {
  const record = set.records[index];
  return refOf(record?.source ?? 'file', 'rows', record?.id ?? String(index));
}

/** A resolver whose frequencies are learnt from the set's own records without truth, as the nightly training does, and the records' features. */
export function learntOn(set: EvalSet, models: readonly Model[]): { readonly resolver: Resolver; readonly features: readonly Features[] } {
  return learntResolver({ type: set.type, records: set.records.map((r) => r.fields), country: set.country, models, sameStream: () => (set.acrossOnly ? 'never' : 'free') });
}

/** Resolves a set record by record in the given order of arrival. */
export function runSet(set: EvalSet, resolver: Resolver, order: readonly number[], prepared?: readonly Features[]): EvalRun {
  const engine = new IdentityEngine({ resolver, type: set.type, workspace: workspace('main') });
  let [keys, entities] = [0, 0];
  const reviews: [Ref, EntityId][] = [];
  const perRecord: number[] = [];
  const started = performance.now();
  for (const index of order) {
    const record = set.records[index];
    if (record === undefined) continue;
    const features = prepared?.[index] ?? resolver.features(set.type, record.fields, { country: set.country });
    const done = engine.add(refIn(set, index), features);
    keys += done.reads.keys;
    entities += done.reads.entities;
    perRecord.push(done.reads.entities);
    for (const other of done.decision.review) reviews.push([refIn(set, index), other]);
  }
  const seconds = (performance.now() - started) / 1000;
  const labels = set.records.map((_, i) => engine.store.entityOf(refIn(set, i))?.id ?? '');
  const n = set.records.length;
  perRecord.sort((a, b) => a - b);
  return {
    agreement: measured(set, labels),
    entities: labels,
    keysPerRecord: keys / n,
    entitiesPerRecord: entities / n,
    entitiesP99: perRecord[Math.min(n - 1, Math.floor(n * 0.99))] ?? 0,
    reviewPerThousand: (openPairs(engine, reviews) / n) * 1000,
    recordsPerSecond: n / seconds,
    generic: engine.store.keys.generic,
    engine,
  };
}

/** Pairs of entities that a person still has to look at: those that became one meanwhile are gone. */
function openPairs(engine: IdentityEngine, reviews: readonly (readonly [Ref, EntityId])[]): number {
  const open = new Set<string>();
  for (const [ref, other] of reviews) {
    const ids = [engine.store.entityOf(ref)?.id ?? '', engine.store.live(other)?.id ?? ''].sort();
    if (ids[0] !== ids[1]) open.add(ids.join(' '));
  }
  return open.size;
}

function measured(set: EvalSet, labels: readonly string[]): Agreement {
  const truth = set.records.map((r) => r.truth);
  const all = agreement(labels, truth);
  if (!set.acrossOnly) return all;
  const pairs = { found: 0, true: 0, both: 0 };
  for (let i = 0; i < labels.length; i += 1) {
    for (let j = i + 1; j < labels.length; j += 1) {
      if (set.records[i]?.source === set.records[j]?.source) continue;
      const [found, same] = [labels[i] === labels[j], truth[i] === truth[j]];
      if (found) pairs.found += 1;
      if (same) pairs.true += 1;
      if (found && same) pairs.both += 1;
    }
  }
  return { ...all, ...ratios(pairs), pairs };
}
