import { expect, test } from 'vitest';
import { madeStep, shown } from '../testing/step.ts';

test.each([
  ['zh_CN', 'zh-CN'],
  ['de', 'de'],
  ['deu', 'de'],
  ['EN-us', 'en-US'],
  ['German', 'de'],
  ['Deutsch', 'de'],
  ['中文', 'zh'],
  ['English', 'en'],
])('%s is read as %s', (given, expected) => {
  expect(shown(madeStep('language').in(given))).toBe(expected);
});

test.each(['Klingonish', 'qq', '!'])('%s is refused', (given) => {
  expect(shown(madeStep('language').in(given))).toBe('?language.unknown');
});

test('it is written with the separator of the system', () => {
  expect(madeStep('language', { separator: '_' }).out?.('zh-CN')).toBe('zh_CN');
});
