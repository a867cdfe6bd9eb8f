import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { addressKind } from './address.ts';

test.each([
  ['8.8.8.8', 'public'],
  ['172.15.255.255', 'public'],
  ['172.16.0.1', 'inside'],
  ['100.64.0.1', 'inside'],
  ['127.0.0.53', 'inside'],
  ['100.100.100.200', 'forbidden'],
  ['168.63.129.16', 'forbidden'],
  ['169.254.169.254', 'forbidden'],
  ['255.255.255.255', 'forbidden'],
  ['0.0.0.0', 'forbidden'],
  ['::', 'forbidden'],
  ['::1', 'inside'],
  ['::ffff:8.8.8.8', 'public'],
  ['::ffff:192.168.0.1', 'inside'],
  ['::ffff:a9fe:a9fe', 'forbidden'],
  ['0:0:0:0:0:ffff:169.254.169.254', 'forbidden'],
  ['::127.0.0.1', 'inside'],
  ['2606:4700::1111', 'public'],
  ['fe80::1%eth0', 'forbidden'],
  ['fd12::1', 'inside'],
  ['fd00:ec2::254', 'forbidden'],
  ['64:ff9b::7f00:1', 'inside'],
  ['64:ff9b::a9fe:a9fe', 'forbidden'],
  ['2002:a9fe:a9fe::1', 'forbidden'],
  ['2002:808:808::1', 'inside'],
  ['ff02::1', 'forbidden'],
  ['erp.example.com', undefined],
  ['1.2.3', undefined],
  ['010.0.0.1', undefined],
  ['1.2.3.256', undefined],
  ['1::2::3', undefined],
  ['', undefined],
])('%s is %s', (address, kind) => {
  expect(addressKind(address)).toBe(kind);
});

it('knows the same text as an address as the socket library does', () => {
  const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.ipV4Extended(), fc.stringMatching(/^[\da-f:.]{0,20}$/));
  fc.assert(fc.property(text, (address) => (addressKind(address) !== undefined) === (isIP(address) !== 0)));
});
