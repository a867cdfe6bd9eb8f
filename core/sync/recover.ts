import { shards } from '../model/keys.ts';
import { unblock } from './health.ts';
import { type JobMessage, messageSchema, send } from './messages.ts';
import { connectionWaitPk, releaseWaiting } from './park.ts';
import type { World } from './world.ts';

/** Shard names `00` … `15`. */
export function allShards(): string[] {
  return Array.from({ length: shards }, (_, i) => String(i).padStart(2, '0'));
}

/** A call worked: what was parked for the connection goes on, shard by shard. */
export async function recovered(world: World, connection: string): Promise<void> {
  if (!(await unblock(world, connection))) return;
  const jobs = allShards().map((_, shard): JobMessage => ({ v: messageSchema, workspace: world.config.workspace, job: 'release', connection, shard }));
  await send(world, 'jobs', connection, jobs);
}

/** One step of letting parked work go on: a page of one shard, then the next message. */
export async function releaseStep(world: World, job: Extract<JobMessage, { job: 'release' }>): Promise<void> {
  const pk = connectionWaitPk(job.connection, String(job.shard).padStart(2, '0'));
  const { next } = await releaseWaiting(world, pk, job.after === undefined ? {} : { after: job.after });
  if (next !== undefined) await send(world, 'jobs', job.connection, [{ ...job, after: next }]);
}

/** Sends one parked piece of work ahead; true when there was one. */
export async function sendCanary(world: World, connection: string): Promise<boolean> {
  for (const shard of allShards()) {
    const { released } = await releaseWaiting(world, connectionWaitPk(connection, shard), { limit: 1, canary: true });
    if (released > 0) return true;
  }
  return false;
}
