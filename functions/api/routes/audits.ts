import * as z from 'zod';
import { auditView } from '../../../core/sync/views/runs.ts';
import { found } from '../answer.ts';
import { may } from '../auth.ts';
import { actorOf } from '../deps.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

const schema = auditView.meta({ id: 'Audit' });

const startRoute = createRoute({
  method: 'post',
  path: '/audits',
  summary: 'Compare everything stored with what was announced and delivered, and repair differences',
  middleware: [may('audit:run')] as const,
  responses: { 202: { description: 'Begun; ask /audits/{id} how far it is', content: { 'application/json': { schema } } }, ...problems() },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/audits/{id}',
  summary: 'How far an audit is, and what it repaired',
  middleware: [may('status:read')] as const,
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: { 200: { description: 'The audit', content: { 'application/json': { schema } } }, ...problems(404) },
});

/** Adds `POST /audits` and `GET /audits/{id}`. */
export function addAudits(app: Api): void {
  app.openapi(startRoute, async (c) => c.json(await c.var.opened.service.audit(actorOf(c.var.principal)), 202));
  app.openapi(oneRoute, async (c) => c.json(found(await c.var.opened.service.audited(c.req.valid('param').id), 'id'), 200));
}
