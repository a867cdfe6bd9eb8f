import * as z from 'zod';
import { failuresView, retryView } from '../../../core/sync/views/failures.ts';
import { granted } from '../answer.ts';
import { may } from '../auth.ts';
import { actorOf } from '../deps.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

/** A record as people write it. */
const recordPattern = /^[^/]+\/[^/]+\/./;

const filter = z.strictObject({
  cause: z.string().max(200).optional(),
  connection: z.string().max(100).optional(),
  stream: z.string().max(100).optional(),
  record: z.string().max(1_000).optional().describe('connection/stream/id'),
});

const listRoute = createRoute({
  method: 'get',
  path: '/failures',
  summary: 'Open failures by cause, with the money at risk and what to do',
  middleware: [may('failures:read')] as const,
  request: { query: filter.extend({ record: filter.shape.record.unwrap().regex(recordPattern, 'write connection/stream/id | 请写成 connection/stream/id').optional() }) },
  responses: { 200: { description: 'Worst first', content: { 'application/json': { schema: failuresView.meta({ id: 'Failures' }) } } }, ...problems(400) },
});

const retryRoute = createRoute({
  method: 'post',
  path: '/retry',
  summary: 'Send failed work through again; nothing given means all of it',
  middleware: [may('failures:retry')] as const,
  request: { body: { required: true, content: { 'application/json': { schema: filter } } } },
  responses: { 200: { description: 'How much was set free', content: { 'application/json': { schema: retryView.meta({ id: 'Retry' }) } } }, ...problems(400, 404, 409, 413, 415) },
});

/** Adds `GET /failures` and `POST /retry`. */
export function addFailures(app: Api): void {
  app.openapi(listRoute, async (c) => c.json(await c.var.opened.service.failures(c.req.valid('query')), 200));
  app.openapi(retryRoute, async (c) => c.json(granted(await c.var.opened.service.retry(c.req.valid('json'), actorOf(c.var.principal))), 200));
}
