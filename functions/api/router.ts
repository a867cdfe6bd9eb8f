import type { OpenAPIHono, RouteConfig, createRoute as typedRoute } from '@hono/zod-openapi';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { validator } from 'hono/validator';
import type * as z from 'zod';
import type { Permission } from '../../core/access/permissions.ts';
import type { Guard } from './auth.ts';
import type { ApiEnv } from './deps.ts';

/** A route with what it needs; a route without a permission declares `security: []` and is open to everybody. */
export type DescribedRoute = RouteConfig & { readonly permission?: Permission };

/** A router whose routes check their requests against the schemas that describe them. Only types come from `@hono/zod-openapi`: the library itself is needed for the description alone, see `openapi.ts`. */
export type Api = Hono<ApiEnv> & {
  /** Adds a route; its handler gets what its schemas made of the request. */
  readonly openapi: OpenAPIHono<ApiEnv>['openapi'];
  /** Every route there is, in order. */
  readonly described: readonly DescribedRoute[];
};

/** Declares a route: what it takes and what it may answer. */
export const createRoute: typeof typedRoute = ((route: RouteConfig) => route) as never;

/** Answers a request that a schema refuses. */
export type OnInvalid = (error: z.core.$ZodError, c: Context<ApiEnv>) => Response;

/** An empty router. It takes no route that neither names a permission nor says that it is open. */
export function createRouter(onInvalid: OnInvalid): Api {
  const described: DescribedRoute[] = [];
  const app = new Hono<ApiEnv>({ strict: false });
  const openapi = ({ middleware = [], ...route }: RouteConfig & { middleware?: readonly MiddlewareHandler<ApiEnv>[] }, handler: MiddlewareHandler<ApiEnv>): void => {
    const permission = middleware.find((one): one is Guard => 'permission' in one)?.permission;
    if (permission === undefined && route.security?.length !== 0) throw new TypeError(`the route ${route.method} ${route.path} names no permission`);
    described.push(permission === undefined ? route : { ...route, permission });
    app.on([route.method], [route.path.replaceAll(/\/{(.+?)}/g, '/:$1')], ...middleware, ...checksOf(route, onInvalid), handler);
  };
  return Object.assign(app, { openapi, described }) as never;
}

function checksOf({ request }: RouteConfig, onInvalid: OnInvalid): MiddlewareHandler<ApiEnv>[] {
  const body = request?.body?.content['application/json'] as { readonly schema: unknown } | undefined;
  const parts = [
    ['query', request?.query],
    ['param', request?.params],
    ['json', body?.schema],
  ] as const;
  return parts.flatMap(([part, schema]) => (schema === undefined ? [] : [checkOf(part, schema as z.ZodType, onInvalid)]));
}

function checkOf(part: 'query' | 'param' | 'json', schema: z.ZodType, onInvalid: OnInvalid): MiddlewareHandler<ApiEnv> {
  return validator(part, async (value, c) => {
    const result = await schema.safeParseAsync(value);
    return result.success ? (result.data as object) : onInvalid(result.error, c);
  });
}
