import { send } from '../messages.ts';
import type { World } from '../world.ts';
import { runningErasures } from './erasure.ts';
import { isDueAhead } from './step-due.ts';

/** A step that has not come so long after it was due never will: longer than any invocation and any message that is held up. */
const lateMs = 600_000;

/** Sends the message of each erasure that stands still: of two workers at one step the one that was further may have died before it sent it. Where our clock has been set back since the step was stored, nobody can tell, and the message is sent at once. */
export async function resumeErasures(world: World): Promise<void> {
  if ((await world.erasures?.read()) === undefined) return;
  for (const erasure of await runningErasures(world)) {
    const { id, startedAt, dueAt = startedAt } = erasure;
    const now = world.clock.now();
    if (now < dueAt + lateMs && !isDueAhead(erasure, now)) continue;
    await send(world, 'jobs', 'erase', [{ v: 1, workspace: world.config.workspace, job: 'erase', id }]);
  }
}
