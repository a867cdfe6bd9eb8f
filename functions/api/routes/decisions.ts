import * as z from 'zod';
import { compareView } from '../../../core/sync/views/compare.ts';
import { recordView } from '../../../core/sync/views/records.ts';
import { granted } from '../answer.ts';
import { may } from '../auth.ts';
import { actorOf } from '../deps.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

/** More records than this in one decision is no decision of a person. */
const splitRecordsMax = 40;

const subject = z.string().min(1).max(1_000).describe('Entity id, or connection/stream/id');
const field = z.string().min(1).max(300).describe('Canonical field; one element of a set as emails:a@b.cn');
const record = recordView.meta({ id: 'Record' });
const json = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } }) as const;
const changed = { ...problems(400, 404, 409, 413, 415) };

const compareRoute = createRoute({
  method: 'get',
  path: '/compare',
  summary: 'Why two entities or records are, or are not, the same',
  middleware: [may('why:read')] as const,
  request: { query: z.strictObject({ a: subject, b: subject }) },
  responses: { 200: { description: 'The evidence', content: { 'application/json': { schema: compareView.meta({ id: 'Compare' }) } } }, ...problems(400, 404) },
});

const mergeRoute = createRoute({
  method: 'post',
  path: '/merge',
  summary: 'Make two entities one; the oldest keeps its id, the other leads to it',
  middleware: [may('records:merge')] as const,
  request: { body: json(z.strictObject({ first: subject, second: subject })) },
  responses: { 200: { description: 'The entity', content: { 'application/json': { schema: record } } }, ...changed },
});

const splitRoute = createRoute({
  method: 'post',
  path: '/split',
  summary: 'Take records out of an entity; they stay apart for good',
  middleware: [may('records:merge')] as const,
  request: { body: json(z.strictObject({ subject, records: z.array(subject).min(1).max(splitRecordsMax) })) },
  responses: { 200: { description: 'What is left and what was taken out', content: { 'application/json': { schema: z.object({ kept: record, moved: record }) } } }, ...changed },
});

const pinRoute = createRoute({
  method: 'post',
  path: '/pin',
  summary: 'Put a value above all systems; without a value, the one that is golden now',
  middleware: [may('records:pin')] as const,
  request: { body: json(z.strictObject({ subject, field, value: z.string().max(10_000).optional().describe('As a person writes it; empty: no value') })) },
  responses: { 200: { description: 'The entity', content: { 'application/json': { schema: record } } }, ...changed },
});

const unpinRoute = createRoute({
  method: 'post',
  path: '/unpin',
  summary: 'Let the systems decide a field again',
  middleware: [may('records:pin')] as const,
  request: { body: json(z.strictObject({ subject, field })) },
  responses: { 200: { description: 'The entity', content: { 'application/json': { schema: record } } }, ...changed },
});

/** Adds `GET /compare`, `POST /merge`, `/split`, `/pin` and `/unpin`: what people decide about entities. */
export function addDecisions(app: Api): void {
  app.openapi(compareRoute, async (c) => {
    const { a, b } = c.req.valid('query');
    return c.json(granted(await c.var.opened.service.compare(a, b)), 200);
  });
  app.openapi(mergeRoute, async (c) => {
    const { first, second } = c.req.valid('json');
    return c.json(granted(await c.var.opened.service.merge(first, second, actorOf(c.var.principal))), 200);
  });
  app.openapi(splitRoute, async (c) => {
    const asked = c.req.valid('json');
    return c.json(granted(await c.var.opened.service.split(asked.subject, asked.records, actorOf(c.var.principal))), 200);
  });
  app.openapi(pinRoute, async (c) => {
    const asked = c.req.valid('json');
    return c.json(granted(await c.var.opened.service.pin(asked.subject, asked.field, asked.value, actorOf(c.var.principal))), 200);
  });
  app.openapi(unpinRoute, async (c) => {
    const asked = c.req.valid('json');
    return c.json(granted(await c.var.opened.service.unpin(asked.subject, asked.field, actorOf(c.var.principal))), 200);
  });
}
