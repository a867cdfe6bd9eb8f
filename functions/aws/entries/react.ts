import { reactHandler } from '../../react.ts';
import { onWorlds } from '../lambda.ts';

/** `react` on Lambda, fed by the reactions queue. */
export const handler = onWorlds(({ worlds }, log) => reactHandler(worlds, Date.now, log));
