import { hostKind, plainHost } from '../../core/model/host.ts';
import { FaultError } from '../../core/ports/connector.ts';
import { fault } from './fault.ts';

/** What a connection may reach beyond public https. Both are refused unless the workspace's owner allows them (systems inside the house). */
export interface Reach {
  readonly plainHttp: 'allow' | 'refuse';
  readonly privateAddresses: 'allow' | 'refuse';
}

/** A host and port that a connector declares. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

/** Nothing but public https. */
export const publicOnly: Reach = { plainHttp: 'refuse', privateAddresses: 'refuse' };

/** Systems in one's own house, too; link-local and metadata addresses stay refused. */
export const insideToo: Reach = { plainHttp: 'allow', privateAddresses: 'allow' };

/** Throws a {@link FaultError} unless the host and port are on the list and the address is one that may be reached. Names are checked again once they are resolved. */
export function checkDestination(list: readonly Destination[], reach: Reach, host: string, port: number): void {
  const name = plainHost(host);
  if (!list.some((d) => plainHost(d.host) === name && d.port === port)) throw new FaultError(blocked(`${name}:${port}`));
  const kind = hostKind(name);
  if (kind === 'forbidden' || (kind === 'inside' && reach.privateAddresses === 'refuse')) throw new FaultError(blocked(`${name}:${port}`));
}

/** Checks a URL like {@link checkDestination}; plain http only where the reach allows it, never with a user or password in the address. */
export function checkUrl(list: readonly Destination[], reach: Reach, url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const secure = parsed?.protocol === 'https:';
  if (parsed === undefined || (!secure && (parsed.protocol !== 'http:' || reach.plainHttp === 'refuse'))) throw new FaultError(blocked(parsed?.host ?? '-'));
  if (parsed.username !== '' || parsed.password !== '') throw new FaultError(blocked(parsed.host));
  checkDestination(list, reach, parsed.hostname, parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port));
  return parsed;
}

/** The fault of an address that a connection may not reach. */
export function blocked(place: string) {
  return fault(
    'invalid',
    'egress.blocked',
    `${place} is not an address that this connection may reach. Check it; a system inside your own network, or one without https, needs “reach: inside” in its connection.`,
    `${place} 不在此连接允许访问的范围内。请检查地址；位于内网或未启用 https 的系统，需在该连接中设置“reach: inside”。`,
  );
}
