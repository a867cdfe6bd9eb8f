#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

enableCompileCache(); // the second start of any command reads compiled code
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));
