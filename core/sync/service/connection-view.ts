import { isoOf } from '../../model/time.ts';
import type { ConnectionConfig, StreamConfig } from '../config.ts';

import { type Health, readHealth } from '../health.ts';
import { readStreamState, type StreamState } from '../stream-state.ts';
import { dueAt } from '../tick.ts';
import type { ConnectionView } from '../views/status.ts';
import type { World } from '../world.ts';
import { brakeSentence } from './brake-view.ts';
import { passView } from './pass-view.ts';

type StreamView = ConnectionView['streams'][number];

/** A connection with its streams: whether it answers, and how far behind each stream is. */
export async function connectionView(world: World, connection: ConnectionConfig): Promise<ConnectionView> {
  const { health } = await readHealth(world, connection.name);
  const streams = await Promise.all(connection.streams.map((stream) => streamView(world, connection, stream, health)));
  return {
    name: connection.name,
    connector: connection.connector,
    state: health.state === 'blocked' ? 'blocked' : streams.length > 0 && streams.every((stream) => stream.state === 'paused') ? 'paused' : 'ok',
    ...(health.state === 'blocked' ? { blockedUntil: isoOf(health.blockedUntil) } : {}),
    ...(health.fault === undefined ? {} : { problem: health.fault.message }),
    streams,
  };
}

async function streamView(world: World, connection: ConnectionConfig, stream: StreamConfig, health: Health): Promise<StreamView> {
  const { state } = await readStreamState(world, connection.name, stream.name);
  const mapping = world.mapping(connection.name, stream.name);
  const pass = state.lastPass === undefined ? undefined : await passView(world, connection.name, stream.name, state.lastPass, state);
  const due = stream.enabled && state.paused === undefined ? dueAt(connection, stream, state) : Number.POSITIVE_INFINITY;
  const problem = pausedBecause(state);
  return {
    name: stream.name,
    type: mapping?.type ?? '',
    mapping: stream.mapping,
    mappingVersion: mapping?.version ?? '',
    schedule: stream.schedule,
    state: stateOf(world, stream, state, health),
    records: state.known,
    ...(state.lastEndedAt === 0 ? {} : { lagMs: Math.max(0, world.clock.now() - state.lastStartedAt) }),
    ...(Number.isFinite(due) && due > 0 ? { nextDueAt: isoOf(due) } : {}),
    ...(pass === undefined ? {} : { lastPass: problem === undefined ? pass : { ...pass, problem } }),
  };
}

function stateOf(world: World, stream: StreamConfig, state: StreamState, health: Health): StreamView['state'] {
  if (!stream.enabled) return 'disabled';
  if (state.paused !== undefined) return 'paused';
  if (health.state === 'blocked') return 'failing';
  if (state.pass !== undefined && state.leaseUntil > world.clock.now()) return 'running';
  return state.lastEndedAt === 0 ? 'never' : 'idle';
}

function pausedBecause({ paused }: StreamState) {
  if (paused === undefined) return undefined;
  if (paused.report !== undefined) return brakeSentence(paused.report);
  const reason = paused.reason === undefined || paused.reason === '' ? { en: '', zh: '' } : { en: `: ${paused.reason}`, zh: `：${paused.reason}` };
  return { en: `Paused by ${paused.by}${reason.en}`, zh: `由 ${paused.by} 暂停${reason.zh}` };
}
