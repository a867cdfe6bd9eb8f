import { writeFileSync } from 'node:fs';
import { cliDocs } from './cli-docs.ts';

// Writes docs/cli.md from the commands: `node cli/write-docs.ts`.
writeFileSync(new URL('../docs/cli.md', import.meta.url), cliDocs());
