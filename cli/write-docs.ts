import { readFileSync, writeFileSync } from 'node:fs';
import { createApi } from '../functions/api/app.ts';
import type { ApiDeps } from '../functions/api/deps.ts';
import { openApiDocument } from '../functions/api/openapi.ts';
import { cliDocs } from './cli-docs.ts';
import { connectorDocs } from './connector-docs.ts';
import { errorsDocs } from './errors/errors-docs.ts';
import { rolesDocs } from './roles-docs.ts';
import { version } from './version.ts';

// Writes what is made from code: docs/cli.md from the commands, docs/errors.md from the catalogue, docs/roles.md and docs/openapi.json from the routes, the table in docs/connectors.md from the connectors. `npm run docs`.
// No request is made, so the API needs nothing.
const api = createApi({} as ApiDeps);
const document = openApiDocument(api, version);
writeFileSync(new URL('../docs/cli.md', import.meta.url), cliDocs());
writeFileSync(new URL('../docs/errors.md', import.meta.url), errorsDocs());
writeFileSync(new URL('../docs/openapi.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`);

writeFileSync(new URL('../docs/roles.md', import.meta.url), rolesDocs(api));

const connectors = new URL('../docs/connectors.md', import.meta.url);
writeFileSync(connectors, await connectorDocs(readFileSync(connectors, 'utf8')));
