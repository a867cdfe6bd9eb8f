import type { Budget } from '../../core/ports/connector.ts';

/** Why the call is made: deliveries may use what is kept back for them. */
export type Purpose = 'pull' | 'deliver';

/** What is stored of a vendor account's budget. */
export interface BucketState {
  /** Tokens left per window, and when that was so (ms). */
  readonly windows: Readonly<Record<string, { readonly tokens: number; readonly at: number }>>;
  /** Until when the vendor wants no call at all (ms). */
  readonly blockedUntil: number;
}

/** Part of a window that may be used at once; the rest flows in evenly. */
const burstShare = 0.2;
/** Part of the burst that pulls leave for deliveries, so that a long first pull never stops an edit from arriving. */
const deliverShare = 0.25;
/** A block further away than this is a clock that jumped. */
const blockMsMax = 24 * 3_600_000;

/** An account that nobody has called yet. */
export const freshBucket: BucketState = { windows: {}, blockedUntil: 0 };

/**
 * How a window becomes a bucket: `burst` at once and `perMs` after that, such that no interval of the window's length ever
 * holds more than its calls:  burst + ⌈perMs · length⌉ − 1 ≤ calls.
 */
export function flowOf(budget: Budget): { readonly burst: number; readonly perMs: number; readonly reserve: number } {
  const burst = Math.max(1, Math.floor(budget.calls * burstShare));
  return { burst, perMs: (budget.calls - burst + 1) / budget.perMs, reserve: Math.floor(burst * deliverShare) };
}

/** Takes `cost` tokens from every window, or says how long to wait (ms). Pure. A cost above the burst goes when the bucket is full and leaves a debt. A clock that goes back only stops the flow for a moment. */
export function take(state: BucketState, budgets: readonly Budget[], purpose: Purpose, cost: number, now: number): { readonly waitMs: number; readonly state: BucketState } {
  const blocked = state.blockedUntil - now;
  let waitMs = blocked > 0 && blocked <= blockMsMax ? blocked : 0;
  const windows: Record<string, { tokens: number; at: number }> = {};
  for (const budget of budgets) {
    const flow = flowOf(budget);
    const before = state.windows[budget.name];
    const tokens = before === undefined ? flow.burst : Math.min(flow.burst, before.tokens + Math.max(0, now - before.at) * flow.perMs);
    const wanted = Math.min(flow.burst, cost + (purpose === 'pull' ? flow.reserve : 0));
    if (tokens < wanted) waitMs = Math.max(waitMs, Math.ceil((wanted - tokens) / flow.perMs));
    windows[budget.name] = { tokens: tokens - cost, at: now };
  }
  return waitMs > 0 ? { waitMs, state } : { waitMs: 0, state: { windows, blockedUntil: state.blockedUntil > now ? 0 : state.blockedUntil } };
}
