import { tickHandler } from '../../tick.ts';
import { onWorlds } from '../lambda.ts';
import { stalenessLines } from '../staleness.ts';

/** The one tick a minute, called by the schedule; it also tells how fresh each stream is. */
export const handler = onWorlds<unknown, void>(({ all, settings }) => {
  const tick = tickHandler(all);
  return async () => {
    await tick();
    for (const world of all()) for (const line of await stalenessLines(world, settings.names.secretPrefix)) console.log(line);
  };
});
