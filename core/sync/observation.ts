import type { JsonObject } from '../model/json.ts';
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
  readonly mapping: StreamMapping;
}
