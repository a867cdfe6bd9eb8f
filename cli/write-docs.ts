import { writeFileSync } from 'node:fs';
import { createApi } from '../functions/api/app.ts';
import type { ApiDeps } from '../functions/api/deps.ts';
import { openApiDocument } from '../functions/api/openapi.ts';
import { cliDocs } from './cli-docs.ts';
import { errorsDocs } from './errors/errors-docs.ts';
import { version } from './version.ts';

// Writes docs/cli.md from the commands, docs/errors.md from the catalogue and docs/openapi.json from the routes: `node cli/write-docs.ts`. No request is made, so the API needs nothing.
const document = openApiDocument(createApi({} as ApiDeps), version);
writeFileSync(new URL('../docs/cli.md', import.meta.url), cliDocs());
writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsDocs());
writeFileSync(new URL('../docs/openapi.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
