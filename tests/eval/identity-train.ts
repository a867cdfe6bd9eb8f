/** `node tests/eval/identity-train.ts`: makes the shipped models from synthetic records alone: weights from their known truth, thresholds by a grid on other synthetic records. No evaluation set is read. */
import { writeFileSync } from 'node:fs';
import { keysOf } from '../../core/identity/features/keys.ts';
import { type Model, modelId, weightsOf } from '../../core/identity/model/model.ts';
import { scoredResolver } from '../../core/identity/scored.ts';
import { train } from '../../core/identity/train/train.ts';
import { baseModels } from './identity-base-models.ts';
import { Dice } from './identity-random.ts';
import { arrivalOrder, runSet } from './identity-run.ts';
import type { EvalRecord, EvalSet } from './identity-sets.ts';
import { syntheticOrganizations } from './identity-synthetic-organizations.ts';
import { keepingCount, syntheticPersons } from './identity-synthetic-persons.ts';

const links = [-4, -2, 0, 2, 4];
const means = [6, 9, 12, 15];
/** A person can look at this many pairs per 1,000 records. */
const reviewMax = 20;

function setOf(name: string, type: EvalSet['type'], records: readonly EvalRecord[]): EvalSet {
  return { name, type, country: 'US', records, acrossOnly: false, goal: 0 };
}

function heldOut(type: EvalSet['type']): EvalSet[] {
  if (type === 'organization') return [1, 2].map((seed) => setOf(`organizations-${seed}`, type, syntheticOrganizations(1500, new Dice(1000 + seed))));
  const single = Array.from({ length: keepingCount }, (_, k) => setOf(`persons-${k}`, type, syntheticPersons(1000, new Dice(2000 + k), k)));
  return [...single, setOf('persons-mixed', type, syntheticPersons(1500, new Dice(3000)))];
}

function learn(base: Model): Model {
  const records = base.type === 'person' ? syntheticPersons(8000, new Dice(1)) : syntheticOrganizations(8000, new Dice(2));
  const resolver = scoredResolver({ models: [base] });
  const features = records.map((r) => resolver.features(base.type, r.fields, { country: 'US' }));
  const truth = records.map((r) => r.truth);
  const first = train(features, base, truth);
  const again = features.map((f) => ({ ...f, keys: keysOf(f.signature, weightsOf(first)) }));
  return train(again, { ...base, fields: first.fields, frequencies: first.frequencies }, truth);
}

function evaluated(model: Model, sets: readonly EvalSet[]): { f1: number; review: number; each: number[] } {
  const resolver = scoredResolver({ models: [model], sameStream: () => 'free' });
  const runs = sets.map((set) => runSet(set, resolver, arrivalOrder(set.records.length, 1)));
  const each = runs.map((r) => r.agreement.f1);
  return { f1: each.reduce((a, b) => a + b, 0) / each.length, review: Math.max(...runs.map((r) => r.reviewPerThousand)), each };
}

/** The best mean F1 over all kinds of source; then the widest review band that people can look at. */
function withThresholds(model: Model): Model {
  const sets = heldOut(model.type);
  let best = { f1: -1, link: 0, mean: 0 };
  for (const link of links) {
    for (const mean of means) {
      const tried = evaluated({ ...model, thresholds: { link, mean, review: link, split: mean - 6 } }, sets);
      if (tried.f1 > best.f1) best = { f1: tried.f1, link, mean };
    }
  }
  let chosen: Model = { ...model, thresholds: { link: best.link, mean: best.mean, review: best.link, split: best.mean - 6 } };
  for (let band = 1; band <= 6; band += 1) {
    const wider = { ...chosen, thresholds: { ...chosen.thresholds, review: best.link - band } };
    if (evaluated(wider, sets).review > reviewMax) break;
    chosen = wider;
  }
  console.log(
    `${model.type}: link ${chosen.thresholds.link}, mean ${chosen.thresholds.mean}, review ${chosen.thresholds.review}; F1 per kind of source ${evaluated(chosen, sets)
      .each.map((f) => f.toFixed(3))
      .join(' ')}`,
  );
  return chosen;
}

for (const base of baseModels) {
  const model = withThresholds(learn(base));
  writeFileSync(new URL(`../../core/identity/model/${model.type}.json`, import.meta.url), `${JSON.stringify(model, null, 1)}\n`);
  console.log(`wrote ${modelId(model)}`);
}
