import { expect, it } from 'vitest';
import { areIndependent, footprintOf } from './footprint.ts';

it.each([
  ['get a/@', 'write put a/@', false],
  ['get a/@', 'get a/@', true],
  ['query a', 'write put a/@', false],
  ['query a', 'write put b/@', true],
  ['list L', 'write put b/@', false],
  ['write check a/@', 'write put a/@', false],
  ['write add a/@ 1f', 'write add a/@ 1f', false],
  ['write add a/CONF#1 1f', 'write add a/CONF#1 1f', true],
  ['write add a/CONF#1 1f', 'write add a/CONF#1 2f', false],
  ['write add a/CONF#1 1f', 'write add a/CONF#2 2f', true],
  ['write add a/CONF#1 1f', 'query a', false],
  ['write add a/CONF#1 1f put b/@', 'get b/@', false],
  ['write add a/@ 1f put b/@', 'get b/@', false],
  ['write add a/@ 1f check b/@', 'write delete b/@', false],
  ['POST http://main.a/customers/fetch', 'POST http://main.a/customers/write', false],
  ['POST http://main.a/customers/write', 'POST http://main.b/customers/write', true],
  ['POST http://main.a/customers/write', 'list L', true],
  ['blob list a/', 'blob put a/1', false],
  ['blob list a/', 'blob delete b/1', true],
  ['blob get a/1', 'blob list a/', true],
  ['send inbound 1', 'write put a/@', true],
])('%s and %s may be swapped: %s', (one, other, expected) => {
  expect(areIndependent(footprintOf(one), footprintOf(other))).toBe(expected);
  expect(areIndependent(footprintOf(other), footprintOf(one))).toBe(expected);
});

it('does not guess what a call touches that it does not know', () => {
  expect(() => footprintOf('rename a b')).toThrow('what does "rename a b" touch?');
});
