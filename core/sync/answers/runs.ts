import { ok, type Result } from '../../model/result.ts';
import { isoOf } from '../../model/time.ts';
import { askForImport } from '../../receivables/table/tick.ts';
import type { StreamConfig } from '../config.ts';
import { endWait } from '../health.ts';
import { askForLook } from '../owed-look.ts';
import type { Actor, Refusal } from '../service.ts';
import { readStreamState, type StreamState } from '../stream-state.ts';
import type { RunView, SyncRequest } from '../views/runs.ts';
import type { World } from '../world.ts';
import { dryRun } from './dry-run.ts';
import { writeLog } from './log.ts';
import { namedConnection, namedStream, refuse } from './refuse.ts';
import { type RunItem, type RunStream, writeRun } from './run-item.ts';
import { nothingDelivered, tallies, viewOfRun } from './run-view.ts';
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
  if (request.connection === undefined) await askForImport(world);
  for (const s of streams) await pullNow(world, s.connection, s.stream, { full, run: run.id });
  // Whoever ended the first pass may have died before he asked for a look; a command that runs once has no tick, and would wait for ever.
  await askForLook(world, 'routes', 0, 1);
  return ok(await viewOfRun(world, run));
}

/** Reads and compares every stream, one after the other; the answer is complete. */
async function runDry(world: World, run: RunItem): Promise<RunView> {
  const dry: RunView['dry'][number][] = [];
  let problem: RunView['problem'];
  for (const { connection, stream } of run.streams) {
    const found = await dryRun(world, connection, stream, run.full);
    if (found.ok) dry.push(found.value);
    else problem ??= found.error;
  }
  const ended: RunView = {
    id: run.id,
    state: problem === undefined ? 'done' : 'failed',
    startedAt: isoOf(run.startedAt),
    endedAt: isoOf(world.clock.now()),
    by: run.by,
    dryRun: true,
    passes: [],
    dry,
    delivered: nothingDelivered,
    settled: true,
    ...(problem === undefined ? {} : { problem }),
  };
  await writeRun(world, { ...run, ended });
  return ended;
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
