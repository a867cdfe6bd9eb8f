import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { roles } from '../../core/access/permissions.ts';
import type { Principal } from '../../core/access/principal.ts';
import { workspaceHeader } from '../api/workspace-header.ts';

/** Claims of the token that say what its bearer may do; the identity provider sets them. */
export const claimNames = { role: 'syncline:role', workspaces: 'syncline:workspaces' } as const;

type HttpEvent = Pick<APIGatewayProxyEventV2, 'headers' | 'body' | 'isBase64Encoded' | 'rawPath' | 'rawQueryString' | 'requestContext'>;

/** The raw bytes of a request's body. */
export function bodyOf(event: Pick<HttpEvent, 'body' | 'isBase64Encoded'>): Uint8Array {
  return Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
}

/** Headers by lower-case name. */
export function headersOf(event: Pick<HttpEvent, 'headers'>): Record<string, string> {
  return Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name.toLowerCase(), value ?? '']));
}

/** The workspace that a request names. */
export function workspaceAsked(event: Pick<HttpEvent, 'headers'>): string | undefined {
  return headersOf(event)[workspaceHeader];
}

/** A request of API Gateway (payload 2.0) as the API takes it. */
export function requestOf(event: HttpEvent): Request {
  const { method } = event.requestContext.http;
  const query = event.rawQueryString === '' ? '' : `?${event.rawQueryString}`;
  const body = method === 'GET' || method === 'HEAD' ? undefined : bodyOf(event);
  return new Request(`https://api${event.rawPath}${query}`, { method, headers: headersOf(event), body: body === undefined ? undefined : Uint8Array.from(body) });
}

/** An answer as API Gateway takes it. */
export async function answerOf(response: Response): Promise<APIGatewayProxyStructuredResultV2> {
  const body = Buffer.from(await response.arrayBuffer());
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: body.toString('base64'), isBase64Encoded: true };
}

/** Who asks, from claims that API Gateway has verified; undefined without a known role, or for a workspace that the token does not name. */
export function principalOf(event: APIGatewayProxyEventV2WithJWTAuthorizer, workspace: string): Principal | undefined {
  const claims = event.requestContext.authorizer?.jwt?.claims ?? {};
  const role = roles.find((candidate) => candidate === claims[claimNames.role]);
  const workspaces = String(claims[claimNames.workspaces] ?? '').split(/[\s,]+/);
  const sub = claims['sub'];
  if (role === undefined || typeof sub !== 'string' || !workspaces.includes(workspace)) return undefined;
  return { id: `jwt:${sub}`, name: String(claims['name'] ?? claims['email'] ?? sub), role, createdAt: 0, createdBy: 'system' };
}
