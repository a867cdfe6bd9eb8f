import { tick } from '../core/sync/tick.ts';
import type { World } from '../core/sync/world.ts';

/** The one tick a minute, for every workspace. */
export const tickHandler = (all: () => readonly World[]) => async (): Promise<void> => {
  for (const world of all()) await tick(world);
};
