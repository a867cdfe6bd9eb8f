import { writeSync } from 'node:fs';
import { openTestWorkspace, testClock } from '../integration/harness.ts';

/** The process that kill tests kill: everything running on the folder named by its first argument, with its clock moved by the ms of the second. */
const [folder = '', moved = '0'] = process.argv.slice(2);
const clock = testClock();
clock.move(Number(moved));
const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
const w = await openTestWorkspace(folder, { clock, env });
writeSync(1, 'ready\n');
await w.sync();
await w.close('keep');
