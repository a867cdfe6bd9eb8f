import * as z from 'zod';
import { Secret } from '../../../core/model/secret.ts';
import { list } from '../../../core/sync/views/basics.ts';
import { secretNamePattern } from '../../../mappings/workspace/schema.ts';
import { found } from '../answer.ts';
import { may } from '../auth.ts';
import type { Opened } from '../deps.ts';
import { ApiProblem, problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';
import type { SecretShelf } from '../secret-shelf.ts';

/** Longer values are files put here by mistake. */
const secretCharsMax = 65_536;

const name = z.string().regex(secretNamePattern, 'a name like MY_PASSWORD | 名称应如 MY_PASSWORD').describe('As `secrets:` of a connection names it');

const secretSchema = z
  .object({ name: z.string(), from: z.enum(['environment', 'file', 'nowhere']).describe('The environment goes before the file'), connections: list(z.string()) })
  .meta({ id: 'Secret' });

/** A secret as the API shows it. */
export type SecretView = z.infer<typeof secretSchema>;

const all = z.object({ secrets: list(secretSchema) }).meta({ id: 'Secrets' });

const listRoute = createRoute({
  method: 'get',
  path: '/secrets',
  summary: 'Names of secrets and whether they have a value; never a value',
  middleware: [may('secrets:manage')] as const,
  responses: { 200: { description: 'By name', content: { 'application/json': { schema: all } } }, ...problems(409) },
});

const putRoute = createRoute({
  method: 'put',
  path: '/secrets/{name}',
  summary: 'Store a secret; it is never given back',
  middleware: [may('secrets:manage')] as const,
  request: {
    params: z.object({ name }),
    body: { required: true, content: { 'application/json': { schema: z.strictObject({ value: z.string().min(1).max(secretCharsMax) }) } } },
  },
  responses: { 200: { description: 'Stored', content: { 'application/json': { schema: secretSchema } } }, ...problems(400, 409, 413, 415) },
});

const removeRoute = createRoute({
  method: 'delete',
  path: '/secrets/{name}',
  summary: 'Forget a stored secret',
  middleware: [may('secrets:manage')] as const,
  request: { params: z.object({ name }) },
  responses: { 200: { description: 'Forgotten', content: { 'application/json': { schema: z.object({ name: z.string() }) } } }, ...problems(404, 409) },
});

/** Adds `GET /secrets`, `PUT` and `DELETE /secrets/{name}`. */
export function addSecrets(app: Api): void {
  app.openapi(listRoute, async (c) => c.json({ secrets: await viewsOf(shelfOf(c.var.opened)) }, 200));
  app.openapi(putRoute, async (c) => {
    const shelf = shelfOf(c.var.opened);
    const { name: asked } = c.req.valid('param');
    await shelf.put(asked, new Secret(c.req.valid('json').value));
    const stored = (await viewsOf(shelf)).find((one) => one.name === asked);
    return c.json(found(stored, 'name'), 200);
  });
  app.openapi(removeRoute, async (c) => {
    const { name: asked } = c.req.valid('param');
    found((await shelfOf(c.var.opened).remove(asked)) || undefined, 'name');
    return c.json({ name: asked }, 200);
  });
}

async function viewsOf(shelf: SecretShelf): Promise<SecretView[]> {
  return (await shelf.list()).map(({ connections, ...rest }) => ({ ...rest, connections: [...connections] }));
}

function shelfOf(opened: Opened): SecretShelf {
  if (opened.secrets !== undefined) return opened.secrets;
  throw new ApiProblem(409, 'SECRETS_ELSEWHERE', {
    en: 'This installation keeps its secrets in the secret store of its cloud. Set them there.',
    zh: '此安装的密钥保存在云端密钥库中，请在那里设置。',
  });
}
