import * as z from 'zod';
import { reResolutionView } from '../../../core/sync/views/re-resolve.ts';
import { found } from '../answer.ts';
import { may } from '../auth.ts';
import { actorOf } from '../deps.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

const params = z.object({ type: z.enum(['person', 'organization']) });
const schema = reResolutionView.meta({ id: 'ReResolution' });

const startRoute = createRoute({
  method: 'post',
  path: '/resolutions/{type}',
  summary: 'Look at all records of a type again under the model in use: links and questions are added, none is undone. Goes on with a run that has not ended',
  middleware: [may('models:manage')] as const,
  request: { params },
  responses: { 202: { description: 'Begun; ask GET how far it is', content: { 'application/json': { schema } } }, ...problems(400) },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/resolutions/{type}',
  summary: 'How far looking at all records again is, or what the last time came to',
  middleware: [may('status:read')] as const,
  request: { params },
  responses: { 200: { description: 'The run', content: { 'application/json': { schema } } }, ...problems(400, 404) },
});

/** Adds `POST` and `GET /resolutions/{type}`. */
export function addReResolution(app: Api): void {
  app.openapi(startRoute, async (c) => c.json(await c.var.opened.service.reResolve(c.req.valid('param').type, actorOf(c.var.principal)), 202));
  app.openapi(oneRoute, async (c) => c.json(found(await c.var.opened.service.reResolution(c.req.valid('param').type), 'type'), 200));
}
