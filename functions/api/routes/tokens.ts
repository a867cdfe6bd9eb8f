import * as z from 'zod';
import { roles } from '../../../core/access/permissions.ts';
import type { Principal } from '../../../core/access/principal.ts';
import { addPrincipal, newPrincipal, principals, revokePrincipal } from '../../../core/access/principals.ts';
import { tokenBytes, tokenFrom } from '../../../core/access/token.ts';
import { isoOf } from '../../../core/model/time.ts';
import { list, momentView } from '../../../core/sync/views/basics.ts';
import { granted } from '../answer.ts';
import { may } from '../auth.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';

const principalSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(roles),
    createdAt: momentView,
    createdBy: z.string(),
    revokedAt: momentView.optional(),
    revokedBy: z.string().optional(),
  })
  .meta({ id: 'Principal' });

/** A principal as the API shows it. */
export type PrincipalView = z.infer<typeof principalSchema>;

const made = z.object({ token: z.string().describe('Shown this once; only its hash is stored'), principal: principalSchema }).meta({ id: 'Token' });

/** A token just made. */
export type MadeToken = z.infer<typeof made>;

const listRoute = createRoute({
  method: 'get',
  path: '/tokens',
  summary: 'Who may use this workspace',
  middleware: [may('tokens:manage')] as const,
  responses: { 200: { description: 'Principals, revoked ones too', content: { 'application/json': { schema: z.object({ principals: list(principalSchema) }) } } }, ...problems() },
});

const addRoute = createRoute({
  method: 'post',
  path: '/tokens',
  summary: 'Make a token for a named person or program',
  middleware: [may('tokens:manage')] as const,
  request: { body: { required: true, content: { 'application/json': { schema: z.strictObject({ name: z.string().trim().min(1).max(100), role: z.enum(roles) }) } } } },
  responses: { 201: { description: 'The token, shown once', content: { 'application/json': { schema: made } } }, ...problems(400, 409, 413, 415) },
});

const revokeRoute = createRoute({
  method: 'delete',
  path: '/tokens/{id}',
  summary: 'Revoke a token for good',
  middleware: [may('tokens:manage')] as const,
  request: { params: z.object({ id: z.string().min(1).max(100) }) },
  responses: { 200: { description: 'The principal, revoked', content: { 'application/json': { schema: principalSchema } } }, ...problems(404, 409) },
});

/** Adds `GET /tokens`, `POST /tokens` and `DELETE /tokens/{id}`. */
export function addTokens(app: Api): void {
  app.openapi(listRoute, async (c) => c.json({ principals: (await principals(c.var.opened.table)).map(viewOf) }, 200));
  app.openapi(addRoute, async (c) => {
    const { name, role } = c.req.valid('json');
    const { deps, opened, principal } = c.var;
    const token = tokenFrom(deps.random(tokenBytes));
    const added = granted(await addPrincipal(opened.table, newPrincipal(deps.fresh('u'), name, role, deps.now(), principal.id), token));
    return c.json({ token, principal: viewOf(added) }, 201);
  });
  app.openapi(revokeRoute, async (c) => {
    const { deps, opened, principal } = c.var;
    return c.json(viewOf(granted(await revokePrincipal(opened.table, c.req.valid('param').id, principal.id, deps.now()))), 200);
  });
}

function viewOf(principal: Principal): PrincipalView {
  const { createdAt, revokedAt, ...rest } = principal;
  return { ...rest, createdAt: isoOf(createdAt), ...(revokedAt !== undefined && { revokedAt: isoOf(revokedAt) }) };
}
