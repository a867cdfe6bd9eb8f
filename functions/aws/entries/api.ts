import { randomBytes } from 'node:crypto';
import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createService } from '../../../core/sync/create-service.ts';
import { createApi } from '../../api/app.ts';
import { answerOf, principalOf, requestOf, workspaceAsked } from '../http-event.ts';
import { onWorlds } from '../lambda.ts';

/** The API on Lambda. API Gateway has verified the JWT; its claims say who asks and with which role. */
export const handler = onWorlds(({ worlds, ports, settings }) => {
  const api = createApi({
    version: settings.version,
    open: async (asked = settings.workspaces[0] ?? '') => {
      const world = worlds(asked);
      return world === undefined ? undefined : { name: asked, table: world.table, service: createService(world, { version: settings.version }) };
    },
    now: () => ports.clock.now(),
    fresh: (label) => ports.ids.fresh(label),
    random: (bytes) => randomBytes(bytes),
    log: (event, error) => console.error(JSON.stringify({ event, error: error instanceof Error ? error.stack : String(error) })),
  });
  return async (event: APIGatewayProxyEventV2WithJWTAuthorizer): Promise<APIGatewayProxyStructuredResultV2> => {
    const local = principalOf(event, workspaceAsked(event) ?? settings.workspaces[0] ?? '');
    return answerOf(await api.fetch(requestOf(event), local === undefined ? {} : { local }));
  };
});
