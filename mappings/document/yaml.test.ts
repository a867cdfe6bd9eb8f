import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { problemLine } from './problem.ts';
import { suggest } from './suggest.ts';
import { parseYaml } from './yaml.ts';

const first = (text: string) => {
  const problem = parseYaml(text, 'a.yaml').problems[0];
  return problem && problemLine(problem, 'en');
};

describe('parsing YAML', () => {
  it.each([
    ['a tab', 'a:\n\tb: 1', 'a.yaml:2:1 error YAML_SYNTAX: Tabs cannot indent. Use spaces.'],
    ['a key twice', 'a: 1\nb: 2\na: 3', 'a.yaml:3:1 error YAML_SYNTAX: This key stands here twice. Keep one of them.'],
    ['an open quote', 'a: "x\nb: 1', 'a.yaml:2:5 error YAML_SYNTAX: A closing quote, bracket or a colon is missing.'],
    ['two colons', 'a: b: c', 'a.yaml:1:4 error YAML_SYNTAX: There are two “: ” on one line. Put the value in quotes, or move it to its own line.'],
    ['a key that reaches a prototype', 'a:\n  __proto__: { x: 1 }', 'a.yaml:2:3 error YAML_KEY_FORBIDDEN: The key “__proto__” is not allowed anywhere.'],
  ])('says of %s where it is and what to do', (_, text, expected) => {
    expect(first(text)).toBe(expected);
  });

  it('refuses aliases that grow without end', () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x]', ...[...'bcdefghi'].map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`)];
    expect(parseYaml(lines.join('\n'), 'a.yaml').problems[0]?.code).toBe('YAML_ALIASES');
  });

  it('knows the place of keys, values and what is missing', () => {
    const { document } = parseYaml('a:\n  b: [1, x]\n', 'a.yaml');
    expect(document?.place(['a', 'b', 1])).toEqual({ line: 2, column: 10 });
    expect(document?.place(['a', 'b'], 'key')).toEqual({ line: 2, column: 3 });
    expect(document?.place(['a', 'c', 'd'])).toEqual({ line: 2, column: 3 });
  });

  it('never throws, whatever the text', () => {
    const fragment = fc.constantFrom('a', ': ', '\n', '  ', '- ', '"', "'", '{', '}', '[', ']', '&x', '*x', '!!int', '---', '|', '#', '\t', '? ', '%', '\u0000', 'é');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join('')),
        ),
        (text) => {
          const { document, problems } = parseYaml(text, 'a.yaml');
          expect(document === undefined).toBe(problems.length > 0);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a suggestion', () => {
  it('is the nearest name, and silence when none is near', () => {
    expect(suggest('contcats', ['contacts', 'contracts'])).toBe('contacts');
    expect(suggest('Golive', ['golive', 'create'])).toBe('golive');
    expect(suggest('zone', ['create', 'patience'])).toBeUndefined();
  });
});
