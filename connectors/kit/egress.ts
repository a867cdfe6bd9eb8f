import { isIP } from 'node:net';
import { FaultError } from '../../core/ports/connector.ts';
import { isForbiddenAddress, isPrivateAddress } from './address.ts';
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

/** Throws a {@link FaultError} unless the host and port are on the list and the address is not one that nobody may reach. Names are checked again by the HTTP adapter once they are resolved. */
export function checkDestination(list: readonly Destination[], reach: Reach, host: string, port: number): void {
  const name = plainHost(host);
  if (!list.some((d) => plainHost(d.host) === name && d.port === port)) throw blocked(`${name}:${port}`);
  const isPrivate = isIP(name) > 0 ? isPrivateAddress(name) : name === 'localhost' || name.endsWith('.localhost');
  if (isForbiddenAddress(name) || (isPrivate && reach.privateAddresses === 'refuse')) throw blocked(`${name}:${port}`);
}

/** Checks a URL like {@link checkDestination}; plain http only where the reach allows it, never with a user or password in the address. */
export function checkUrl(list: readonly Destination[], reach: Reach, url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const secure = parsed?.protocol === 'https:';
  if (parsed === undefined || (!secure && (parsed.protocol !== 'http:' || reach.plainHttp === 'refuse'))) throw blocked(parsed?.host ?? 'the address');
  if (parsed.username !== '' || parsed.password !== '') throw blocked(parsed.host);
  checkDestination(list, reach, parsed.hostname, parsed.port === '' ? (secure ? 443 : 80) : Number(parsed.port));
  return parsed;
}

/** Lower case, without the brackets of IPv6 and the dot at the end. */
function plainHost(host: string): string {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  return bare.toLowerCase().replace(/\.$/, '');
}

function blocked(place: string): FaultError {
  return new FaultError(
    fault(
      'invalid',
      'egress.blocked',
      `${place} is not an address that this connection may reach. Check the address in its configuration.`,
      `${place} 不在此连接允许访问的范围内。请检查配置中的地址。`,
    ),
  );
}
