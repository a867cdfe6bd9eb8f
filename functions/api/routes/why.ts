import * as z from 'zod';
import { whyView } from '../../../core/sync/views/why.ts';
import { found } from '../answer.ts';
import { may } from '../auth.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

const route = createRoute({
  method: 'get',
  path: '/why',
  summary: 'Why an entity holds what it holds, and why it is, or is not, at a target',
  middleware: [may('why:read')] as const,
  request: { query: z.strictObject({ subject: z.string().min(1).max(1_000).describe('Entity id, or connection/stream/id') }) },
  responses: {
    200: { description: 'Each field with its source and reason, each target with its state', content: { 'application/json': { schema: whyView.meta({ id: 'Why' }) } } },
    ...problems(400, 404),
  },
});

/** Adds `GET /why`. */
export function addWhy(app: Api): void {
  app.openapi(route, async (c) => c.json(found(await c.var.opened.service.why(c.req.valid('query').subject), 'subject'), 200));
}
