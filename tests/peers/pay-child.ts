import { writeSync } from 'node:fs';
import { askForImport } from '../../core/receivables/table/tick.ts';
import { openTestWorkspace, testClock } from '../integration/harness.ts';

/** The process that is killed while it books payments: takes the bank's files of the folder named first, with its clock moved by the ms named second, and looks after what is on its way. */
const [folder = '', moved = '0'] = process.argv.slice(2);
const clock = testClock();
clock.move(Number(moved));
const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
const w = await openTestWorkspace(folder, { clock, env });
writeSync(1, 'ready\n');
await askForImport(w.world);
await w.runner.tick();
await w.quiet();
await w.close('keep');
