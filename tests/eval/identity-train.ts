/** `node tests/eval/identity-train.ts`: makes the shipped models from synthetic records alone: weights from their known truth, thresholds by a grid on other synthetic records. No evaluation set is read. */
import { writeFileSync } from 'node:fs';
import { keysOf } from '../../core/identity/features/keys.ts';
import { type Model, modelId, weightsOf } from '../../core/identity/model/model.ts';
import type { Features } from '../../core/identity/resolver.ts';
import { scoredResolver } from '../../core/identity/scored.ts';
import { withFrequencies } from '../../core/identity/train/frequencies.ts';
import { train } from '../../core/identity/train/train.ts';
import { baseModels } from './identity-base-models.ts';
import { Dice } from './identity-random.ts';
import { arrivalOrder, learntOn, runSet } from './identity-run.ts';
import type { EvalRecord, EvalSet } from './identity-sets.ts';
import { syntheticOrganizations } from './identity-synthetic-organizations.ts';
import { keepingCount, syntheticPersons } from './identity-synthetic-persons.ts';

const links = [-6, -3, 0, 3, 6, 9];
const means = [3, 6, 9, 12, 15, 18, 21];
/** A person can look at this many pairs per 1,000 records. */
const reviewMax = 20;
/** Differences of F1 below this are chance: of thresholds as good as one another the least strict is taken. */
const indifferent = 0.002;
/** A changed record leaves its entity only when it is clearly worse than what lets one in. */
const splitBelowMean = 6;

function setOf(name: string, type: EvalSet['type'], records: readonly EvalRecord[]): EvalSet {
  return { name, type, country: 'US', records, acrossOnly: false, goal: 0 };
}

function heldOut(type: EvalSet['type']): EvalSet[] {
  if (type === 'organization') return [1, 2].map((seed) => setOf(`organizations-${seed}`, type, syntheticOrganizations(1200, new Dice(1000 + seed))));
  const single = Array.from({ length: keepingCount }, (_, k) => setOf(`persons-${k}`, type, syntheticPersons(800, new Dice(2000 + k), k)));
  return [...single, setOf('persons-mixed', type, syntheticPersons(1200, new Dice(3000)))];
}

function learn(base: Model): Model {
  const records = base.type === 'person' ? syntheticPersons(8000, new Dice(1)) : syntheticOrganizations(8000, new Dice(2));
  const resolver = scoredResolver({ models: [base] });
  const features = records.map((r) => resolver.features(base.type, r.fields, { country: 'US' }));
  const truth = records.map((r) => r.truth);
  const first = train(features, base, truth);
  const again = features.map((f) => ({ ...f, keys: keysOf(f.signature, weightsOf(first)) }));
  const model = train(again, { ...base, fields: first.fields, frequencies: first.frequencies }, truth);
  const { phone: _phone, email: _email, ...frequencies } = model.frequencies; // telephone numbers are the workspace's own
  return { ...model, frequencies };
}

interface Prepared {
  readonly set: EvalSet;
  readonly model: Model;
  readonly features: readonly Features[];
}

/** Frequencies are learnt on each set as in use; they do not depend on thresholds. */
function prepared(model: Model): Prepared[] {
  return heldOut(model.type).map((set) => {
    const { features } = learntOn(set, [model]);
    return {
      set,
      features,
      model: withFrequencies(
        model,
        features.map((f) => f.signature),
      ),
    };
  });
}

function evaluated(thresholds: Model['thresholds'], sets: readonly Prepared[]): { f1: number; review: number; each: number[] } {
  const runs = sets.map(({ set, model, features }) =>
    runSet(set, scoredResolver({ models: [{ ...model, thresholds }], sameStream: () => 'free' }), arrivalOrder(set.records.length, 1), features),
  );
  const each = runs.map((r) => r.agreement.f1);
  return { f1: each.reduce((a, b) => a + b, 0) / each.length, review: Math.max(...runs.map((r) => r.reviewPerThousand)), each };
}

/** The best mean F1 over all kinds of source; then the widest review band that people can look at. */
function withThresholds(model: Model): Model {
  const sets = prepared(model);
  const tried = links.flatMap((link) => means.map((mean) => ({ link, mean, f1: evaluated({ link, mean, review: link, split: mean - splitBelowMean }, sets).f1 })));
  for (const t of tried) console.log(`${model.type} link ${t.link} mean ${t.mean}: F1 ${t.f1.toFixed(4)}`);
  const most = Math.max(...tried.map((t) => t.f1));
  const best = tried.filter((t) => t.f1 >= most - indifferent).sort((x, y) => x.link + x.mean - (y.link + y.mean))[0] as (typeof tried)[number];
  let thresholds = { link: best.link, mean: best.mean, review: best.link, split: best.mean - splitBelowMean };
  for (let band = 0.5; band <= 8; band += 0.5) {
    const wider = { ...thresholds, review: best.link - band };
    if (evaluated(wider, sets).review > reviewMax) break;
    thresholds = wider;
  }
  const chosen = evaluated(thresholds, sets);
  console.log(`${model.type}: ${JSON.stringify(thresholds)}; F1 per kind of source ${chosen.each.map((f) => f.toFixed(3)).join(' ')}; review ${chosen.review.toFixed(1)}`);
  return { ...model, thresholds };
}

const only = process.argv[2];
for (const base of baseModels.filter((m) => only === undefined || m.type === only)) {
  const model = withThresholds(learn(base));
  writeFileSync(new URL(`../../core/identity/model/${model.type}.json`, import.meta.url), `${JSON.stringify(model, null, 1)}\n`);
  console.log(`wrote ${modelId(model)}`);
}
