import { randomBytes } from 'node:crypto';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Api } from '../../api/router.ts';
import { takeHook } from '../../hooks/take.ts';
import { publishedDescription } from '../description.ts';
import { answerOf, principalOf, requestOf, workspaceAsked } from '../http-event.ts';
import { onWorlds } from '../lambda.ts';
import type { Runtime } from '../runtime.ts';

/** The API on Lambda. API Gateway has verified the JWT; its claims say who asks and with which role. */
export const handler = onWorlds((runtime) => {
  const { settings } = runtime;
  let api: Promise<Api> | undefined;
  return async (event: APIGatewayProxyEventV2WithJWTAuthorizer): Promise<APIGatewayProxyStructuredResultV2> => {
    const local = principalOf(event, workspaceAsked(event) ?? settings.workspaces[0] ?? '');
    api ??= apiOver(runtime);
    return answerOf(await (await api).fetch(requestOf(event), local === undefined ? {} : { local }));
  };
});

async function apiOver({ worlds, ports, settings: { version, workspaces } }: Runtime): Promise<Api> {
  const [{ createApi }, { createService }, { createFinance }] = await Promise.all([
    import('../../api/app.ts'),
    import('../../../core/sync/create-service.ts'),
    import('../../../core/receivables/create-service.ts'),
  ]);
  return createApi({
    version,
    open: async (asked = workspaces[0] ?? '') => {
      const world = worlds(asked);
      return world === undefined ? undefined : { name: asked, table: world.table, service: createService(world, { version }), finance: createFinance(world) };
    },
    takeHook: (_, incoming) => takeHook(undefined, incoming), // API Gateway leads webhooks to `intake`
    now: () => ports.clock.now(),
    fresh: (label) => ports.ids.fresh(label),
    random: (bytes) => randomBytes(bytes),
    description: publishedDescription,
    log: (event, error) => console.error(JSON.stringify({ event, error: error instanceof Error ? error.stack : String(error) })),
  });
}
