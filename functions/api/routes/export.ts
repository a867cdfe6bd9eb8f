import { stream } from 'hono/streaming';
import * as z from 'zod';
import { granted } from '../answer.ts';
import { may } from '../auth.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

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

/** Records between two writes to the connection. */
const linesPerWrite = 100;

/** Adds `GET /export/{type}`. The last line says that nothing is missing: a broken connection cannot look like a short list. */
export function addExport(app: Api): void {
  app.openapi(route, (c) => {
    const records = granted(c.var.opened.service.exportAll(c.req.valid('param').type));
    c.header('content-type', 'application/x-ndjson; charset=utf-8');
    const answer = stream(
      c,
      async (out) => {
        let [lines, count] = [[] as string[], 0];
        for await (const record of records) {
          if (out.aborted) return;
          lines.push(`${JSON.stringify(record)}\n`);
          count += 1;
          if (lines.length < linesPerWrite) continue;
          await out.write(lines.join(''));
          lines = [];
        }
        await out.write(`${lines.join('')}${JSON.stringify({ end: true, records: count })}\n`);
      },
      async (error) => c.var.deps.log('api.export', error),
    );
    return answer as never; // a stream has no type that the route could check
  });
}
