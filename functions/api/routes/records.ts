import * as z from 'zod';
import { recordsLimitMax, recordsView, recordView } from '../../../core/sync/views/records.ts';
import { found, granted } from '../answer.ts';
import { may } from '../auth.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

/** Longer queries are no names. */
const queryCharsMax = 400;

const listRoute = createRoute({
  method: 'get',
  path: '/records',
  summary: 'Find entities by id, identifier, name, change or connection; the answer says which it used',
  middleware: [may('records:read')] as const,
  request: {
    query: z.strictObject({
      type: z.string().min(1).describe('Canonical type, e.g. organization'),
      q: z.string().max(queryCharsMax).optional().describe('Id, record, e-mail, telephone, tax id, beginning of the name, or words of it'),
      changedSince: z.iso.datetime({ offset: true }).or(z.iso.date()).optional(),
      connection: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(recordsLimitMax).default(50),
      after: z.string().max(2_000).optional().describe('`next` of the page before'),
    }),
  },
  responses: { 200: { description: 'What was found', content: { 'application/json': { schema: recordsView.meta({ id: 'Records' }) } } }, ...problems(400, 404) },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/records/{id}',
  summary: 'One entity, by its id or by a record of a system (connection%2Fstream%2Fid)',
  middleware: [may('records:read')] as const,
  request: { params: z.object({ id: z.string().min(1).max(1_000) }) },
  responses: {
    200: { description: 'The entity; merged ids lead to the one that lives', content: { 'application/json': { schema: recordView.meta({ id: 'Record' }) } } },
    ...problems(404),
  },
});

/** Adds `GET /records` and `GET /records/{id}`. */
export function addRecords(app: Api): void {
  app.openapi(listRoute, async (c) => {
    const { q, ...query } = c.req.valid('query');
    return c.json(granted(await c.var.opened.service.records({ ...query, query: q })), 200);
  });
  app.openapi(oneRoute, async (c) => c.json(found(await c.var.opened.service.record(c.req.valid('param').id), 'id'), 200));
}
