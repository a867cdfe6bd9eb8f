import * as z from 'zod';
import { qualityView } from '../../../core/sync/views/quality.ts';
import { granted } from '../answer.ts';
import { may } from '../auth.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

const route = createRoute({
  method: 'get',
  path: '/quality',
  summary: 'How good the data of each connection is: completeness, validity, duplicates, freshness, conflicts between systems',
  middleware: [may('records:read')] as const,
  request: { query: z.strictObject({ connection: z.string().min(1).max(100).optional() }) },
  responses: { 200: { description: 'A report per stream', content: { 'application/json': { schema: qualityView.meta({ id: 'Quality' }) } } }, ...problems(400, 404) },
});

/** Adds `GET /quality`. */
export function addQuality(app: Api): void {
  app.openapi(route, async (c) => c.json(granted(await c.var.opened.service.quality(c.req.valid('query').connection)), 200));
}
