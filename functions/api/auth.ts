import type { Context, MiddlewareHandler } from 'hono';
import type { Permission } from '../../core/access/permissions.ts';
import { authorize, type Principal } from '../../core/access/principal.ts';
import { authenticate } from '../../core/access/principals.ts';
import { tokenHash } from '../../core/access/token.ts';
import type { ApiDeps, ApiEnv, Opened } from './deps.ts';
import { ApiProblem } from './problem.ts';
import { workspaceHeader } from './workspace-header.ts';

/** Opens the workspace for the bearer of a token. No token, an unknown token, a revoked one, one of another workspace and a workspace that does not exist all get the same 401. */
export const bearer: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const local = c.env?.local;
  if (local !== undefined) {
    c.set('opened', await localWorkspace(c));
    c.set('principal', local);
    return next();
  }
  const token = /^Bearer ([\w-]{1,200})$/.exec(c.req.header('authorization') ?? '')?.[1];
  const opened = token === undefined ? undefined : await c.var.deps.open(c.req.header(workspaceHeader));
  const principal = opened && token !== undefined ? await principalOf(c.var.deps, opened, token) : undefined;
  if (opened === undefined || principal === undefined) throw locked();
  c.set('opened', opened);
  c.set('principal', principal);
  return next();
};

async function principalOf({ session }: ApiDeps, opened: Opened, token: string): Promise<Principal | undefined> {
  return session !== undefined && tokenHash(token) === session.hash ? session.principal : authenticate(opened.table, token);
}

async function localWorkspace(c: Context<ApiEnv>): Promise<Opened> {
  const opened = await c.var.deps.open(c.req.header(workspaceHeader));
  if (opened === undefined) throw locked();
  return opened;
}

/** Lets only roles with this permission pass. */
export interface Guard extends MiddlewareHandler<ApiEnv> {
  readonly permission: Permission;
}

/** Makes the guard of a route. */
export function may(permission: Permission): Guard {
  const guard: MiddlewareHandler<ApiEnv> = async (c, next) => {
    const { principal } = c.var;
    if (!authorize(principal, permission)) {
      throw new ApiProblem(403, 'PERMISSION_DENIED', {
        en: `The role ${principal.role} may not do this (${permission}).`,
        zh: `角色 ${principal.role} 无权执行此操作（${permission}）。`,
      });
    }
    return next();
  };
  return Object.assign(guard, { permission });
}

function locked(): ApiProblem {
  return new ApiProblem(401, 'TOKEN_INVALID', {
    en: 'A valid token is needed: Authorization: Bearer syn_… (make one with “syncline token add”).',
    zh: '需要有效令牌：Authorization: Bearer syn_…（可用“syncline token add”创建）。',
  });
}
