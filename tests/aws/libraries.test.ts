import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesBelow, lazyLibraries, lazyLibrariesIn, packLibraries } from '../../infra/libraries/lazy-libraries.ts';
import { sourceFiles } from '../tidy/files.ts';

const root = join(import.meta.dirname, '..', '..');
const original = createRequire(import.meta.url);
let folder: string;
let packed: (name: string) => unknown;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'libraries-'));
  await packLibraries(join(folder, 'node_modules'));
  packed = createRequire(join(folder, 'index.js'));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true }));

/** The library as Node gives it and as it lies beside functions. */
const both = <T>(name: string): readonly [T, T] => [original(name) as T, packed(name) as T];

describe('libraries beside functions are the libraries themselves', () => {
  test('any-ascii: every character of Unicode in Latin letters', () => {
    const [whole, parts] = both<{ default(text: string): string }>('any-ascii');
    for (let plane = 0; plane < 0x110000; plane += 0x4000) {
      const text = Array.from({ length: 0x4000 }, (_, i) => (plane + i >= 0xd800 && plane + i < 0xe000 ? '' : String.fromCodePoint(plane + i))).join('');
      expect(parts.default(text) === whole.default(text), `from U+${plane.toString(16)}`).toBe(true);
    }
  });

  test('opencc: every character of the planes that have Chinese, alone and in phrases', () => {
    type OpenCc = { Converter(options: { from: 't'; to: 'cn' }): (text: string) => string };
    const [whole, parts] = both<OpenCc>('opencc-js/t2cn').map((library) => library.Converter({ from: 't', to: 'cn' }));
    const [first, last] = [0x2e80, 0x2ffff];
    for (let from = first; from <= last; from += 0x400) {
      const text = Array.from({ length: 0x400 }, (_, i) => String.fromCodePoint(from + i))
        .filter((c) => c.isWellFormed())
        .join('，');
      expect(parts?.(text) === whole?.(text), `from U+${from.toString(16)}`).toBe(true);
    }
    const phrases = '乾隆乾坤乾燥頭髮發展皇后後來藉口慰藉著名著手 臺灣電腦軟體 瀋陽 沈默 瞭望瞭解';
    expect(parts?.(phrases)).toBe(whole?.(phrases));
  });

  test('telephone numbers, domains, free mail, patterns, encodings, expressions', () => {
    type Phones = { parsePhoneNumberFromString(text: string, country?: string): { number: string; isPossible(): boolean } | undefined; isSupportedCountry(c: string): boolean };
    const [phones, ourPhones] = both<Phones>('libphonenumber-js/min');
    for (const [text, country] of [
      ['040 3000001', 'DE'],
      ['+86 10 6552 9988', 'CN'],
      ['(415) 555-2671 ext. 9', 'US'],
      ['12', 'FR'],
      ['+41446681800', undefined],
    ] as const)
      expect(ourPhones.parsePhoneNumberFromString(text, country)?.number).toBe(phones.parsePhoneNumberFromString(text, country)?.number);
    const [mail, ourMail] = both<readonly string[]>('free-email-domains');
    expect([...ourMail]).toEqual([...mail]);
    const [suffixes, ourSuffixes] = both<{ parse(text: string, options: object): object }>('tldts');
    for (const host of ['www.example.co.uk', 'a.b.kawasaki.jp', 'x.github.io', '北京.中国', '127.0.0.1']) {
      expect(ourSuffixes.parse(host, { allowPrivateDomains: true })).toEqual(suffixes.parse(host, { allowPrivateDomains: true }));
    }
    type Re2 = { RE2JS: { compile(pattern: string): { matcher(text: string): { replaceAll(by: string): string } } } };
    const [re2, ourRe2] = both<Re2>('re2js');
    for (const pattern of ['\\p{Han}+', '(?i)ß|straße', '\\bq\\w+'])
      expect(ourRe2.RE2JS.compile(pattern).matcher('Straße 汉字 quick').replaceAll('<>')).toBe(re2.RE2JS.compile(pattern).matcher('Straße 汉字 quick').replaceAll('<>'));
    type Iconv = { encode(text: string, encoding: string): Buffer; decode(bytes: Buffer, encoding: string): string };
    const [iconv, ourIconv] = both<Iconv>('iconv-lite');
    for (const encoding of ['gb18030', 'gbk', 'big5', 'shift_jis', 'euc-jp', 'euc-kr', 'windows-1252', 'utf-16le'])
      expect(ourIconv.decode(ourIconv.encode('上海 Zürich 東京 서울', encoding), encoding)).toBe(iconv.decode(iconv.encode('上海 Zürich 東京 서울', encoding), encoding));
    type Cel = { Environment: new () => { registerVariable(name: string, type: string): { evaluate(text: string, values: object): unknown } } };
    for (const { Environment } of both<Cel>('@marcbachmann/cel-js')) expect(new Environment().registerVariable('a', 'map').evaluate('a.b + "!"', { a: { b: 'x' } })).toBe('x!');
  });
});

test('every library that is asked for lazily is packed, but YAML, which published documents do without', () => {
  const asked = lazyLibrariesIn(
    sourceFiles(root)
      .filter((file) => /^(core|mappings|connectors|functions|adapters)\//.test(file) && !file.endsWith('.test.ts'))
      .map((file) => join(root, file)),
    [],
  );
  expect(new Set([...asked, 'encoding-japanese'])).toEqual(new Set(Object.keys(lazyLibraries)));
});

test('no file of a library is over 100 kB', () => {
  expect(filesBelow(join(folder, 'node_modules')).filter(({ bytes }) => bytes > 100_000)).toEqual([]);
});
