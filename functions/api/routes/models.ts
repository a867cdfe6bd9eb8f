import * as z from 'zod';
import type { JsonObject } from '../../../core/model/json.ts';
import { modelsView, modelView } from '../../../core/sync/views/models.ts';
import { found, granted } from '../answer.ts';
import { may } from '../auth.ts';
import { actorOf } from '../deps.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';
import { jsonLines } from './json-lines.ts';

const type = z.enum(['person', 'organization']);
const version = z.coerce.number().int().min(0).max(999_999);
const view = modelView.meta({ id: 'IdentityModel' });
const document = z.record(z.string(), z.unknown()).describe('A model document, see core/identity/model');
const json = <T extends z.ZodType>(schema: T) => ({ required: true, content: { 'application/json': { schema } } }) as const;

const listRoute = createRoute({
  method: 'get',
  path: '/models',
  summary: 'Identity models: the ones that ship, those that were trained, and which are in use',
  middleware: [may('status:read')] as const,
  responses: { 200: { description: 'Newest first', content: { 'application/json': { schema: modelsView.meta({ id: 'IdentityModels' }) } } }, ...problems() },
});

const oneRoute = createRoute({
  method: 'get',
  path: '/models/{type}/{version}',
  summary: 'One identity model document',
  middleware: [may('models:manage')] as const,
  request: { params: z.object({ type, version }) },
  responses: { 200: { description: 'The document', content: { 'application/json': { schema: document } } }, ...problems(404) },
});

const addRoute = createRoute({
  method: 'post',
  path: '/models',
  summary: 'Store an identity model as the next version of its type; not used before it is activated',
  middleware: [may('models:manage')] as const,
  request: { body: json(z.strictObject({ model: document, note: z.string().max(500).default('') })) },
  responses: { 201: { description: 'The version', content: { 'application/json': { schema: view } } }, ...problems(400, 413, 415) },
});

const activateRoute = createRoute({
  method: 'put',
  path: '/models/{type}/active',
  summary: 'Use a version for records that arrive or change from now on; what is linked stays linked',
  middleware: [may('models:manage')] as const,
  request: { params: z.object({ type }), body: json(z.strictObject({ version })) },
  responses: { 200: { description: 'The version', content: { 'application/json': { schema: view } } }, ...problems(400, 404, 413, 415) },
});

const signaturesRoute = createRoute({
  method: 'get',
  path: '/signatures/{type}',
  summary: 'What every record of a type is compared by, one JSON object a line: for training and trying a model',
  middleware: [may('models:manage')] as const,
  request: { params: z.object({ type }) },
  responses: {
    200: { description: 'Newline-delimited JSON; a last line {"end":true,"records":n} says that it is whole', content: { 'application/x-ndjson': { schema: z.string() } } },
    ...problems(400),
  },
});

/** Adds what identity models are kept, exchanged and trained by. */
export function addModels(app: Api): void {
  app.openapi(listRoute, async (c) => c.json(await c.var.opened.service.models(), 200));
  app.openapi(oneRoute, async (c) => {
    const asked = c.req.valid('param');
    return c.json(found(await c.var.opened.service.model(asked.type, asked.version), 'version') as never, 200);
  });
  app.openapi(addRoute, async (c) => {
    const { model, note } = c.req.valid('json');
    return c.json(granted(await c.var.opened.service.addModel(model as JsonObject, note, actorOf(c.var.principal))), 201);
  });
  app.openapi(activateRoute, async (c) => {
    const asked = c.req.valid('json');
    return c.json(granted(await c.var.opened.service.activateModel(c.req.valid('param').type, asked.version, actorOf(c.var.principal))), 200);
  });
  app.openapi(signaturesRoute, (c) => jsonLines(c, c.var.opened.service.signatures(c.req.valid('param').type), 'api.signatures') as never);
}
