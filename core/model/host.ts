import { type AddressKind, addressKind } from './address.ts';

/** A host as a URL would write it: lower case, addresses in their usual form (`2130706433` and `0x7f.1` are 127.0.0.1), without the brackets of IPv6 and the dot at the end. */
export function plainHost(host: string): string {
  const bare = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
  const url = `http://${bare.includes(':') ? `[${bare}]` : bare}`;
  const plain = URL.canParse(url) ? new URL(url).hostname : bare.toLowerCase();
  return plain.replace(/^\[|\]$|\.$/g, '');
}

/** Where a host leads as far as its name tells; undefined for a name that must be resolved. */
export function hostKind(host: string): AddressKind | undefined {
  const name = plainHost(host);
  return name === 'localhost' || name.endsWith('.localhost') ? 'inside' : addressKind(name);
}
