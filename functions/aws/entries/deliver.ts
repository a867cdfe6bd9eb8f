import { deliverHandler } from '../../deliver.ts';
import { onWorlds } from '../lambda.ts';

/** `deliver` on Lambda, fed by the outbound queue. */
export const handler = onWorlds(({ worlds }, log) => deliverHandler(worlds, Date.now, log));
