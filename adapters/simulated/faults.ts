import type { Random } from './random.ts';

/** What can go wrong, as probabilities per occasion (0–1) and greatest times (ms). */
export interface FaultMix {
  /** The invocation vanishes before an awaited port call takes effect. */
  readonly crashBefore: number;
  /** … after it took effect, before it answers. */
  readonly crashAfter: number;
  /** A store or queue call answers with a retryable error; it had no effect. */
  readonly lost: number;
  /** A store or queue call answers with a retryable error; it took effect. */
  readonly timeoutAfter: number;
  /** A write is answered `throttled`, or a send or publish is taken in part. */
  readonly throttle: number;
  /** A message is delivered twice at about the same time. */
  readonly duplicate: number;
  /** A message becomes visible again while its worker still runs. */
  readonly zombie: number;
  /** A message or batch of changes is held back by up to `holdMsMax`, so that later ones overtake it. */
  readonly hold: number;
  readonly holdMsMax: number;
  /** The acknowledgement of some messages of a batch is lost; they come again. */
  readonly ackLost: number;
  /** A plain read shows an item as it was up to `staleMsMax` ago. */
  readonly stale: number;
  readonly staleMsMax: number;
  /** The index `L` follows a write after up to this long. */
  readonly listLagMsMax: number;
  /** A change never reaches the feed (an outage of more than 24 hours). */
  readonly feedGap: number;
  /** An HTTP request never arrives, and no answer comes. */
  readonly httpLost: number;
  /** An HTTP request is carried out and its answer is lost. */
  readonly httpTimeoutAfter: number;
  /** The clock jumps by up to ± `clockJumpMsMax`, per port call. */
  readonly clockJump: number;
  readonly clockJumpMsMax: number;
  /** Each invocation's clock is off by up to ± this. */
  readonly clockSkewMsMax: number;
  /** Each half of a port call takes 1 ms to this. */
  readonly latencyMsMax: number;
}

/** Names of the faults that are counted. */
export type FaultName = Exclude<keyof FaultMix, `${string}MsMax`>;

/** Nothing goes wrong; calls still take time, so that work interleaves. */
export const calm: FaultMix = {
  crashBefore: 0,
  crashAfter: 0,
  lost: 0,
  timeoutAfter: 0,
  throttle: 0,
  duplicate: 0,
  zombie: 0,
  hold: 0,
  holdMsMax: 0,
  ackLost: 0,
  stale: 0,
  staleMsMax: 0,
  listLagMsMax: 0,
  feedGap: 0,
  httpLost: 0,
  httpTimeoutAfter: 0,
  clockJump: 0,
  clockJumpMsMax: 0,
  clockSkewMsMax: 0,
  latencyMsMax: 20,
};

/** A mix for swarm testing: each fault is off in a third of the mixes, else drawn up to a strength that work survives. Feed gaps are never drawn: they need the audit. */
export function swarm(random: Random): FaultMix {
  const draw = (max: number): number => (random.chance(1 / 3) ? 0 : random.next() * max);
  return {
    crashBefore: draw(0.02),
    crashAfter: draw(0.02),
    lost: draw(0.03),
    timeoutAfter: draw(0.03),
    throttle: draw(0.05),
    duplicate: draw(0.4),
    zombie: draw(0.3),
    hold: draw(0.5),
    holdMsMax: random.pick([50, 2_000, 60_000]),
    ackLost: draw(0.2),
    stale: draw(0.5),
    staleMsMax: random.pick([20, 500, 3_000]),
    listLagMsMax: random.pick([0, 100, 5_000]),
    feedGap: 0,
    httpLost: draw(0.1),
    httpTimeoutAfter: draw(0.2),
    clockJump: draw(0.001),
    clockJumpMsMax: 300_000,
    clockSkewMsMax: random.pick([0, 50, 5_000]),
    latencyMsMax: random.pick([5, 50, 500]),
  };
}
