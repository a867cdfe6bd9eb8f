import * as z from 'zod';
import { erasePlanView, erasureView } from '../../../core/sync/views/erase.ts';
import { found, granted } from '../answer.ts';
import { may } from '../auth.ts';
import { actorOf } from '../deps.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

const subject = z.string().min(1).max(1_000).describe('Entity id, or connection/stream/id');
const json = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } }) as const;
const schema = erasureView.meta({ id: 'Erasure' });

const planRoute = createRoute({
  method: 'post',
  path: '/erasures/plan',
  summary: 'What erasing a person would take away; changes nothing',
  middleware: [may('records:erase')] as const,
  request: { body: json(z.strictObject({ subject })) },
  responses: { 200: { description: 'What would go', content: { 'application/json': { schema: erasePlanView.meta({ id: 'ErasePlan' }) } } }, ...problems(400, 404, 409, 413, 415) },
});

const startRoute = createRoute({
  method: 'post',
  path: '/erasures',
  summary: 'Erase a person for good, with everything kept about them',
  middleware: [may('records:erase')] as const,
  request: { body: json(z.strictObject({ subject, reason: z.string().max(500).default('').describe('Kept in the receipt: do not name the person') })) },
  responses: { 202: { description: 'Begun; ask /erasures/{id} for the receipt', content: { 'application/json': { schema } } }, ...problems(400, 404, 409, 413, 415) },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/erasures/{id}',
  summary: 'How far an erasure is; in the end its receipt',
  middleware: [may('records:erase')] as const,
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: { 200: { description: 'The erasure', content: { 'application/json': { schema } } }, ...problems(404) },
});

/** Adds `POST /erasures/plan`, `POST /erasures` and `GET /erasures/{id}`. */
export function addErasures(app: Api): void {
  app.openapi(planRoute, async (c) => c.json(granted(await c.var.opened.service.planErasure(c.req.valid('json').subject)), 200));
  app.openapi(startRoute, async (c) => {
    const asked = c.req.valid('json');
    return c.json(granted(await c.var.opened.service.erase(asked.subject, asked.reason, actorOf(c.var.principal))), 202);
  });
  app.openapi(oneRoute, async (c) => c.json(found(await c.var.opened.service.erasure(c.req.valid('param').id), 'id'), 200));
}
