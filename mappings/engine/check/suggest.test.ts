import { expect, test } from 'vitest';
import { editDistance, suggestFor } from './suggest.ts';

test.each([
  ['phones', 'phones', 0],
  ['phone', 'phones', 1],
  ['phonse', 'phones', 1],
  ['', 'abc', 3],
])('from %j to %j it takes %i steps', (a, b, steps) => {
  expect(editDistance(a, b)).toBe(steps);
});

test('the nearest known word is suggested, a far one is not', () => {
  expect(suggestFor('phonse', ['emails', 'phones', 'name'])).toBe('phones');
  expect(suggestFor('Email', ['emails', 'phones'])).toBe('emails');
  expect(suggestFor('colour', ['emails', 'phones'])).toBeUndefined();
});
