import { OpenAPIHono } from '@hono/zod-openapi';
import { problems } from './problem.ts';
import type { Api, DescribedRoute } from './router.ts';

/** The description of every path, made from the schemas that check requests and type answers. */
export function openApiDocument({ described }: Api, version: string) {
  const { openAPIRegistry, getOpenAPI31Document } = new OpenAPIHono();
  openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer', description: 'syncline token add <name> --role <role>' });
  for (const { permission: _, ...route } of described) openAPIRegistry.registerPath({ ...route, responses: { ...refusalsOf(route), ...route.responses } });
  return getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Syncline',
      version,
      description: 'Everything that the command line does, over HTTP. Times are ISO 8601 in UTC, amounts plain decimals.',
      license: { name: 'Apache-2.0' },
    },
    security: [{ bearer: [] }],
  });
}

/** What the checks before a handler answer: 400 where anything of the request is checked, 413 and 415 where there is a body. Webhooks have checks of their own. */
function refusalsOf({ request, security }: DescribedRoute) {
  if (request === undefined || security?.length === 0) return {};
  return request.body === undefined ? problems(400) : problems(400, 413, 415);
}
