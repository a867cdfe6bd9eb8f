import { lazily } from '../../core/model/lazily.ts';

const re2 = lazily<typeof import('re2js')>('re2js');

/** Makes a test of paths from a pattern: `*` and `?` stay within a folder, `**` crosses folders, everything else stands for itself. Linear in the path whatever the pattern. */
export function patternOf(pattern: string): (path: string) => boolean {
  if (isLiteral(pattern)) return (path) => path === pattern;
  const { RE2JS } = re2();
  const parts = pattern.split(/(\*\*\/|\*\*|\*|\?)/);
  const source = parts.map((part) => wild[part] ?? RE2JS.quote(part)).join('');
  const compiled = RE2JS.compile(source);
  return (path) => compiled.matches(path);
}

/** True when the pattern names exactly one file. */
export function isLiteral(pattern: string): boolean {
  return !/[*?]/.test(pattern);
}

const wild: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
