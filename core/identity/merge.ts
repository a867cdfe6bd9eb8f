import type { Weights } from './model/model.ts';
import type { Candidate } from './resolver.ts';
import { differentClaim, scoreSignatures } from './score.ts';
import { type SameStream, streamOf } from './stream.ts';

/** Two entities may become one when no person and no claim objects, their streams allow it, their closest members reach the link threshold, and all agree in the mean. */
export function mayMerge(a: Candidate, b: Candidate, weights: Weights, sameStream: (connectionStream: string) => SameStream): boolean {
  if (a.cannotLink.some((ref) => b.members.includes(ref)) || b.cannotLink.some((ref) => a.members.includes(ref))) return false;
  if (a.members.some((m) => sameStream(streamOf(m)) !== 'free' && b.members.some((n) => streamOf(n) === streamOf(m)))) return sharesClaim(a, b);
  let sum = 0;
  let best = Number.NEGATIVE_INFINITY;
  let claim = false;
  for (const x of a.signatures) {
    for (const y of b.signatures) {
      if (differentClaim(x, y)) return false;
      const found = scoreSignatures(x, y, weights);
      if (found.rule === 'same-claim') claim = true;
      else if (found.rule !== 'score') return false;
      best = Math.max(best, found.total);
      sum += found.total - found.prior;
    }
  }
  const { link, mean } = weights.model.thresholds;
  return claim || (best >= link && sum / (a.signatures.length * b.signatures.length) >= mean);
}

function sharesClaim(a: Candidate, b: Candidate): boolean {
  return a.signatures.some((x) => b.signatures.some((y) => x.c?.some((claim) => y.c?.includes(claim))));
}
