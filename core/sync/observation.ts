import type { JsonObject } from '../model/json.ts';
import type { AnyStream } from '../ports/connector.ts';
import type { StreamMapping } from '../ports/mapping.ts';

/** A look at a record of a source, by us, at a known moment. */
export interface Observation {
  readonly record: JsonObject;
  readonly revision?: string;
  /** When the vendor says it was changed, ms of the vendor's clock. */
  readonly modifiedAt?: number;
  readonly hash: string;
}

/** What `observe` needs to know besides the record. */
export interface ObserveContext {
  readonly now: number;
  /** Our clock when the vendor answered. */
  readonly readAt: number;
  /** Vendor's clock minus ours, ms. */
  readonly clockOffsetMs: number;
  /** How long after its deadline a request can still land, ms. */
  readonly maxInFlightMs: number;
  /** The system refuses a write that rests on another revision than the record has. */
  readonly guarded: boolean;
  readonly mapping: StreamMapping;
}

/** What a stream declares of writes, as `observe` needs it. */
export function writesOf({ traits, write }: Pick<AnyStream, 'traits' | 'write'>): Pick<ObserveContext, 'maxInFlightMs' | 'guarded'> {
  return { maxInFlightMs: traits.maxInFlightMs, guarded: write !== undefined && write.guard !== 'read-compare' };
}

/** True when revision `b` is the one right after `a`; only numbers can tell. */
export function isNextRevision(a: string, b: string): boolean {
  return /^\d{1,15}$/.test(a) && /^\d{1,15}$/.test(b) && Number(b) === Number(a) + 1;
}
