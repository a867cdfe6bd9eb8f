import type { Json, JsonObject } from '../model/json.ts';
import { keyPart } from '../model/keys.ts';
import { minuteMs } from '../model/time.ts';
import type { Key } from '../ports/table.ts';
import type { BrakeReport } from './brake.ts';
import { put } from './store.ts';
import type { World } from './world.ts';

/** Counters of one pass as far as pull itself knows them; the packs add theirs. */
export interface PassCounters {
  readonly pages: number;
  readonly read: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly refused: number;
  /** Sightings handed to unify, and in how many packs. */
  readonly sighted: number;
  readonly packs: number;
  readonly added: number;
  readonly changed: number;
  readonly missing: number;
}

/** A pass under way. */
export interface PassUnderWay {
  readonly id: string;
  readonly startedAt: number;
  /** Started from the beginning. */
  readonly full: boolean;
  /** Brakes are off, because a person released them. */
  readonly released: boolean;
  readonly counters: PassCounters;
  /** Blanked values per field, for the brake. */
  readonly blanked: Readonly<Record<string, number>>;
  /** Packs handed over under each lease that the pass had: what a lost lease handed over beyond is handed over again. */
  readonly legs: readonly PassLeg[];
}

/** Packs of a pass under one lease: `<token>.0` … `<token>.<packs − 1>`. */
export type PassLeg = readonly [token: number, packs: number];

/** The legs after more packs were handed over under a lease. */
export function addPacks(legs: readonly PassLeg[], token: number, packs: number): PassLeg[] {
  if (packs === 0) return [...legs];
  const before = legs.find(([t]) => t === token)?.[1] ?? 0;
  return [...legs.filter(([t]) => t !== token), [token, before + packs]];
}

/** Lease, cursor and state of one stream: one item, so that a leaving worker cannot hurt. */
export interface StreamState {
  readonly cursor?: Json;
  /** Fencing token: counts leases. */
  readonly token: number;
  readonly leaseUntil: number;
  /** Which life of the process took the lease, where only one process can hold the store. */
  readonly leaseBy?: string;
  readonly pass?: PassUnderWay;
  /** The pass that first showed everything; absent while there was none. */
  readonly firstFullPass?: string;
  /** The last pass, ended or not. */
  readonly lastPass?: string;
  readonly lastStartedAt: number;
  readonly lastEndedAt: number;
  /** Live records, as last counted. */
  readonly known: number;
  /** Records that one sweep did not see; looked for again when due. */
  readonly missing: number;
  readonly missingSince: number;
  /** When all ids were last listed. */
  readonly lastSweepAt: number;
  /** The cursor was lost: nothing is created from this stream until a full pass has ended. */
  readonly resync: boolean;
  /** The next pass starts from the beginning. */
  readonly wantFull: boolean;
  readonly paused?: { readonly why: 'brake' | 'person'; readonly by: string; readonly at: number; readonly reason?: string; readonly report?: BrakeReport };
  /** A person let the next pass go on with what the brake stopped. */
  readonly releaseNext: boolean;
}

/** Nothing counted yet. */
export const noCounters: PassCounters = { pages: 0, read: 0, unchanged: 0, skipped: 0, refused: 0, sighted: 0, packs: 0, added: 0, changed: 0, missing: 0 };

const fresh: StreamState = {
  token: 0,
  leaseUntil: 0,
  lastStartedAt: 0,
  lastEndedAt: 0,
  known: 0,
  missing: 0,
  missingSince: 0,
  lastSweepAt: 0,
  resync: false,
  wantFull: false,
  releaseNext: false,
};

/** Where the state of a stream lies. */
export function streamKey(connection: string, stream: string): Key {
  return { pk: `CON#${keyPart(connection)}`, sk: `CUR#${keyPart(stream)}` };
}

/** The state of a stream, and the version it was read at. */
export async function readStreamState(world: World, connection: string, stream: string): Promise<{ state: StreamState; version: number }> {
  const [item] = await world.table.get([streamKey(connection, stream)], { consistent: true });
  return item === undefined ? { state: fresh, version: 0 } : { state: item.body as unknown as StreamState, version: item.version };
}

/** Writes the state if nobody else did since it was read. */
export async function writeStreamState(world: World, connection: string, stream: string, state: StreamState, version: number): Promise<'ok' | 'conflict'> {
  const item = { ...streamKey(connection, stream), kind: 'cursor', body: state as unknown as JsonObject, token: String(state.token) };
  return put(world, [{ op: 'put', item, when: version === 0 ? 'absent' : { version } }]);
}

/** Changes the state, reading again until nobody is in between. `undefined` from `change` leaves it as it is. */
export async function changeStreamState(
  world: World,
  connection: string,
  stream: string,
  change: (state: StreamState) => StreamState | undefined,
): Promise<StreamState | undefined> {
  for (;;) {
    const { state, version } = await readStreamState(world, connection, stream);
    const next = change(state);
    if (next === undefined) return undefined;
    if ((await writeStreamState(world, connection, stream, next, version)) === 'ok') return next;
  }
}

/** A worker may hold a stream this long: it outlives a step and one slow page. */
export const leaseMs = 6 * minuteMs;

/** True while another worker may be reading the stream. A lease of an earlier life of the only process is of the dead; one that ends later than any lease can was taken before the clock went back. */
export function isLeased(world: World, state: StreamState): boolean {
  const now = world.clock.now();
  if (state.leaseUntil <= now || state.leaseUntil > now + leaseMs) return false;
  if (state.lastPass !== undefined && leftLeases.get(world)?.get(state.lastPass) === state.token) return false;
  return world.incarnation === undefined || state.leaseBy === world.incarnation;
}

/** Leases that their workers in this process have left and could not give back, because the store took no write: the token, by pass. */
const leftLeases = new WeakMap<World, Map<string, number>>();
/** Passes remembered; of an older one the lease has ended long ago. */
const leftMax = 1_000;

/** Remembers that the worker under this lease has ended, where it cannot be written. */
export function letGo(world: World, { lastPass, token }: StreamState): void {
  if (lastPass === undefined) return;
  const left = leftLeases.get(world) ?? new Map<string, number>();
  leftLeases.set(world, left);
  left.delete(lastPass);
  left.set(lastPass, token);
  const [oldest] = left.keys();
  if (left.size > leftMax && oldest !== undefined) left.delete(oldest);
}
