import { describe, expect, test } from 'vitest';
import { madeStep, shown } from '../testing/step.ts';
import { textLengthMax } from './text.ts';

describe('text', () => {
  const { in: read } = madeStep('text');

  test.each([
    ['ACME', 'ACME'],
    ['  ACME\t', 'ACME'],
    ['\u3000上海\u00a0', '上海'],
    ['e\u0301', 'é'],
    ['Zürich', 'Zürich'],
    ['two\nlines', 'two\nlines'],
    ['👩‍💻', '👩‍💻'],
    [42, '42'],
    [true, 'true'],
  ])('%j is read as %j', (given, expected) => {
    expect(shown(read(given))).toBe(expected);
  });

  test.each([
    ['a\u0000b', '?text.characters'],
    ['a\u0007b', '?text.characters'],
    ['\u202eevil', '?text.characters'],
    ['\ud800', '?text.characters'],
    ['\u0085', '?text.characters'],
    ['x'.repeat(textLengthMax + 1), '?text.length'],
  ])('%j is refused', (given, expected) => {
    expect(shown(read(given))).toBe(expected);
  });

  test('a list where a single value belongs is refused', () => {
    expect(shown(read(['a']))).toBe('?text.shape');
    expect(shown(read({ a: 1 }))).toBe('?text.shape');
  });

  test('a closed list refuses what is not in it', () => {
    const closed = madeStep('text', undefined, { values: ['active', 'inactive'] });
    expect(shown(closed.in(' active '))).toBe('active');
    expect(shown(closed.in('gold'))).toBe('?enum.unknown');
  });
});
