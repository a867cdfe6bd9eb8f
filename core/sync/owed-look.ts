import { type JobMessage, messageSchema, send } from './messages.ts';
import type { World } from './world.ts';

/** Workspaces in which this process could not send a look at the routes, because the queue took nothing, e.g. on a full disk. */
const owing = new WeakSet<World>();

/** Asks for a look at the routes. One that cannot be sent is owed: whoever comes by next asks again. Owed by a worker that died it is no loss, the tick looks every minute. */
export async function askForLook(world: World, group: string, tries: number, delaySeconds?: number): Promise<void> {
  const job: JobMessage = { v: messageSchema, workspace: world.config.workspace, job: 'advance', tries };
  try {
    await send(world, 'jobs', group, [job], delaySeconds);
    owing.delete(world);
  } catch (refused) {
    owing.add(world);
    throw refused;
  }
}

/** True when a look could not be sent, and none was since. */
export function isLookOwed(world: World): boolean {
  return owing.has(world);
}
