import { expect, test } from 'vitest';
import { madeStep, shown } from '../testing/step.ts';
import { alpha3ByAlpha2 } from './country-table.ts';

test.each([
  ['DE', 'DE'],
  ['de', 'DE'],
  ['DEU', 'DE'],
  ['Germany', 'DE'],
  ['Deutschland', 'DE'],
  ['德国', 'DE'],
  ['Allemagne', 'DE'],
  ['中国', 'CN'],
  ["People's Republic of China", 'CN'],
  ['UK', 'GB'],
  ['USA', 'US'],
  ['  united   STATES ', 'US'],
  ['Schweiz', 'CH'],
  ['Österreich', 'AT'],
  ['日本', 'JP'],
])('%s is read as %s', (given, expected) => {
  expect(shown(madeStep('country').in(given))).toBe(expected);
});

test.each(['Atlantis', 'XX', 'EU'])('%s is refused', (given) => {
  expect(shown(madeStep('country').in(given))).toBe('?country.unknown');
});

test('it is written as the argument says', () => {
  expect(madeStep('country', 'alpha3').out?.('DE')).toBe('DEU');
  expect(madeStep('country', { name: 'zh' }).out?.('DE')).toBe('德国');
});

test('every country of ISO 3166 is known by both codes and survives in every writing', () => {
  expect(alpha3ByAlpha2.size).toBe(249);
  expect(new Set(alpha3ByAlpha2.values()).size).toBe(249);
  for (const argument of [undefined, 'alpha3', { name: 'en' }, { name: 'zh' }, { name: 'de' }]) {
    const step = madeStep('country', argument);
    for (const code of alpha3ByAlpha2.keys()) expect(step.in(step.out?.(code) as string)).toBe(code);
  }
});
