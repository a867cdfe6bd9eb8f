import type { Sentence } from '../../model/error.ts';
import { ok, type Result } from '../../model/result.ts';
import { isoOf, minuteMs } from '../../model/time.ts';
import type { StreamConfig } from '../config.ts';
import { endWait, readHealth } from '../health.ts';
import { passPk } from '../outcome.ts';
import { passListKey } from '../pass-end.ts';
import type { Actor, Refusal } from '../service.ts';
import { readStreamState, type StreamState } from '../stream-state.ts';
import { readTally, type Tally } from '../tally.ts';
import type { RunView, SyncRequest } from '../views/runs.ts';
import type { PassView } from '../views/status.ts';
import type { World } from '../world.ts';
import { isSettled, queueDepths } from './backlog.ts';
import { dryRun } from './dry-run.ts';
import { writeLog } from './log.ts';
import { passView, standsStill } from './pass-view.ts';
import { namedConnection, namedStream, refuse } from './refuse.ts';
import { type RunItem, type RunStream, readRun, writeRun } from './run-item.ts';
import { pullNow } from './switch-stream.ts';

interface Named {
  readonly connection: string;
  readonly stream: string;
  readonly config: StreamConfig;
  readonly state: StreamState;
}

/** Starts a run: asks for a pass of every stream meant, or compares only. */
export async function startRun(world: World, request: SyncRequest, by: Actor): Promise<Result<RunView, Refusal>> {
  const chosen = await chooseStreams(world, request);
  if (!chosen.ok) return chosen;
  const { full } = request;
  const streams = chosen.value.map(
    ({ connection, stream, state }): RunStream => ({
      connection,
      stream,
      ...(state.pass !== undefined && !full ? { resumes: state.pass.id } : {}),
      ...(state.lastPass === undefined ? {} : { before: state.lastPass }),
    }),
  );
  const run: RunItem = { id: world.ids.fresh('run'), by: by.name, startedAt: world.clock.now(), full, dryRun: request.dryRun, streams, tallies: await tallies(world) };
  if (request.dryRun) return ok(await runDry(world, run));
  await writeRun(world, run);
  await writeLog(world, by, 'sync', { run: run.id, full, streams: streams.map((s) => `${s.connection}.${s.stream}`) });
  for (const connection of new Set(streams.map((s) => s.connection))) await endWait(world, connection);
  for (const s of streams) await pullNow(world, s.connection, s.stream, { full, run: run.id });
  return ok(await viewOfRun(world, run));
}

/** How far a run is; its end is stored when it is first seen. */
export async function runView(world: World, id: string): Promise<RunView | undefined> {
  const run = await readRun(world, id);
  return run === undefined ? undefined : viewOfRun(world, run);
}

async function runDry(world: World, run: RunItem): Promise<RunView> {
  const dry: RunView['dry'][number][] = [];
  let problem: Sentence | undefined;
  for (const { connection, stream } of run.streams) {
    const found = await dryRun(world, connection, stream, run.full);
    if (found.ok) dry.push(found.value);
    else problem ??= found.error;
  }
  const ended: RunItem = { ...run, endedAt: world.clock.now(), dry, ...(problem === undefined ? {} : { problem }) };
  await writeRun(world, ended);
  return viewOfRun(world, ended);
}

async function chooseStreams(world: World, request: SyncRequest): Promise<Result<readonly Named[], Refusal>> {
  const { connection, stream } = request;
  if (stream !== undefined && connection === undefined) {
    return refuse('invalid', 'STREAM_UNKNOWN', { en: 'A stream needs its connection: connection.stream', zh: '数据流需要写明连接：connection.stream' });
  }
  const found = connection === undefined ? ok(undefined) : stream === undefined ? namedConnection(world, connection) : namedStream(world, connection, stream);
  if (!found.ok) return found;
  const all = await Promise.all(
    world.config.connections.flatMap((c) =>
      c.streams.map(async (s): Promise<Named> => ({ connection: c.name, stream: s.name, config: s, state: (await readStreamState(world, c.name, s.name)).state })),
    ),
  );
  const meant = all.filter((n) => (connection === undefined || n.connection === connection) && (stream === undefined || n.stream === stream));
  const open = meant.filter((n) => n.config.enabled && (n.state.paused === undefined || request.dryRun));
  if (open.length > 0) return ok(open);
  const [first] = meant;
  if (first === undefined)
    return refuse('refused', 'NOTHING_TO_SYNC', { en: 'There is no stream to sync. Add one to syncline.yaml.', zh: '没有可同步的数据流，请在 syncline.yaml 中添加。' });
  const name = `${first.connection}.${first.stream}`;
  return first.config.enabled
    ? refuse('refused', 'STREAM_PAUSED', { en: `${name} is paused. Resume it first.`, zh: `${name} 已暂停，请先恢复。` })
    : refuse('refused', 'STREAM_DISABLED', { en: `${name} is switched off in syncline.yaml (enabled: false).`, zh: `${name} 在 syncline.yaml 中已停用（enabled: false）。` });
}

async function tallies(world: World): Promise<Record<string, Tally>> {
  return Object.fromEntries(await Promise.all(world.config.routes.map(async (r) => [r.name, await readTally(world, r.name)] as const)));
}

async function viewOfRun(world: World, run: RunItem): Promise<RunView> {
  const depths = await queueDepths(world);
  const settled = run.dryRun || (await isSettled(world, depths));
  const passes = run.dryRun ? [] : (await Promise.all(run.streams.map((s) => passOfRun(world, run, s, settled)))).filter((p) => p !== undefined);
  const open = !run.dryRun && (passes.length < run.streams.length || passes.some((p) => p.state === 'running' || (p.state === 'red' && p.endedAt !== undefined && !settled)));
  const problem = run.problem ?? passes.find((p) => p.state === 'red')?.problem;
  const isOver = !open;
  const endedAt = run.endedAt ?? (isOver && settled ? world.clock.now() : undefined);
  if (endedAt !== undefined && run.endedAt === undefined) await writeRun(world, { ...run, endedAt });
  return {
    id: run.id,
    state: open ? 'running' : problem === undefined ? 'done' : 'failed',
    startedAt: isoOf(run.startedAt),
    ...(endedAt === undefined ? {} : { endedAt: isoOf(endedAt) }),
    by: run.by,
    dryRun: run.dryRun,
    passes,
    dry: run.dry ?? [],
    delivered: await deliveredSince(world, run),
    settled: isOver && settled,
    ...(problem === undefined ? {} : { problem }),
  };
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
  if (world.queues === undefined ? waitedMs < 10 * minuteMs : !settled) return undefined;
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
    outcomes: { applied: 0, unchanged: 0, conflict: 0, parked: 0, refused: 0, deadLettered: 0, skipped: 0 },
    added: 0,
    changed: 0,
    gone: 0,
    perSecond: 0,
    problem,
  };
}

async function deliveredSince(world: World, run: RunItem): Promise<RunView['delivered']> {
  const sum = { created: 0, updated: 0, archived: 0, deleted: 0, unchanged: 0 };
  const now = await tallies(world);
  for (const [route, tally] of Object.entries(now)) {
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += tally[key] - (run.tallies[route]?.[key] ?? 0);
  }
  return sum;
}
