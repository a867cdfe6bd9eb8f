import { expect, test } from 'vitest';
import { madeStep, shown } from '../testing/step.ts';

test.each([
  ['lower', 'BJÖRN', 'björn'],
  ['lower', 'ΑΘΗΝΑ', 'αθηνα'],
  ['upper', 'straße', 'STRASSE'],
  ['upper', 'ı', 'I'],
  ['title', 'anna-MARIA de la CRUZ', 'Anna-Maria De La Cruz'],
  ['title', 'élodie ÖZ', 'Élodie Öz'],
  ['trim', '  a  b ', 'a  b'],
  ['collapse', ' a \n b ', 'a b'],
  ['nfkc', 'ＡＣＭＥ　㈱', 'ACME (株)'],
  ['digits', 'No. １２-34', '1234'],
])('%s: %j is read as %j', (name, given, expected) => {
  expect(shown(madeStep(name).in(given))).toBe(expected);
});

test('written back, the canonical text stays as it is', () => {
  expect(shown(madeStep('upper').out?.('ACME') ?? null)).toBe('ACME');
});
