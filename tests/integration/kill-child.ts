import { writeSync } from 'node:fs';
import { openTestWorkspace } from './harness.ts';

/** The process that `kill.ts` kills: everything running on the folder named by its argument. */
const w = await openTestWorkspace(process.argv[2] ?? '');
writeSync(1, 'ready\n');
await w.sync();
await w.close('keep');
