import { expect, test } from 'vitest';
import { bareSurroundings, madeStep, shown } from '../testing/step.ts';
import { phone } from './phone.ts';

test.each([
  ['DE', '030 901820', '+4930901820'],
  ['DE', '+44 (0)20 7946 0958', '+442079460958'],
  ['CN', '021-6321 8888', '+862163218888'],
  ['CN', '＋８６ ２１ ６３２１ ８８８８', '+862163218888'],
  ['CN', '13800138000', '+8613800138000'],
  ['US', 'tel:(212) 555-0134', '+12125550134'],
  ['DE', '030 901820 ext. 12', '+4930901820;ext=12'],
])('in %s, %s is read as %s', (country, given, expected) => {
  expect(shown(madeStep('phone', country).in(given))).toBe(expected);
});

test.each(['call Bob', '12', '030', '+999 12345678'])('%s is refused', (given) => {
  expect(shown(madeStep('phone', 'DE').in(given))).toBe('?phone.invalid');
});

test('a national number without a country is refused, an international one is read', () => {
  expect(shown(madeStep('phone').in('030 901820'))).toBe('?phone.invalid');
  expect(shown(madeStep('phone').in('+49 30 901820'))).toBe('+4930901820');
});

test('the country of the document stands in for the argument', () => {
  expect(shown(madeStep('phone', undefined, { country: 'CN' }).in('021-6321 8888'))).toBe('+862163218888');
});

test('a country without telephone numbers is a mistake in the document', () => {
  expect(phone.make('Germany', bareSurroundings)).toMatchObject({ ok: false });
});

test('what is remembered of one number does not leak into another', () => {
  const { in: read } = madeStep('phone', 'DE');
  for (let i = 0; i < 1_500; i += 1) expect(shown(read(`030 ${901_000 + i}`))).toBe(`+4930${901_000 + i}`);
  expect(shown(read('030 901000'))).toBe('+4930901000');
});
