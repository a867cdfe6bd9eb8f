import type { Weights } from './model/model.ts';
import type { Candidate } from './resolver.ts';
import { differentClaim, isDuplicate, scoreSignatures } from './score.ts';
import { type SameStream, streamOf } from './stream.ts';

/** Two entities may become one when no person and no claim objects, their streams allow it, their closest members reach the link threshold, and all agree in the mean. */
export function mayMerge(a: Candidate, b: Candidate, weights: Weights, sameStream: (connectionStream: string) => SameStream): boolean {
  if (a.cannotLink.some((ref) => b.members.includes(ref)) || b.cannotLink.some((ref) => a.members.includes(ref))) return false;
  const policy = streamPolicy(a, b, sameStream);
  let identified = false;
  let sum = 0;
  let best = Number.NEGATIVE_INFINITY;
  let claim = false;
  for (const x of a.signatures) {
    for (const y of b.signatures) {
      if (differentClaim(x, y)) return false;
      const found = scoreSignatures(x, y, weights);
      if (found.rule === 'same-claim') claim = true;
      else if (found.rule !== 'score') return false;
      identified ||= isDuplicate(found, weights);
      best = Math.max(best, found.total);
      sum += found.total - found.prior;
    }
  }
  if (!claim && (policy === 'never' || (policy === 'strong' && !identified))) return false;
  const { link, mean } = weights.model.thresholds;
  return claim || (best >= link && sum / (a.signatures.length * b.signatures.length) >= mean);
}

/** The strictest policy of the streams that both entities have records of; `free` when they share none. */
function streamPolicy(a: Candidate, b: Candidate, sameStream: (connectionStream: string) => SameStream): SameStream {
  const streams = new Set(a.members.map(streamOf));
  const shared = new Set(b.members.map(streamOf).filter((stream) => streams.has(stream)));
  const policies = [...shared].map(sameStream);
  return policies.includes('never') ? 'never' : policies.includes('strong') ? 'strong' : 'free';
}
