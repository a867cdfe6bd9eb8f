import { createHandlers } from '../../handlers.ts';
import { onWorlds } from '../lambda.ts';

/** `reconcile` on Lambda, fed by the receivables queue. */
export const handler = onWorlds(({ worlds, all }, log) => createHandlers(worlds, all, Date.now, log).receivables);
