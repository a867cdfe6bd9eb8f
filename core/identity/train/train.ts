import type { Finding } from '../compare/level.ts';
import { findingsOf } from '../compare/signatures.ts';
import { type Model, type Weights, weightsOf } from '../model/model.ts';
import type { Features } from '../resolver.ts';
import type { Signature } from '../signature.ts';
import { learnFrequencies, round } from './frequencies.ts';
import { blockedPairs, spreadPairs } from './pairs.ts';

/** Bounds of one training: minutes for a million records, seconds for a thousand. */
const blockedPairsMax = 400_000;
const spreadPairsMax = 200_000;
const spreadPerRecord = 25;
const rounds = 12;
/** The old value counts as this many pairs, so that a level that never occurred keeps a sane weight. */
const oldPairs = 20;

/** No level is rarer than this among the same, nor among others: what training did not see can still happen. */
const mMin = 0.002;
const uMin = 4e-6;

/** Findings of one pair, weighed over and over. */
interface Observed {
  readonly findings: readonly Finding[];
  readonly same?: boolean;
}

/** Learns a model from records without truth (expectation–maximisation): `m` from pairs that share a key, `u` from pairs spread over everything, each counted by how likely it is (not) the same, and how common values are. Where the truth is known (decisions of people, synthetic records) it takes the place of likelihood. Prior and thresholds stay as they were. Same records, same model. */
export function train(records: readonly Features[], base: Model, truth?: readonly string[]): Model {
  const signatures = records.map((r) => r.signature);
  let model: Model = { ...base, frequencies: { ...base.frequencies, ...learnFrequencies(signatures, base.type) } };
  const weights = weightsOf(model);
  const observe = ([a, b]: readonly [number, number]): Observed => ({
    findings: findingsOf(signatures[a] as Signature, signatures[b] as Signature, weights),
    ...(truth && { same: truth[a] === truth[b] }),
  });
  const blocked = blockedPairs(records, blockedPairsMax).map(observe);
  const spread = spreadPairs(records.length, Math.min(spreadPairsMax, records.length * spreadPerRecord)).map(observe);
  for (let round = 0; round < (truth ? 1 : rounds); round += 1) model = oneRound(model, base, blocked, spread);
  return model;
}

function oneRound(model: Model, base: Model, blocked: readonly Observed[], spread: readonly Observed[]): Model {
  const weights = weightsOf(model);
  const same = new Tally();
  const apart = new Tally();
  for (const pair of blocked) same.add(pair.findings, likelihood(pair, weights));
  for (const pair of spread) apart.add(pair.findings, 1 - likelihood(pair, weights));
  const fields = Object.entries(base.fields).map(([field, levels]) => {
    const names = Object.keys(levels);
    return [
      field,
      Object.fromEntries(
        names.map((level) => [
          level,
          { m: Math.max(mMin, same.share(field, level, names, levels[level]?.m ?? 0.01)), u: Math.max(uMin, apart.share(field, level, names, levels[level]?.u ?? 0.01)) },
        ]),
      ),
    ];
  });
  return { ...model, fields: Object.fromEntries(fields) };
}

/** Probability that a pair is the same. */
function likelihood(pair: Observed, weights: Weights): number {
  if (pair.same !== undefined) return pair.same ? 1 : 0;
  let bits = weights.model.prior;
  for (const f of pair.findings) bits += weights.bits(f.field, f.level) + (f.rarity ?? (f.value ? weights.rarity(f.field, f.level, f.value.list, f.value.text) : 0));
  return 1 / (1 + 2 ** -Math.max(-60, Math.min(60, bits)));
}

/** Weighted counts of levels per field. */
class Tally {
  readonly #levels = new Map<string, number>();
  readonly #fields = new Map<string, number>();

  add(pair: readonly Finding[], weight: number): void {
    if (weight < 1e-9) return;
    for (const f of pair) {
      const key = `${f.field}.${f.level}`;
      this.#levels.set(key, (this.#levels.get(key) ?? 0) + weight);
      this.#fields.set(f.field, (this.#fields.get(f.field) ?? 0) + weight);
    }
  }

  /** Share of a level in its field, pulled towards the old value while little was seen. A field with one level is counted against all pairs that could have shown it. */
  share(field: string, level: string, names: readonly string[], old: number): number {
    const seen = this.#levels.get(`${field}.${level}`) ?? 0;
    const all = names.length === 1 ? (this.#fields.get('family') ?? this.#fields.get(field) ?? 0) : (this.#fields.get(field) ?? 0);
    return round(Math.min(1, Math.max(1e-7, (seen + oldPairs * old) / (all + oldPairs))));
  }
}
