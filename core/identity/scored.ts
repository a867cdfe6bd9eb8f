import type { Ref } from '../model/ids.ts';
import type { Canon } from '../ports/mapping.ts';
import { decide, driftFrom } from './decide.ts';
import { keysOf } from './features/keys.ts';
import { organizationSignature } from './features/organization.ts';
import { personSignature } from './features/person.ts';
import { amongMany, type Model, type Weights, weightsOf } from './model/model.ts';
import { shippedModels } from './model/shipped.ts';
import type { Candidate, Decision, Evidence, FeatureContext, Features, Resolver } from './resolver.ts';
import { scoreSignatures } from './score.ts';
import type { Signature } from './signature.ts';
import type { SameStream } from './stream.ts';

/** Choices of a workspace. */
export interface ScoredOptions {
  /** Models in use; the shipped ones where a type has none. */
  readonly models?: readonly Model[];
  /** Per `connection/stream`; `strong` when not given: a source rarely holds one customer twice. */
  readonly sameStream?: (connectionStream: string) => SameStream;
}

/** A resolver that scores (Fellegi–Sunter with term frequencies, best and mean over an entity's members). Same interface as the exact one. */
export function scoredResolver(options: ScoredOptions = {}): Resolver {
  const byType = new Map<string, Weights>();
  for (const model of [...shippedModels, ...(options.models ?? [])]) byType.set(model.type, weightsOf(model));
  const sameStream = options.sameStream ?? (() => 'strong' as const);
  const weightsFor = (type: string): Weights => {
    const found = byType.get(type);
    if (found === undefined) throw new RangeError(`no identity model for type ${JSON.stringify(type)}`);
    return found;
  };
  return {
    model: [...byType.values()].map((w) => w.id).join(' '),
    features: (type: string, fields: ReadonlyMap<string, Canon>, context: FeatureContext): Features => featuresOf(type, fields, context, byType.get(type)),
    decide(type: string, features: Features, self: Ref, candidates: readonly Candidate[], entities = 0): Decision {
      const weights = byType.get(type);
      return weights === undefined ? { kind: 'new', near: [], review: [] } : decide(features, self, candidates, amongMany(weights, entities), sameStream);
    },
    drift(type: string, features: Features, self: Ref, others: Candidate): Evidence | undefined {
      const weights = byType.get(type);
      return weights === undefined ? undefined : driftFrom(features, self, others, weights);
    },
    compare: (a: Signature, b: Signature): Evidence => scoreSignatures(a, b, weightsFor(a.k === 'p' ? 'person' : 'organization')),
  };
}

/** Features of a record; types without a model are never compared. */
function featuresOf(type: string, fields: ReadonlyMap<string, Canon>, context: FeatureContext, weights: Weights | undefined): Features {
  if (weights === undefined) return { signature: { k: 'o' }, keys: [], claims: [] };
  const { signature, claims } = type === 'person' ? { signature: personSignature(fields, context), claims: [] } : organizationSignature(fields, context);
  return { signature, keys: keysOf(signature, weights), claims };
}
