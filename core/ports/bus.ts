import type { Workspace } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';

/** A pack of facts of one workspace, type and kind; at most {@link busLimits}. */
export interface FactPack {
  readonly workspace: Workspace;
  /** What the facts are about: a canonical type, or `route`, `connection`, `failure`. */
  readonly type: string;
  /** `changed`, `merged`, `paused`, … */
  readonly kind: string;
  readonly facts: readonly JsonObject[];
}

/** The event bus: at least once, unordered. */
export interface Bus {
  /** Publishes; resolves to the indexes that were not taken, which the caller must send again. */
  publish(packs: readonly FactPack[]): Promise<readonly number[]>;
}

/** Limits of one pack and of one call. */
export const busLimits = { factsPerPack: 25, packBytes: 200_000 } as const;
