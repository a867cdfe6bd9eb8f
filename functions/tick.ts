import { survey } from '../core/reactions/react.ts';
import { tickReceivables } from '../core/receivables/table/tick.ts';
import { tick } from '../core/sync/tick.ts';
import type { World } from '../core/sync/world.ts';
import { reactionsIn } from './react.ts';

/** Everything that could be alerted about is looked at this often; facts of the bus bring the urgent ones at once. */
const surveyEveryMinutes = 5;

/** The one tick a minute, for every workspace. */
export const tickHandler = (all: () => readonly World[]) => async (): Promise<void> => {
  for (const world of all()) {
    await tick(world);
    await tickReceivables(world);
    if (Math.floor(world.clock.now() / 60_000) % surveyEveryMinutes === 0) await survey(reactionsIn(world));
  }
};
