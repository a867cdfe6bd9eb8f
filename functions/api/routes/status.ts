import { statusView } from '../../../core/sync/views/status.ts';
import { may } from '../auth.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

const route = createRoute({
  method: 'get',
  path: '/status',
  summary: 'Is it synced: connections, routes, queues, failures',
  middleware: [may('status:read')] as const,
  responses: { 200: { description: 'The state of the workspace', content: { 'application/json': { schema: statusView.meta({ id: 'Status' }) } } }, ...problems() },
});

/** Adds `GET /status`. */
export function addStatus(app: Api): void {
  app.openapi(route, async (c) => c.json(await c.var.opened.service.status(), 200));
}
