import { readFileSync, writeFileSync } from 'node:fs';
import { type Api, createApi } from './app.ts';
import type { ApiDeps } from './deps.ts';
import { openApiDocument } from './openapi.ts';

// Writes docs/openapi.json from the routes: `node functions/api/write-openapi.ts`. Nothing is asked, so nothing is needed.
const app: Api = createApi({} as ApiDeps);
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
writeFileSync(new URL('../../docs/openapi.json', import.meta.url), `${JSON.stringify(openApiDocument(app, version), null, 2)}\n`);
