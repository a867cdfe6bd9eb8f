import { describe, expect, it } from 'vitest';
import { ago, amounts, count, decimal, duration } from './amounts.ts';
import { csvCell } from './csv.ts';
import { valueText } from './value.ts';

describe('numbers for people', () => {
  it('have their thousands apart and keep every digit', () => {
    expect(count(1234567)).toBe('1,234,567');
    expect(decimal('660508.40')).toBe('660,508.40');
    expect(decimal('-12345678901234567890.5')).toBe('-12,345,678,901,234,567,890.5');
    expect(
      amounts([
        { amount: '1200.00', currency: 'EUR' },
        { amount: '8', currency: 'JPY' },
      ]),
    ).toBe('EUR 1,200.00 + JPY 8');
  });

  it.each([
    [850, 'en', '850 ms'],
    [4_250, 'en', '4.3 s'],
    [42_000, 'en', '42 s'],
    [200_000, 'zh', '3 分钟'],
    [180_000_000, 'en', '2 d'],
  ] as const)('%i ms in %s is %s', (ms, language, expected) => {
    expect(duration(ms, language)).toBe(expected);
  });

  it('tell how long ago something was', () => {
    expect(ago('2026-03-01T08:00:00.000Z', Date.parse('2026-03-01T08:03:00.000Z'), 'en')).toBe('3 min ago');
    expect(ago(undefined, 0, 'en')).toBe('–');
  });
});

describe('a canonical value', () => {
  it('reads as a person writes it', () => {
    expect(valueText({ amount: '12500.00', currency: 'CNY' })).toBe('CNY 12,500.00');
    expect(valueText(['a@b.cn', 'c@d.cn'])).toBe('a@b.cn, c@d.cn');
    expect(valueText(null)).toBe('–');
  });
});

describe('a cell of an exported file', () => {
  it.each([
    ['=1+1', '"\'=1+1"'],
    ['@SUM(A1)', '"\'@SUM(A1)"'],
    ['\n=x', '"\'\n=x"'],
    ['-12.50', '-12.50'],
    ['a,b "c"', '"a,b ""c"""'],
    ['上海', '上海'],
  ])('%j becomes %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});
