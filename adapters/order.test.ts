import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { above, compareBytes } from './order.ts';

const text = fc.string({ unit: 'binary', maxLength: 6 });
const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

test('strings compare as their UTF-8 bytes do', () => {
  fc.assert(fc.property(text, text, (a, b) => Math.sign(compareBytes(a, b)) === Math.sign(bytes(a, b))));
  expect(compareBytes('\uffff', '😀')).toBeLessThan(0); // UTF-16 order says otherwise
});

test('a string lies below above(prefix), and not below prefix, exactly when it starts with it', () => {
  fc.assert(
    fc.property(text, text, fc.boolean(), (prefix, rest, starts) => {
      const string = starts ? prefix + rest : rest;
      const top = above(prefix);
      const inside = compareBytes(string, prefix) >= 0 && (top === undefined || compareBytes(string, top) < 0);
      return inside === string.startsWith(prefix);
    }),
    { numRuns: 500 },
  );
});

test('there is nothing above a prefix of the highest character', () => {
  expect(above('\u{10ffff}')).toBeUndefined();
  expect(above('')).toBeUndefined();
  expect(above('a\u{10ffff}')).toBe('b');
  expect(above('\ud7ff')).toBe('\ue000');
});
