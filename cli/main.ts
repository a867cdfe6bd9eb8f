#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache(); // the second start of any command reads compiled code
// whoever reads our output may stop reading (`| head`): no fault of ours, and nothing is lost by ending
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));
