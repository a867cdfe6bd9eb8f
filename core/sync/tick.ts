import { spread } from '../model/hash.ts';
import { minuteMs } from '../model/time.ts';
import type { ConnectionConfig, StreamConfig } from './config.ts';
import { resumeErasures } from './erase/resume.ts';
import { reportFailure } from './failure.ts';
import { isBlocked, readHealth } from './health.ts';
import { type JobMessage, messageSchema, send } from './messages.ts';
import { noticeNewRules } from './new-rules.ts';
import { type WaitingRow, waitingCause, waitingListKey } from './park.ts';
import { allShards, sendCanary } from './recover.ts';
import { scheduledAfter } from './schedule.ts';
import { isAhead } from './set-back.ts';
import { isLeased, readStreamState, type StreamState } from './stream-state.ts';
import type { World } from './world.ts';

/** Streams that are due together start spread over this long, so that a full hour is no peak. */
const jitterMs = minuteMs / 2;
/** Waiting rows looked at per connection and tick. */
const waitingLookedAt = 500;

/** When a stream is due next: by its schedule in its connection's zone after the last start, moved by a hash of its name; a resumed or wanted pass is due at once. */
export function dueAt(connection: Pick<ConnectionConfig, 'name' | 'zone'>, stream: Pick<StreamConfig, 'name' | 'schedule'>, state: StreamState): number {
  if (state.pass !== undefined || state.wantFull || state.lastStartedAt === 0) return 0;
  const next = scheduledAfter(connection, stream, state.lastStartedAt);
  return next === undefined ? Number.POSITIVE_INFINITY : next + (spread(`${connection.name}/${stream.name}`) % jitterMs);
}

/** Once a minute: starts what is due, sends canaries, lets parked work go on, ends the patience of what waited too long, notices new mappings and policies, and wakes erasures that stand still. What fails for one connection holds up no other; the first failure is thrown last. */
export async function tick(world: World): Promise<void> {
  const errors: unknown[] = [];
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      errors.push(error);
    }
  };
  for (const connection of world.config.connections) {
    for (const stream of connection.streams) if (stream.enabled) await attempt(() => startIfDue(world, connection, stream));
    await attempt(() => tendHealth(world, connection.name));
    await attempt(() => endPatience(world, connection.name));
  }
  if (world.config.routes.length > 0)
    await attempt(() => send(world, 'jobs', 'routes', [{ v: messageSchema, workspace: world.config.workspace, job: 'advance', tries: Number.MAX_SAFE_INTEGER }]));
  await attempt(() => noticeNewRules(world));
  await attempt(() => resumeErasures(world));
  if (errors.length > 0) throw errors[0];
}

async function startIfDue(world: World, connection: ConnectionConfig, stream: StreamConfig): Promise<void> {
  const { state } = await readStreamState(world, connection.name, stream.name);
  const now = world.clock.now();
  // A clock that went back must not stop a stream until it has caught up.
  const sane = isAhead(state.lastStartedAt, now) ? { ...state, lastStartedAt: 0 } : state;
  if (state.paused !== undefined || isLeased(world, state) || dueAt(connection, stream, sane) > now) return;
  const job: JobMessage = { v: messageSchema, workspace: world.config.workspace, job: 'pull', connection: connection.name, stream: stream.name };
  await send(world, 'jobs', connection.name, [job]);
}

/** A blocked connection whose wait is over gets one canary; one that works again gets what is still parked for it. */
async function tendHealth(world: World, connection: string): Promise<void> {
  const { health } = await readHealth(world, connection);
  const now = world.clock.now();
  if (health.state === 'blocked') {
    if (!isBlocked(health, now, true)) await sendCanary(world, connection);
    return;
  }
  const waiting = await world.table.list(waitingListKey(connection), { limit: 50 });
  if (!waiting.entries.some((e) => e.state === 'connection')) return;
  const jobs = allShards().map((_, shard): JobMessage => ({ v: messageSchema, workspace: world.config.workspace, job: 'release', connection, shard }));
  await send(world, 'jobs', connection, jobs);
}

/** What waited for a parent longer than its route's patience is a failure that a person sees; it still goes on when the parent comes. */
async function endPatience(world: World, connection: string): Promise<void> {
  const page = await world.table.list(waitingListKey(connection), { limit: waitingLookedAt });
  const keys = page.entries
    .filter((e) => e.state === 'parent')
    .slice(0, 100)
    .map(({ pk, sk }) => ({ pk, sk }));
  if (keys.length === 0) return;
  const now = world.clock.now();
  for (const item of await world.table.get(keys)) {
    const row = item?.body as unknown as WaitingRow | undefined;
    if (row === undefined || row.patienceUntil === undefined || row.patienceUntil > now || row.what.dir !== 'out') continue;
    const { stream, entity } = row.what;
    const reason = {
      en: `Waits for ${row.on ?? 'its parent'}, which has not come to ${connection}. Sync the parent, or map the reference.`,
      zh: `等待 ${row.on ?? '上级记录'} 出现在 ${connection} 中，已超过等待期限。`,
    };
    await reportFailure(world, { connection, stream, record: `new:${entity}`, cause: waitingCause, kind: 'waiting', reason, entity });
  }
}
