import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../core/model/json.ts';
import { shown } from '../testing/step.ts';
import { compileCel, type Variable } from './expression.ts';
import { harden } from './harden.ts';

function evaluate(text: string, variables: { record?: JsonObject; value?: Json }, variable: Variable = 'value'): Json {
  const expression = compileCel(text, variable);
  if (!expression.ok) throw new Error(expression.error.en);
  return shown(expression.value(variables));
}

describe('evaluation', () => {
  test.each([
    ['value + "!"', 'a', 'a!'],
    ['value.map(x, x.name)', [{ name: 'a' }, { name: 'b' }], ['a', 'b']],
    ['value.filter(x, x.matches("^a")).size()', ['ab', 'ba', 'ac'], 2],
    ['(value).matches("a" + "b")', 'cab', true],
    ['value.exists(x, x > 2.0) && !value.all(x, x > 2.0)', [1, 3], true],
    ['value.map(x, x > 1.0, x * 2.0)', [1, 2, 3], [4, 6]],
    ['{"amount": value, "list": [1, 2.5]}', '5', { amount: '5', list: [1, 2.5] }],
    ['9007199254740993', null, '9007199254740993'],
    ['timestamp(value)', '2026-03-31T08:00:00Z', '2026-03-31T08:00:00.000Z'],
    ['"matches" + value', 'x', 'matchesx'],
  ])('%s of %j is %j', (text, value, expected) => {
    expect(evaluate(text, { value })).toEqual(expected);
  });

  test('a missing key fails with its name and never reaches a prototype', () => {
    for (const key of ['nothing', 'constructor', '__proto__', 'toString']) expect(evaluate(`record.${key}`, { record: {} }, 'record')).toBe('?cel.error');
    expect(evaluate('has(record.a) ? record.a : "none"', { record: {} }, 'record')).toBe('none');
  });

  test('a hostile key of a result is dropped', () => {
    expect(evaluate('{"__proto__": value, "a": value}', { value: 'x' })).toEqual({ a: 'x' });
  });

  test('what is no JSON is refused', () => {
    expect(evaluate('b"abc"', {})).toBe('?cel.result');
    expect(evaluate('type(value)', { value: 1 })).toBe('?cel.result');
    expect(evaluate('1.0 / 0.0', {})).toBe('?cel.result');
  });
});

describe('budget', () => {
  const many = Array.from({ length: 200 }, (_, i) => `x${i}`);

  test.each([
    ['nested loops', 'value.map(a, value.map(b, value.map(c, a + b + c)))', many],
    ['text that doubles', `["0123456789"]${'.map(a, a + a)'.repeat(20)}`, null],
    ['lists that double', `[value]${'.map(a, a + a)'.repeat(20)}`, many],
    ['a pattern over much text', 'value.exists(x, x.matches("(a|b)*c"))', Array.from({ length: 200 }, () => 'ab'.repeat(5_000))],
  ])('%s is stopped', (_, text, value) => {
    const started = process.cpuUsage();
    expect(evaluate(text, { value })).toBe('?MAPPING_BUDGET');
    expect(process.cpuUsage(started).user).toBeLessThan(3_000_000);
  });

  test('a result that is too large is refused', () => {
    expect(evaluate('value + value', { value: 'x'.repeat(40_000) })).toBe('?MAPPING_BUDGET');
  });

  test('the next evaluation has its whole budget again', () => {
    evaluate('value.map(a, value.map(b, value.map(c, a)))', { value: many });
    expect(evaluate('value.map(a, a)', { value: ['x'] })).toEqual(['x']);
  });
});

describe('checking', () => {
  test.each([
    ['value +', 'a syntax error'],
    ['other', 'an unknown variable'],
    ['record.a', 'the record where only the value is seen'],
    ['cel.bind(a, value, a + a)', 'bind'],
    ['value.matches("(a)\\\\1")', 'a back-reference'],
    ['value.matches("(?=a)")', 'a look-ahead'],
    [`"${'x'.repeat(2_001)}"`, 'too many characters'],
    [Array.from({ length: 120 }, () => 'value').join(' + '), 'too many parts'],
    ['"a" + 1', 'a type error'],
  ])('%.40s is refused: %s', (text) => {
    expect(compileCel(text, 'value').ok).toBe(false);
  });

  test('a condition must yield true or false', () => {
    expect(compileCel('record.a', 'record', 'bool').ok).toBe(true);
    expect(compileCel('"a"', 'record', 'bool').ok).toBe(false);
  });

  test('every pattern is turned to RE2 and every loop body is metered', () => {
    expect(harden('value.filter(x, x.matches("a")).map(y, y.matches("b"))')).toEqual({
      ok: true,
      value: 'value.filter(x, step_(x.matchesRe2("a"))).map(y, step_(y.matchesRe2("b")))',
    });
  });
});
