import { jobHandler } from '../../job.ts';
import { onWorlds } from '../lambda.ts';

/** `job` on Lambda, fed by the jobs queue. */
export const handler = onWorlds(({ worlds }, log) => jobHandler(worlds, Date.now, log));
