import fc from 'fast-check';
import { expect, test } from 'vitest';
import { madeStep } from '../testing/step.ts';
import { spread } from './concat.ts';

test('values are joined, blank ones left out', () => {
  const { in: read } = madeStep('concat', ' ', { parts: 3 });
  expect(read(['Ann', ' ', 'Lee'])).toBe('Ann Lee');
  expect(read(['Ann', null, 7])).toBe('Ann 7');
});

test.each([
  ['first', 'Ann Maria Lee', ['Ann Maria', 'Lee']],
  ['last', 'Ann Maria Lee', ['Ann', 'Maria Lee']],
  ['first', 'Madonna', ['Madonna', null]],
  ['last', 'Madonna', ['Madonna', null]],
] as const)('with the rest in the %s part, %s is written as %j', (rest, canon, expected) => {
  expect(madeStep('concat', { with: ' ', rest }, { parts: 2 }).out?.(canon)).toEqual(expected);
});

test('without a separator there is no way back', () => {
  expect(madeStep('concat', '', { parts: 2 }).out).toBeUndefined();
});

test('joining what was spread gives the text again', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1, maxLength: 6 }).map((list) => list.join(' '));
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 4 }), fc.constantFrom('first', 'last'), (text, parts, rest) => {
      const pieces = spread(text, ' ', parts, rest as 'first' | 'last');
      expect(pieces).toHaveLength(parts);
      expect(madeStep('concat', ' ', { parts }).in(pieces)).toBe(text);
    }),
  );
});
