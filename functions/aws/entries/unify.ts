import { unifyHandler } from '../../unify.ts';
import { onWorlds } from '../lambda.ts';

/** `unify` on Lambda, fed by the inbound queue. */
export const handler = onWorlds(({ worlds }, log) => unifyHandler(worlds, Date.now, log));
