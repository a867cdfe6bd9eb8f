import { expect, it } from 'vitest';
import { cutText } from './cut.ts';

it.each([
  ['abc', 2, 'ab'],
  ['a🙂b', 2, 'a'],
  ['a🙂b', 3, 'a🙂'],
  ['🙂', 1, ''],
  ['𠮷野家', 3, '𠮷野'],
  ['', 5, ''],
])('%j cut at %i is %j', (text, max, cut) => expect(cutText(text, max)).toBe(cut));
