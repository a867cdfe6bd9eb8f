import * as z from 'zod';
import { whyView } from '../../../core/sync/views/why.ts';
import { may } from '../auth.ts';
import { ApiProblem, problems } from '../problem.ts';
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
  app.openapi(route, async (c) => {
    const { subject } = c.req.valid('query');
    const answer = await c.var.opened.service.why(subject);
    if (answer === undefined) throw unknown(subject);
    return c.json(answer, 200);
  });
}

function unknown(subject: string): ApiProblem {
  const message = {
    en: `There is no entity “${subject}”. Give an entity's id or a record as connection/stream/id; “records <type> <words>” finds both.`,
    zh: `没有实体“${subject}”。请给出实体编号或 connection/stream/id 形式的记录；可用“records <type> <关键词>”查找。`,
  };
  return new ApiProblem(404, 'NOT_FOUND', message, { field: 'subject' });
}
