import { describe, expect, test } from 'vitest';
import { cleanName, foldAddress, listed } from './parties.ts';

describe('an address', () => {
  test.each([
    ['BJÖRN@Example.SE', 'björn@example.se'],
    ['BJO\u0308RN@example.se', 'björn@example.se'],
    [' anna@xn--mnchen-3ya.example ', 'anna@münchen.example'],
    ['a@b.example.', 'a@b.example'],
    ['Ａnna@example.org', 'anna@example.org'],
  ])('%s is folded to %s', (written, folded) => {
    expect(foldAddress(written)).toBe(folded);
  });
  test.each(['', '@', 'a@', '@b.example', 'a b@c.example', 'a@b\r\nBcc: c@d.example', `${'a'.repeat(250)}@b.example`, undefined])('%j is none', (text) => {
    expect(foldAddress(text)).toBeUndefined();
  });
});

describe('a display name', () => {
  test.each([
    ["'Anna Schmidt'", 'Anna Schmidt'],
    ['"张 伟"', '张 伟'],
    ['Anna\u202EtdimhcS\u0000', 'Anna tdimhcS'],
    ['anna@example.org', null],
    ['  ', null],
    ['\uD83D', '\uFFFD'],
  ])('%j becomes %j', (written, name) => {
    expect(cleanName(written)).toBe(name);
  });
});

test('a list holds addresses and whole domains, but not their subdomains or look-alikes', () => {
  const isListed = listed(['Ops@Example.com', 'example.org', '@example.net']);
  expect(['ops@example.com', 'x@example.org', 'y@example.net'].map(isListed)).toEqual([true, true, true]);
  expect(['me@example.com', 'x@sub.example.org', 'x@notexample.org'].map(isListed)).toEqual([false, false, false]);
});
