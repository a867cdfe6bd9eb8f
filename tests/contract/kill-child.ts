import { writeSync } from 'node:fs';
import { openEmbedded } from '../../adapters/embedded/open.ts';
import { endlessLoad, tracingRunner } from './kill-load.ts';

/** The process that `kill.ts` kills: loads the store named by its argument and prints what was acknowledged. */
const store = openEmbedded({ file: process.argv[2] ?? '' });
tracingRunner(store);
await endlessLoad(store, (line) => writeSync(1, `${line}\n`));
