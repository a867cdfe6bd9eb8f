import { survey } from '../core/reactions/react.ts';
import { tick } from '../core/sync/tick.ts';
import type { World } from '../core/sync/world.ts';
import { reactionsIn } from './react.ts';

/** Everything that could be alerted about is looked at this often; facts of the bus bring the urgent ones at once. */
const surveyEveryMinutes = 5;

/** The one tick a minute, for every workspace. What receivables do is loaded where a workspace has them. */
export const tickHandler = (all: () => readonly World[]) => async (): Promise<void> => {
  for (const world of all()) {
    await tick(world);
    if (world.config.receivables !== undefined) await (await import('../core/receivables/table/tick.ts')).tickReceivables(world);
    if (Math.floor(world.clock.now() / 60_000) % surveyEveryMinutes === 0) await survey(reactionsIn(world));
  }
};
