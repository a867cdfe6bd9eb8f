import type { JsonObject } from '../model/json.ts';
import { keyPart } from '../model/keys.ts';
import type { Key } from '../ports/table.ts';
import { type BrakeReport, brake, type Effects } from './brake.ts';
import type { RouteConfig } from './config.ts';
import { put } from './store.ts';
import type { World } from './world.ts';

/** `observing` until everything is linked; `linked` until a person (or the route's `golive: automatic`) lets it go; `live`; `paused` by a person or a brake. */
export type RouteStateName = 'observing' | 'linked' | 'live' | 'paused';

/** Names one stream. */
export interface StreamName {
  readonly connection: string;
  readonly stream: string;
}

/** The state of a route. */
export interface RouteState {
  readonly state: RouteStateName;
  readonly since: number;
  readonly by: string;
  readonly why?: 'brake' | 'person';
  readonly reason?: string;
  readonly report?: BrakeReport;
  /** The stream whose pass pulled the brake; absent for a brake of deliveries. */
  readonly stream?: StreamName;
  /** What `resume` goes back to. */
  readonly before?: RouteStateName;
  /** Looks at every entity that a live route still owes: what was announced before it was live was not delivered. */
  readonly owes?: { readonly sweeps: number; readonly dueAt: number };
}

/** Looks that a route owes when it goes live: one at once, and one for what the index did not show yet. */
export const sweepsOwed = 2;

/** The second look of a route that goes live comes this long after the first: lists may lag. */
const secondSweepMs = 60_000;

/** Allowed transitions: everything else is a bug or a race and is refused. */
export const routeTransitions: Readonly<Record<RouteStateName, readonly RouteStateName[]>> = {
  observing: ['linked', 'paused'],
  linked: ['live', 'paused'],
  live: ['paused'],
  paused: ['observing', 'linked', 'live'],
};

const observing: RouteState = { state: 'observing', since: 0, by: 'system' };

/** Where the state of a route lies. */
export function routeKey(route: string): Key {
  return { pk: `ROUTE#${keyPart(route)}`, sk: '@' };
}

/** The state of a route. */
export async function readRoute(world: World, route: string): Promise<{ state: RouteState; version: number }> {
  const [item] = await world.table.get([routeKey(route)], { consistent: true });
  return item === undefined ? { state: observing, version: 0 } : { state: item.body as unknown as RouteState, version: item.version };
}

/** Moves a route to a state; false when the transition is not allowed from where it is now. */
export async function moveRoute(world: World, route: string, next: Omit<RouteState, 'since'>): Promise<boolean> {
  for (;;) {
    const { state, version } = await readRoute(world, route);
    if (!routeTransitions[state.state].includes(next.state)) return false;
    const body: RouteState = {
      ...next,
      since: world.clock.now(),
      ...(next.state === 'paused' ? { before: state.state } : {}),
      ...(next.state === 'live' ? { owes: { sweeps: sweepsOwed, dueAt: 0 } } : {}),
    };
    const item = { ...routeKey(route), kind: 'route', body: body as unknown as JsonObject };
    if ((await put(world, [{ op: 'put', item, when: version === 0 ? 'absent' : { version } }])) !== 'ok') continue;
    await world.bus.publish([
      {
        workspace: world.config.workspace,
        type: 'route',
        kind: next.state,
        facts: [
          {
            route,
            by: next.by,
            from: state.state,
            ...(next.report === undefined ? {} : { report: next.report as unknown as JsonObject }),
            ...(next.reason === undefined ? {} : { reason: next.reason }),
          },
        ],
      },
    ]);
    return true;
  }
}

/** Pauses routes because of what a delivery was about to do. */
export async function pauseForBrake(world: World, routes: readonly RouteConfig[], report: BrakeReport, reason: string, stream?: StreamName): Promise<void> {
  const from = stream === undefined ? {} : { stream };
  for (const route of routes) await moveRoute(world, route.name, { state: 'paused', by: 'system', why: 'brake', reason, report, ...from });
}

/** Counts one of the looks that a live route owed (`owed` before it) as done; the next is due later. Two workers that look at the same moment look once: the second look must come later. */
export async function payRoute(world: World, route: string, owed: number): Promise<void> {
  const { state, version } = await readRoute(world, route);
  if (state.state !== 'live' || state.owes?.sweeps !== owed) return;
  const { owes, ...rest } = state;
  const next: RouteState = owes.sweeps <= 1 ? rest : { ...rest, owes: { sweeps: owes.sweeps - 1, dueAt: world.clock.now() + secondSweepMs } };
  // Lost to somebody else's write it is looked at once more, which is free.
  await put(world, [{ op: 'put', item: { ...routeKey(route), kind: 'route', body: next as unknown as JsonObject }, when: { version } }]);
}

/** Pauses every route of a stream's type because of what its pass was about to do: one brake, however many routes. */
export async function pauseForStream(world: World, stream: StreamName, report: BrakeReport): Promise<void> {
  const type = world.mapping(stream.connection, stream.stream)?.type;
  const routes = world.config.routes.filter((r) => r.type === type);
  await pauseForBrake(world, routes, report, `${stream.connection}.${stream.stream}`, stream);
}

/** Deliveries are counted per window of this length. */
const windowMs = 3_600_000;

interface Window extends Effects {
  readonly startedAt: number;
  /** A person looked at the brake and let go on: nothing more is stopped in this window. */
  readonly released?: true;
}

const emptyWindow: Effects = { deletes: 0, changes: 0, blanks: {} };

/** Counts what is about to be delivered into the route's window; pauses the route and answers false when that is too much at once. */
export async function reserve(world: World, route: RouteConfig, effects: Effects, records: number, samples: readonly JsonObject[]): Promise<boolean> {
  const key = { pk: routeKey(route.name).pk, sk: 'WINDOW' };
  for (;;) {
    const [item] = await world.table.get([key], { consistent: true });
    const now = world.clock.now();
    const open = item?.body as unknown as Window | undefined;
    const base: Window = open !== undefined && now - open.startedAt < windowMs && now >= open.startedAt ? open : { ...emptyWindow, startedAt: now };
    const next: Window = {
      ...base,
      deletes: base.deletes + effects.deletes,
      changes: base.changes + effects.changes,
      blanks: addCounts(base.blanks, effects.blanks),
    };
    const report = base.released === true ? undefined : brake(next, records, samples);
    if (report !== undefined) {
      await pauseForBrake(world, [route], report, 'delivery');
      return false;
    }
    const written = await put(world, [
      { op: 'put', item: { ...key, kind: 'window', body: next as unknown as JsonObject }, when: item === undefined ? 'absent' : { version: item.version } },
    ]);
    if (written === 'ok') return true;
  }
}

/** Opens a window without a brake: a person released it, and what it stopped goes on whole. */
export async function releaseWindow(world: World, route: string): Promise<void> {
  const body: Window = { ...emptyWindow, startedAt: world.clock.now(), released: true };
  await put(world, [{ op: 'put', item: { pk: routeKey(route).pk, sk: 'WINDOW', kind: 'window', body: body as unknown as JsonObject }, when: 'any' }]);
}

/** Adds counts by name. */
export function addCounts(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  const sum: Record<string, number> = { ...a };
  for (const [name, n] of Object.entries(b)) sum[name] = (sum[name] ?? 0) + n;
  return sum;
}
