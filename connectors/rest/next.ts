import { isObject, type Json } from '../../core/model/json.ts';
import { FaultError } from '../../core/ports/connector.ts';
import type { HttpResponse } from '../../core/ports/world.ts';
import { blocked } from '../kit/egress.ts';
import { valueAt } from '../kit/rowKey.ts';
import { type RestStreamConfig, urlCharsMax } from './schema.ts';

/** `<https://…>; rel="next"` of the header Link (RFC 8288). */
const linked = /<([^<>]*)>[^<]*?\brel="?(?:[\w-]+ )*next\b/;

/** Address of the page after this one; undefined after the last. It must be of the same server: the token goes with it. Throws a {@link FaultError} otherwise. */
export function nextOf(response: HttpResponse, body: Json, url: string, { next }: Pick<RestStreamConfig, 'next'>): string | undefined {
  const where = next === undefined ? linked.exec(response.headers['link'] ?? '')?.[1] : told(body, next);
  if (where === undefined) return undefined;
  const found = typeof next === 'object' ? withParam(url, next.param, where) : URL.canParse(where, url) ? new URL(where, url) : undefined;
  if (found === undefined || found.origin !== new URL(url).origin || found.href.length > urlCharsMax) throw new FaultError(blocked('The next page'));
  return found.href;
}

function told(body: Json, next: NonNullable<RestStreamConfig['next']>): string | undefined {
  const value = isObject(body) ? valueAt(body, typeof next === 'string' ? next : next.path) : undefined;
  return (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;
}

function withParam(url: string, param: string, value: string): URL {
  const found = new URL(url);
  found.searchParams.set(param, value);
  return found;
}
