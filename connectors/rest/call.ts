import { isObject, type Json } from '../../core/model/json.ts';
import { type ConnectorContext, FaultError } from '../../core/ports/connector.ts';
import type { HttpResponse } from '../../core/ports/world.ts';
import { parseExact } from '../kit/exactJson.ts';
import { fault, orFault, StatusError } from '../kit/fault.ts';
import type { RestConfig } from './schema.ts';

/** What the connector's functions are called with. */
export type Context = ConnectorContext<RestConfig>;

/** One GET with the connection's token; throws for an error status and for a redirect, which is never followed: the token would go with it. */
export async function get(ctx: Context, url: string): Promise<HttpResponse> {
  const token = ctx.secrets['token']?.reveal();
  const { header, scheme } = ctx.config;
  const headers: Record<string, string> = { accept: 'application/json' };
  if (token !== undefined) headers[header.toLowerCase()] = scheme === '' ? token : `${scheme} ${token}`;
  const response = await ctx.http({ method: 'GET', url, headers });
  if (response.status >= 300 && response.status < 400) throw new FaultError(moved, { cause: new StatusError(response) });
  return response;
}

const moved = fault(
  'invalid',
  'rest.moved',
  'The address has moved: the server answers with a redirect. Write the new address into the configuration.',
  '地址已迁移：服务器返回重定向。请在配置中填写新地址。',
);

/** The body of a good answer. Numbers that a double would change (12.50, long ids) are texts; throws `SyntaxError` when it is no JSON, a {@link FaultError} for an error status. */
export function bodyOf(response: HttpResponse): Json {
  const body = parseExact(new TextDecoder('utf-8', { fatal: false, ignoreBOM: false }).decode(orFault(response).body));
  if (!isObject(body) && !Array.isArray(body)) throw new SyntaxError('the answer is no object and no list');
  return body;
}
