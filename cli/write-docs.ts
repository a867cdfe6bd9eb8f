import { readFileSync, writeFileSync } from 'node:fs';
import { createApi } from '../functions/api/app.ts';
import type { ApiDeps } from '../functions/api/deps.ts';
import { openApiDocument } from '../functions/api/openapi.ts';
import { cliDocs } from './cli-docs.ts';
import { connectorDocs } from './connector-docs.ts';
import { errorsDocs } from './errors/errors-docs.ts';
import { version } from './version.ts';

// Writes what is made from code: docs/cli.md from the commands, docs/errors.md from the catalogue, the table in docs/connectors.md from the connectors, docs/openapi.json from the routes. `npm run docs`.
// No request is made, so the API needs nothing.
const document = openApiDocument(createApi({} as ApiDeps), version);
writeFileSync(new URL('../docs/cli.md', import.meta.url), cliDocs());
writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsDocs());
writeFileSync(new URL('../docs/openapi.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`);

const connectors = new URL('../docs/connectors.md', import.meta.url);
writeFileSync(connectors, await connectorDocs(readFileSync(connectors, 'utf8')));
