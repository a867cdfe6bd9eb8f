import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { hookBytesMax, takeHook } from '../../hooks/take.ts';
import { bodyOf, headersOf } from '../http-event.ts';
import { onWorlds } from '../lambda.ts';

/** `intake` on Lambda: webhooks of vendors at `POST /hooks/{workspace}/{connection}`. The raw bytes are verified before anything of them is read. */
export const handler = onWorlds(({ running, ports }) => async (event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> => {
  const { workspace = '', connection = '' } = event.pathParameters ?? {};
  const raw = bodyOf(event);
  if (raw.byteLength > hookBytesMax) return { statusCode: 413, body: '' };
  const found = running(workspace);
  const { status, type, body } = await takeHook(found && { ...found, secrets: ports.secrets }, { connection, raw, headers: headersOf(event) });
  if (status === 401) console.log(JSON.stringify({ event: 'hook.refused', workspace, connection }));
  return { statusCode: status, headers: { 'content-type': type }, body };
});
