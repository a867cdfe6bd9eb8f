import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rolesDocs } from '../../cli/roles-docs.ts';
import { permissionTable, type Role, roles } from '../../core/access/permissions.ts';
import { addPrincipal, newPrincipal } from '../../core/access/principals.ts';
import { tokenBytes, tokenFrom } from '../../core/access/token.ts';
import { createApi } from '../../functions/api/app.ts';
import type { ApiDeps } from '../../functions/api/deps.ts';
import { routeRoles } from '../../functions/api/roles-table.ts';
import { createRoute, createRouter } from '../../functions/api/router.ts';
import { type HookWorkspace, openHooks } from './hook-workspace.ts';

const rows = routeRoles(createApi({} as ApiDeps));
const tokens = new Map<Role, string>();
let w: HookWorkspace;

beforeAll(async () => {
  w = await openHooks();
  for (const role of roles) {
    const token = tokenFrom(randomBytes(tokenBytes));
    await addPrincipal(w.world.table, newPrincipal(`u_${role}`, role, role, 1, 'system'), token);
    tokens.set(role, token);
  }
});
afterAll(() => w.close());

/** Calls a route with made-up parameters and an empty body. */
async function call(method: string, path: string, token: string | undefined): Promise<number> {
  const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } };
  const headers = { 'x-syncline-workspace': 'main', ...body.headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const answer = await w.api.request(path.replaceAll(/\{(\w+)\}/g, 'NOBODY'), { method, ...body, headers });
  await answer.arrayBuffer();
  return answer.status;
}

describe('who may do what', () => {
  it.each(rows.filter((row) => row.permission !== undefined).map((row) => [`${row.method} ${row.path}`, row] as const))(
    '%s opens to exactly the roles of its row, and to nobody without a token',
    async (_, row) => {
      const may = (status: number): boolean => ![401, 403, 500].includes(status);
      for (const role of roles) expect([role, may(await call(row.method, row.path, tokens.get(role)))]).toEqual([role, row.roles.includes(role)]);
      expect(await call(row.method, row.path, undefined)).toBe(401);
      expect(await call(row.method, row.path, tokenFrom(randomBytes(tokenBytes)))).toBe(401);
    },
  );

  it('is in the table for every route that the application has', () => {
    const app = createApi({} as ApiDeps);
    const handled = new Set(app.routes.filter(({ path }) => path !== '/*' && path !== '*').map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`));
    expect([...handled].sort()).toEqual([...rows.map(({ method, path }) => `${method} ${path}`), 'GET /openapi.json'].sort());
  });

  it('uses every permission there is', () => {
    expect(Object.keys(permissionTable).filter((permission) => !rows.some((row) => row.permission === permission))).toEqual([]);
  });

  it('leaves nothing open but health and webhooks', () => {
    expect(rows.filter((row) => row.permission === undefined).map(({ path }) => path)).toEqual(['/health', '/hooks/{workspace}/{connection}']);
  });

  it('cannot be left out of a new route', () => {
    const app = createRouter((_, c) => c.body(null, 400));
    const route = createRoute({ method: 'get', path: '/new', responses: { 200: { description: 'x' } } });
    expect(() => app.openapi(route, (c) => c.body(null, 200))).toThrow('the route get /new names no permission');
  });

  it('is published as it is', () => {
    expect(readFileSync(new URL('../../docs/roles.md', import.meta.url), 'utf8'), 'run: npm run docs').toBe(rolesDocs(createApi({} as ApiDeps)));
  });
});
