import type { Sentence } from '../../model/error.ts';
import { isoOf, minuteMs } from '../../model/time.ts';
import { readHealth } from '../health.ts';
import { noOutcomes, passPk } from '../outcome.ts';
import { passListKey } from '../pass-end.ts';
import { readStreamState } from '../stream-state.ts';
import { readTally, type Tally } from '../tally.ts';
import type { RunView } from '../views/runs.ts';
import type { PassView } from '../views/status.ts';
import type { World } from '../world.ts';
import { isSettled, queueDepths } from './backlog.ts';
import { passView, standsStill } from './pass-view.ts';
import { type RunItem, type RunStream, readRun, writeRun } from './run-item.ts';

/** Where nobody can tell what is queued, a pass that has not begun after this long never will. */
const neverBeganMs = 10 * minuteMs;

/** Nothing of anything. */
export const nothingDelivered: RunView['delivered'] = { created: 0, updated: 0, archived: 0, deleted: 0, unchanged: 0 };

/** How far a run is; undefined when there is none of that id. */
export async function runView(world: World, id: string): Promise<RunView | undefined> {
  const run = await readRun(world, id);
  return run === undefined ? undefined : (run.ended ?? viewOfRun(world, run));
}

/** What every route has delivered so far. */
export async function tallies(world: World): Promise<Record<string, Tally>> {
  return Object.fromEntries(await Promise.all(world.config.routes.map(async (r) => [r.name, await readTally(world, r.name)] as const)));
}

/** A run as it is now. Its end is stored when it is first seen. */
export async function viewOfRun(world: World, run: RunItem): Promise<RunView> {
  const settled = await isSettled(world, await queueDepths(world));
  const passes = (await Promise.all(run.streams.map((s) => passOfRun(world, run, s, settled)))).filter((p) => p !== undefined);
  const isOpen = passes.length < run.streams.length || passes.some((p) => isUnderWay(p, settled));
  const problem = passes.find((p) => p.state === 'red')?.problem;
  const isOver = !isOpen && settled;
  const view: RunView = {
    id: run.id,
    state: isOpen ? 'running' : problem === undefined ? 'done' : 'failed',
    startedAt: isoOf(run.startedAt),
    ...(isOver ? { endedAt: isoOf(world.clock.now()) } : {}),
    by: run.by,
    dryRun: false,
    passes,
    dry: [],
    delivered: await deliveredSince(world, run),
    settled: isOver,
    ...(problem === undefined ? {} : { problem }),
  };
  if (isOver) await writeRun(world, { ...run, ended: view });
  return view;
}

/** Read, and its packs are being worked on: it is red until each has an outcome, but only then for good. */
function isUnderWay(pass: PassView, settled: boolean): boolean {
  return pass.state === 'running' || (pass.state === 'red' && pass.endedAt !== undefined && !settled);
}

/** The pass that this run began or went on with; a red one without counts when it could not begin. */
async function passOfRun(world: World, run: RunItem, s: RunStream, settled: boolean): Promise<PassView | undefined> {
  const { state } = await readStreamState(world, s.connection, s.stream);
  const id = s.resumes ?? (await firstPassSince(world, s, run.startedAt)) ?? (state.lastPass === s.before ? undefined : state.lastPass);
  const pass = id === undefined ? undefined : await passView(world, s.connection, s.stream, id, state);
  if (pass !== undefined && (pass.state !== 'running' || !settled || world.queues === undefined)) return pass;
  const problem = (await standsStill(world, s.connection, state)) ?? (await neverBegan(world, run, s, settled));
  if (problem === undefined) return pass;
  return pass === undefined ? notBegun(run, s, problem) : { ...pass, state: 'red', problem };
}

async function firstPassSince(world: World, s: RunStream, at: number): Promise<string | undefined> {
  const page = await world.table.list(passListKey(s.connection, s.stream), { from: String(at).padStart(15, '0'), limit: 1 });
  return page.entries[0]?.pk.slice(passPk('').length);
}

/** Nothing is queued any more and yet there is no pass: the pull failed. */
async function neverBegan(world: World, run: RunItem, s: RunStream, settled: boolean): Promise<Sentence | undefined> {
  const { health } = await readHealth(world, s.connection);
  if (health.state === 'blocked' && health.fault !== undefined) return health.fault.message;
  const waitedMs = world.clock.now() - run.startedAt;
  if (world.queues === undefined ? waitedMs < neverBeganMs : !settled) return undefined;
  return { en: 'The pass stopped before its end; the next one goes on with it.', zh: '本次读取中途停止，下次会继续。' };
}

function notBegun(run: RunItem, s: RunStream, problem: Sentence): PassView {
  return {
    id: `${run.id}.${s.connection}.${s.stream}`,
    connection: s.connection,
    stream: s.stream,
    state: 'red',
    full: run.full,
    startedAt: isoOf(run.startedAt),
    read: 0,
    outcomes: noOutcomes,
    added: 0,
    changed: 0,
    gone: 0,
    perSecond: 0,
    problem,
  };
}

async function deliveredSince(world: World, run: RunItem): Promise<RunView['delivered']> {
  const sum = { ...nothingDelivered };
  const now = await tallies(world);
  for (const [route, tally] of Object.entries(now)) {
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += tally[key] - (run.tallies[route]?.[key] ?? 0);
  }
  return sum;
}
