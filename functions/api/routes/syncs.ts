import * as z from 'zod';
import { runView } from '../../../core/sync/views/runs.ts';
import { found, granted } from '../answer.ts';
import { may } from '../auth.ts';
import { actorOf } from '../deps.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

const schema = runView.meta({ id: 'Run' });

const request = z.strictObject({
  connection: z.string().max(100).optional(),
  stream: z.string().max(100).optional().describe('Needs a connection'),
  dryRun: z.boolean().default(false).describe('Read and compare, change nothing'),
  full: z.boolean().default(false).describe('From the beginning instead of the stored position'),
});

const startRoute = createRoute({
  method: 'post',
  path: '/syncs',
  summary: 'Pull now: everything, one connection, or one stream',
  middleware: [may('sync:run')] as const,
  request: { body: { required: true, content: { 'application/json': { schema: request } } } },
  responses: { 202: { description: 'Begun; ask /syncs/{id} how far it is', content: { 'application/json': { schema } } }, ...problems(400, 404, 409, 413, 415) },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/syncs/{id}',
  summary: 'How far a run is',
  middleware: [may('status:read')] as const,
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: { 200: { description: 'The run with its passes', content: { 'application/json': { schema } } }, ...problems(404) },
});

/** Adds `POST /syncs` and `GET /syncs/{id}`. */
export function addSyncs(app: Api): void {
  app.openapi(startRoute, async (c) => c.json(granted(await c.var.opened.service.sync(c.req.valid('json'), actorOf(c.var.principal))), 202));
  app.openapi(oneRoute, async (c) => c.json(found(await c.var.opened.service.run(c.req.valid('param').id), 'id'), 200));
}
