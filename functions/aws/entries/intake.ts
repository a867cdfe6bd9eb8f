import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { AnyConnector } from '../../../core/ports/connector.ts';
import { intake } from '../../../core/sync/intake.ts';
import { connectionSecrets } from '../../compose/connection-secrets.ts';
import { bodyOf, headersOf } from '../http-event.ts';
import { onWorlds } from '../lambda.ts';

/** What every unknown, unsigned or forged webhook gets: nothing to learn from. */
const refused: APIGatewayProxyStructuredResultV2 = { statusCode: 401, body: '' };

/** Larger bodies are no hints. */
const bodyBytesMax = 1_000_000;

/** `intake` on Lambda: webhooks of vendors at `POST /hooks/{workspace}/{connection}`. The raw bytes are verified before anything of them is read. */
export const handler = onWorlds(({ running, ports }) => async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const { workspace = '', connection: name = '' } = event.pathParameters ?? {};
  const found = running(workspace);
  const connection = found?.ready.config.connections.find((candidate) => candidate.name === name);
  const connector = found?.ready.connectors.get(connection?.connector ?? '') as AnyConnector | undefined;
  const raw = bodyOf(event);
  if (raw.byteLength > bodyBytesMax) return { statusCode: 413, body: '' };
  if (found === undefined || connection === undefined || connector === undefined) return refused;
  const secrets = Object.values(await connectionSecrets(connection, ports.secrets));
  const taken = await intake(found.world, connector, connection.config, secrets, { connection: name, raw, headers: headersOf(event) });
  return taken.status === 401 ? refused : { statusCode: 200, headers: { 'content-type': taken.type }, body: taken.body };
});
