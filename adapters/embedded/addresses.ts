import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIPv6, type LookupFunction } from 'node:net';

/** Addresses that are not the public internet: this host, private networks, link-local (cloud metadata among them), carrier NAT, multicast, documentation. */
const notPublic = new BlockList();
const ranges4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
const ranges6 = [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const;
for (const [net, bits] of ranges4) notPublic.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of ranges6) notPublic.addSubnet(net, bits, 'ipv6');

/** True for an address that a connection may reach only when it says so. IPv4 inside IPv6 (`::ffff:127.0.0.1`) is seen through. */
export function isPrivateAddress(address: string): boolean {
  const bare = address.split('%')[0] as string;
  return notPublic.check(bare, isIPv6(bare) ? 'ipv6' : 'ipv4');
}

/** A lookup for sockets that gives only addresses it has checked: the name is resolved once, so it cannot change in between. */
export function checkedLookup(privateToo: boolean): LookupFunction {
  return (hostname, options, done) => {
    systemLookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return done(error, '', 0);
      const open = privateToo ? addresses : addresses.filter((a) => !isPrivateAddress(a.address));
      const first = open[0];
      if (first === undefined) return done(Object.assign(new Error('the name leads to a private address'), { code: 'BLOCKED_ADDRESS' }), '', 0);
      return options.all === true ? done(null, open) : done(null, first.address, first.family);
    });
  };
}
