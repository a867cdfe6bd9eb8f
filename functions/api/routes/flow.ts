import * as z from 'zod';
import type { Subject } from '../../../core/sync/service.ts';
import { list } from '../../../core/sync/views/basics.ts';
import { routeView } from '../../../core/sync/views/status.ts';
import { granted } from '../answer.ts';
import { may } from '../auth.ts';
import { actorOf } from '../deps.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

const subject = z
  .union([
    z.strictObject({ kind: z.literal('route'), route: z.string().min(1).max(100) }),
    z.strictObject({ kind: z.literal('connection'), connection: z.string().min(1).max(100) }),
    z.strictObject({ kind: z.literal('stream'), connection: z.string().min(1).max(100), stream: z.string().min(1).max(100) }),
  ])
  .meta({ id: 'Subject' }) satisfies z.ZodType<Subject>;

const switched = z.object({ changed: list(z.string()).describe('Empty: it already was so'), routes: list(routeView) }).meta({ id: 'Switched' });

const responses = { 200: { description: 'What changed', content: { 'application/json': { schema: switched } } }, ...problems(400, 404, 409, 413, 415) };

const pauseRoute = createRoute({
  method: 'post',
  path: '/pause',
  summary: 'Pause a route, a connection or a stream',
  middleware: [may('flow:pause')] as const,
  request: { body: { required: true, content: { 'application/json': { schema: z.strictObject({ subject, reason: z.string().max(500).default('') }) } } } },
  responses,
});

const resumeRoute = createRoute({
  method: 'post',
  path: '/resume',
  summary: 'Resume what a person paused',
  middleware: [may('flow:resume')] as const,
  request: { body: { required: true, content: { 'application/json': { schema: z.strictObject({ subject }) } } } },
  responses,
});

const releaseRoute = createRoute({
  method: 'post',
  path: '/release',
  summary: 'Let a linked route go live, or a braked one go on with what stopped it',
  middleware: [may('route:release')] as const,
  request: { body: { required: true, content: { 'application/json': { schema: z.strictObject({ route: z.string().min(1).max(100) }) } } } },
  responses,
});

/** Adds `POST /pause`, `/resume` and `/release`. */
export function addFlow(app: Api): void {
  app.openapi(pauseRoute, async (c) => {
    const { subject: what, reason } = c.req.valid('json');
    return c.json(granted(await c.var.opened.service.pause(what, reason, actorOf(c.var.principal))), 200);
  });
  app.openapi(resumeRoute, async (c) => c.json(granted(await c.var.opened.service.resume(c.req.valid('json').subject, actorOf(c.var.principal))), 200));
  app.openapi(releaseRoute, async (c) => c.json(granted(await c.var.opened.service.release(c.req.valid('json').route, actorOf(c.var.principal))), 200));
}
