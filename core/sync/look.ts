import { contentHash } from '../model/hash.ts';
import type { JsonObject } from '../model/json.ts';
import { type AnyStream, type ConnectorContext, connectorLimits } from '../ports/connector.ts';
import type { Observation } from './observation.ts';
import type { World } from './world.ts';

/** A read of one record at its source. */
export interface Look {
  /** Undefined when the source says there is no such record. */
  readonly seen: Observation | undefined;
  /** Our clock when the answer came. */
  readonly readAt: number;
  /** Vendor's clock minus ours, ms, where another process made the look; absent: as this one heard it. */
  readonly clockOffsetMs?: number;
}

/** The change hash of a record: everything but what the connector declares volatile. */
export function recordHash(stream: Pick<AnyStream, 'volatile'>, record: JsonObject): string {
  if (stream.volatile === undefined || stream.volatile.length === 0) return contentHash(record);
  const kept: Record<string, JsonObject[string]> = {};
  for (const key of Object.keys(record)) if (!stream.volatile.includes(key)) kept[key] = record[key];
  return contentHash(kept);
}

/** What a vendor's record says of itself. */
export function observationOf(stream: AnyStream, record: JsonObject): Observation {
  const revision = stream.revision?.(record);
  const modifiedAt = stream.modifiedAt?.(record);
  return { record, hash: recordHash(stream, record), ...(revision === undefined ? {} : { revision }), ...(modifiedAt === undefined ? {} : { modifiedAt }) };
}

/** Reads records at their source now. Every id asked gets an entry. */
export async function fetchLooks(world: World, stream: AnyStream, ctx: ConnectorContext, ids: readonly string[]): Promise<Map<string, Look>> {
  const looks = new Map<string, Look>();
  if (stream.fetch === undefined) return looks;
  for (let i = 0; i < ids.length; i += connectorLimits.fetchIds) {
    const slice = ids.slice(i, i + connectorLimits.fetchIds);
    const found: readonly JsonObject[] = await stream.fetch(ctx, slice);
    const readAt = world.clock.now();
    for (const record of found) looks.set(stream.key(record), { seen: observationOf(stream, record), readAt });
    for (const id of slice) if (!looks.has(id)) looks.set(id, { seen: undefined, readAt });
  }
  return looks;
}

/** True when revision `a` is later than `b`: numerically when both are digits, else by bytes. */
export function isLaterRevision(a: string, b: string): boolean {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) return BigInt(a) > BigInt(b);
  return a > b;
}
