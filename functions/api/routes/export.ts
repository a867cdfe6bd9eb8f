import * as z from 'zod';
import { granted } from '../answer.ts';
import { may } from '../auth.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';
import { jsonLines } from './json-lines.ts';

const route = createRoute({
  method: 'get',
  path: '/export/{type}',
  summary: 'Every entity of a type, one JSON object a line',
  middleware: [may('records:export')] as const,
  request: { params: z.object({ type: z.string().min(1).max(100) }) },
  responses: {
    200: { description: 'Newline-delimited JSON; a last line {"end":true,"records":n} says that it is whole', content: { 'application/x-ndjson': { schema: z.string() } } },
    ...problems(404),
  },
});

/** Adds `GET /export/{type}`. The last line says that nothing is missing: a broken connection cannot look like a short list. */
export function addExport(app: Api): void {
  app.openapi(route, (c) => {
    const records = granted(c.var.opened.service.exportAll(c.req.valid('param').type));
    return jsonLines(c, records, 'api.export') as never; // a stream has no type that the route could check
  });
}
