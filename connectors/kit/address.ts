import { BlockList, isIP } from 'node:net';

const forbidden = new BlockList();
for (const [net, bits] of [
  ['169.254.0.0', 16],
  ['0.0.0.0', 8],
  ['224.0.0.0', 3],
] as const)
  forbidden.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['fe80::', 10],
  ['fd00:ec2::', 32],
  ['ff00::', 8],
] as const)
  forbidden.addSubnet(net, bits, 'ipv6');
forbidden.addAddress('::', 'ipv6');
forbidden.addAddress('100.100.100.200', 'ipv4');

const inside = new BlockList();
for (const [net, bits] of [
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['198.18.0.0', 15],
  ['192.0.0.0', 24],
] as const)
  inside.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['fc00::', 7],
  ['64:ff9b::', 96],
  ['2002::', 16],
] as const)
  inside.addSubnet(net, bits, 'ipv6');
inside.addAddress('::1', 'ipv6');

/** True for addresses that no connection may reach whatever its owner allows: cloud metadata, link-local, unspecified, multicast. */
export function isForbiddenAddress(address: string): boolean {
  return checkIn(forbidden, address);
}

/** True for loopback, private, carrier and unique-local addresses, and for those that tunnel to them. */
export function isPrivateAddress(address: string): boolean {
  return checkIn(inside, address);
}

/** An IPv4 address mapped into IPv6 is judged as what it is: `BlockList` does so itself for `::ffff:`. */
function checkIn(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
