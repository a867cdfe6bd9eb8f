import { clockJumps } from './clock.ts';
import { damage } from './damage.ts';
import { fullDisk } from './full-disk.ts';
import { kill } from './kill.ts';
import { readOnly } from './read-only.ts';
import type { Trial } from './report.ts';
import { twoServers } from './two-servers.ts';

/** All trials by fire, in the order in which they are told. */
export const trials: readonly Trial[] = [kill, readOnly, damage, fullDisk, twoServers, clockJumps];
