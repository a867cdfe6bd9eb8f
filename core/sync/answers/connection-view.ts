import type { Sentence } from '../../model/error.ts';
import { isoOf } from '../../model/time.ts';
import { isAccounted } from '../advance.ts';
import type { ConnectionConfig, StreamConfig } from '../config.ts';
import { type Health, readHealth } from '../health.ts';
import { noOutcomes, passPk } from '../outcome.ts';
import { passListKey } from '../pass-end.ts';
import { recordListKey } from '../record-item.ts';
import { isLeased, readStreamState, type StreamState } from '../stream-state.ts';
import { dueAt } from '../tick.ts';
import type { ConnectionView, PassView } from '../views/status.ts';
import type { World } from '../world.ts';
import { listShards } from './index-list.ts';
import { passView, pausedSentence } from './pass-view.ts';

type StreamView = ConnectionView['streams'][number];

/** A connection with its streams: how each goes and how far behind it is. */
export async function connectionView(world: World, connection: ConnectionConfig): Promise<ConnectionView> {
  const [{ health }, streams] = await Promise.all([
    readHealth(world, connection.name),
    Promise.all(connection.streams.map(async (stream) => ({ stream, state: (await readStreamState(world, connection.name, stream.name)).state }))),
  ]);
  const enabled = streams.filter((s) => s.stream.enabled);
  const held = enabled.flatMap((s) => (s.state.paused?.why === 'person' ? [s.state.paused] : []));
  const isPaused = enabled.length > 0 && held.length === enabled.length;
  const problem = health.state === 'blocked' ? health.fault?.message : isPaused ? pausedSentence(held[0] as NonNullable<StreamState['paused']>) : undefined;
  return {
    name: connection.name,
    connector: connection.connector,
    state: health.state === 'blocked' ? 'blocked' : isPaused ? 'paused' : 'ok',
    ...(health.state === 'blocked' ? { blockedUntil: isoOf(health.blockedUntil) } : {}),
    ...(problem === undefined ? {} : { problem }),
    streams: await Promise.all(streams.map((s) => streamView(world, connection, s.stream, s.state, health))),
  };
}

async function streamView(world: World, connection: ConnectionConfig, stream: StreamConfig, state: StreamState, health: Health): Promise<StreamView> {
  const mapping = world.mapping(connection.name, stream.name);
  const pass =
    state.lastPass === undefined ? undefined : ((await passView(world, connection.name, stream.name, state.lastPass, state)) ?? stoppedPass(connection.name, stream.name, state));
  const due = dueAt(connection, stream, state);
  const now = world.clock.now();
  const lag = await lagOf(world, connection.name, stream.name, pass);
  return {
    name: stream.name,
    type: mapping?.type ?? '',
    mapping: mapping?.name ?? stream.mapping,
    mappingVersion: mapping?.version ?? '',
    schedule: stream.schedule,
    state: stateOf(world, stream, state, health, pass),
    records: await recordsOf(world, connection.name, stream.name, state.known),
    ...(lag === undefined ? {} : { lagMs: lag }),
    ...(stream.enabled && state.paused === undefined && Number.isFinite(due) ? { nextDueAt: isoOf(Math.max(due, now)) } : {}),
    ...(pass === undefined ? {} : { lastPass: pass }),
  };
}

function stateOf(world: World, stream: StreamConfig, state: StreamState, health: Health, pass: PassView | undefined): StreamView['state'] {
  if (!stream.enabled) return 'disabled';
  if (state.paused !== undefined) return 'paused';
  if (state.pass !== undefined && isLeased(world, state)) return 'running';
  if (health.state === 'blocked') return 'failing';
  if (pass === undefined) return 'never';
  return pass.state === 'red' ? 'failing' : pass.state === 'running' ? 'running' : 'idle';
}

/** Streams up to this size are counted; of larger ones the last full pass or sweep tells, without what was created since. */
const countedMax = 5_000;

async function recordsOf(world: World, connection: string, stream: string, known: number): Promise<number> {
  if (known > countedMax) return known;
  let [read, live] = [0, 0];
  for await (const { state } of listShards(world, (shard) => recordListKey(connection, stream, shard))) {
    read += 1;
    if (state !== 'gone') live += 1;
    if (read > countedMax * 2) return Math.max(known, live);
  }
  return live;
}

/** Passes looked back at for a green one. */
const lookedBack = 5;

/** Since the last green pass began: what changed at the source before that is here. */
async function lagOf(world: World, connection: string, stream: string, pass: PassView | undefined): Promise<number | undefined> {
  const now = world.clock.now();
  if (pass?.state === 'green') return Math.max(0, now - Date.parse(pass.startedAt));
  const page = await world.table.list(passListKey(connection, stream), { reverse: true, limit: lookedBack });
  for (const entry of page.entries) if (await isAccounted(world, entry.pk.slice(passPk('').length))) return Math.max(0, now - Number(entry.lsk));
  return undefined;
}

/** A pass that a brake stopped before its end left no counts. */
function stoppedPass(connection: string, stream: string, state: StreamState): PassView | undefined {
  if (state.paused === undefined || state.lastPass === undefined) return undefined;
  const problem: Sentence = pausedSentence(state.paused);
  return {
    id: state.lastPass,
    connection,
    stream,
    state: 'red',
    full: true,
    startedAt: isoOf(state.lastStartedAt),
    read: 0,
    outcomes: noOutcomes,
    added: 0,
    changed: 0,
    gone: 0,
    perSecond: 0,
    problem,
  };
}
