import type { Canon } from '../ports/mapping.ts';
import type { Model } from './model/model.ts';
import { shippedModels } from './model/shipped.ts';
import type { Features, Resolver } from './resolver.ts';
import { scoredResolver } from './scored.ts';
import type { SameStream } from './stream.ts';
import { withFrequencies } from './train/frequencies.ts';

/** Records of one type to be resolved together. */
export interface LearntInput {
  readonly type: 'person' | 'organization';
  readonly records: readonly ReadonlyMap<string, Canon>[];
  readonly country: string;
  readonly sameStream: (connectionStream: string) => SameStream;
  readonly models?: readonly Model[];
}

/** A resolver that knows how common names and words are among these very records (no truth needed), and their features. Weights and thresholds stay those of the model. */
export function learntResolver(input: LearntInput): { readonly resolver: Resolver; readonly features: readonly Features[] } {
  const models = [...shippedModels, ...(input.models ?? [])];
  const featuresBy = (resolver: Resolver): Features[] => input.records.map((r) => resolver.features(input.type, r, { country: input.country }));
  const signatures = featuresBy(scoredResolver({ models })).map((f) => f.signature);
  const resolver = scoredResolver({ models: models.map((m) => (m.type === input.type ? withFrequencies(m, signatures) : m)), sameStream: input.sameStream });
  return { resolver, features: featuresBy(resolver) };
}
