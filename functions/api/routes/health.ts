import * as z from 'zod';
import { type Api, createRoute } from '../router.ts';

const schema = z.object({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' });

const route = createRoute({
  method: 'get',
  path: '/health',
  summary: 'Whether the server answers',
  security: [],
  responses: { 200: { description: 'It does', content: { 'application/json': { schema } } } },
});

/** Adds `GET /health`, the only path without a token. */
export function addHealth(app: Api): void {
  app.openapi(route, (c) => c.json({ status: 'ok' as const, version: c.var.deps.version }, 200));
}
