import * as z from 'zod';
import { reviewsView, reviewView } from '../../../core/sync/views/reviews.ts';
import { found, granted } from '../answer.ts';
import { may } from '../auth.ts';
import { actorOf } from '../deps.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

const review = reviewView.meta({ id: 'Review' });
const id = z.object({ id: z.string().min(1).max(40) });

const listRoute = createRoute({
  method: 'get',
  path: '/reviews',
  summary: 'Questions to a person about who is who, with the evidence',
  middleware: [may('reviews:read')] as const,
  request: {
    query: z.strictObject({
      state: z.enum(['waiting', 'answered']).default('waiting'),
      limit: z.coerce.number().int().min(1).max(100).default(20),
      after: z.string().max(2_000).optional().describe('next of the page before'),
    }),
  },
  responses: {
    200: { description: 'Oldest first; answered ones newest first', content: { 'application/json': { schema: reviewsView.meta({ id: 'Reviews' }) } } },
    ...problems(400),
  },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/reviews/{id}',
  summary: 'One question, with the evidence',
  middleware: [may('reviews:read')] as const,
  request: { params: id },
  responses: { 200: { description: 'The question', content: { 'application/json': { schema: review } } }, ...problems(404) },
});

const answerRoute = createRoute({
  method: 'post',
  path: '/reviews/{id}',
  summary: 'Answer a question: the same (merge), different (kept apart for good), or later',
  middleware: [may('records:merge')] as const,
  request: { params: id, body: { required: true, content: { 'application/json': { schema: z.strictObject({ verdict: z.enum(['same', 'different', 'later']) }) } } } },
  responses: { 200: { description: 'The question as answered', content: { 'application/json': { schema: review } } }, ...problems(400, 404, 409, 413, 415) },
});

/** Adds `GET /reviews`, `GET /reviews/{id}` and `POST /reviews/{id}`. */
export function addReviews(app: Api): void {
  app.openapi(listRoute, async (c) => c.json(await c.var.opened.service.reviews(c.req.valid('query')), 200));
  app.openapi(oneRoute, async (c) => c.json(found(await c.var.opened.service.review(c.req.valid('param').id), 'id'), 200));
  app.openapi(answerRoute, async (c) => {
    const { verdict } = c.req.valid('json');
    return c.json(granted(await c.var.opened.service.answer(c.req.valid('param').id, verdict, actorOf(c.var.principal))), 200);
  });
}
