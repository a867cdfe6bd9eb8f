import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../testFolder.ts';
import { CsvSplitter } from './csvSplit.ts';

/** Cells with everything that makes CSV hard. */
const cell = fc.string({ unit: fc.constantFrom('a', 'é', '中', '🙂', ' ', ',', ';', '"', '\n', '\r\n', "'", '='), maxLength: 6 });
const quoted = (text: string): string => (/[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function cells(text: string, cuts: readonly number[], delimiter = ','): string[][] {
  const splitter = new CsvSplitter({ delimiter, quote: '"', eol: '\n' });
  const out: string[][] = [];
  let at = 0;
  for (const cut of [...cuts, text.length]) {
    const to = Math.min(text.length, Math.max(at, cut));
    out.push(...splitter.push(text.slice(at, to)).map((r) => [...r.cells]));
    at = to;
  }
  return [...out, ...splitter.end().map((r) => [...r.cells])];
}

describe('CSV is cut as the standard says', () => {
  test('whatever the cells, and wherever the chunks are cut, it agrees with csv-parse', () => {
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, fc.array(fc.nat(200), { maxLength: 6 }), fc.boolean(), (rows, cuts, ended) => {
        const text = rows.map((row) => row.map(quoted).join(',')).join('\r\n') + (ended ? '\r\n' : '');
        const theirs = parse(text, { relax_column_count: true, skip_empty_lines: true }) as string[][];
        expect(
          cells(
            text,
            [...cuts].sort((a, b) => a - b),
          ),
        ).toEqual(theirs);
      }),
      { numRuns: 500 },
    );
  });

  test('rows know their lines and places', () => {
    const text = 'a,b\n\n"x\ny",2\nlast,3';
    const splitter = new CsvSplitter({ delimiter: ',', quote: '"', eol: '\n' });
    const rows = [...splitter.push(text.slice(0, 9)), ...splitter.push(text.slice(9)), ...splitter.end()];
    expect(rows.map((r) => [r.line, text.slice(r.start, r.end)])).toEqual([
      [1, 'a,b'],
      [3, '"x\ny",2'],
      [5, 'last,3'],
    ]);
  });

  test('an open quotation mark costs its line, not the rows after it', async () => {
    const { pass } = testFolder({ 'a.csv': 'id,name\n1,Ann\n2,"Bob\n3,Cy\n4,"Di"\n5,"E"x\n6,Flo\n' }, { files: 'a.csv', key: 'id' });
    const seen = await pass();
    expect(seen.records.map((r) => r['id'])).toEqual(['1', '3', '4', '6']);
    expect(seen.rejected.map((r) => [r.id, r.fault.code])).toEqual([
      ['a.csv:3', 'csv.quote'],
      ['a.csv:6', 'csv.quote'],
    ]);
    expect(seen.complete).toBe(false);
  });
});

describe('the form of a file is found from its bytes', () => {
  const text = 'id;name;city\n1;王小明有限公司;上海市浦东新区\n2;Müller & Söhne;Zürich\n';
  const western = 'id;name;city\n1;Müller;Zürich\n2;Société Générale;Orléans\n3;Ørsted;Århus\n';
  const chinese = 'id;name;city\n1;王小明有限公司;上海市浦东新区\n2;李雷;北京市\n';
  test.each([
    ['utf-8', Buffer.from(text), 'utf-8', 'proved'],
    ['utf-8 with a mark', iconv.encode(text, 'utf-8', { addBOM: true }), 'utf-8', 'told'],
    ['utf-16le with a mark', iconv.encode(text, 'utf-16le', { addBOM: true }), 'utf-16le', 'told'],
    ['utf-16be with a mark', iconv.encode(text, 'utf-16be', { addBOM: true }), 'utf-16be', 'told'],
    ['utf-16le without', iconv.encode(western, 'utf-16le', { addBOM: false }), 'utf-16le', 'likely'],
    ['GBK', iconv.encode(chinese, 'gbk'), 'gb18030', 'likely'],
    ['latin1', iconv.encode(western, 'latin1'), 'windows-1252', 'likely'],
  ])('%s', async (_, bytes, encoding, confidence) => {
    const { pass, ctx, stream } = testFolder({ 'a.csv': bytes }, { files: 'a.csv', key: 'id' });
    const seen = await pass();
    const wanted = encoding === 'gb18030' ? '王小明有限公司' : encoding === 'windows-1252' || confidence === 'likely' ? 'Müller' : '王小明有限公司';
    expect(seen.records[0]?.['name']).toBe(wanted);
    expect([seen.rejected, seen.complete, await stream.count?.(ctx)]).toEqual([[], true, seen.records.length]);
    const probes = [...ctx.memo.values()].filter((v): v is { shape: { encoding: string; confidence: string } } => typeof v === 'object' && v !== null && 'shape' in v);
    expect(probes[0]?.shape).toMatchObject({ encoding, confidence, delimiter: ';' });
  });

  test('a few broken bytes in UTF-8 cost their rows only', async () => {
    const good = Array.from({ length: 30 }, (_, i) => `${i},客户${i}\n`).join('');
    const { pass } = testFolder({ 'a.csv': Buffer.concat([Buffer.from(`id,name\n${good}x,`), Buffer.from([0xc4, 0xe3]), Buffer.from('\ny,ok\n')]) }, { files: 'a.csv', key: 'id' });
    const seen = await pass();
    expect([seen.records.length, seen.rejected.map((r) => [r.id, r.fault.code])]).toEqual([31, [['a.csv:32', 'csv.encoding']]]);
  });

  test.each([
    ['tabs', 'id\tname, first\n1\tA, B\n', '\t'],
    ['semicolons with decimal commas', 'id;amount;x\n1;12,50;a\n2;3,10;b\n', ';'],
    ['pipes', 'id|name\n1|A\n', '|'],
    ['sep=', 'sep=^\nid^name\n1^A,B;C\n', '^'],
    ['old line ends', 'id,name\r1,A\r2,B\r', ','],
  ])('delimiter: %s', async (_, text_, delimiter) => {
    const { pass, stream } = testFolder({ 'a.csv': text_ }, { files: 'a.csv', key: 'id' });
    const { records, rejected } = await pass();
    expect([rejected, Object.keys(records[0] ?? {}).length, records.length > 0 && stream.key(records[0])]).toEqual([
      [],
      text_
        .split(/\r|\n/)
        .at(delimiter === '^' ? 1 : 0)
        ?.split(delimiter).length,
      '1',
    ]);
  });
});

describe('bad rows are refused with file, line and reason, and the rest goes on', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['too few cells', '7,only', 'csv.columns'],
    ['too many cells', '7,a,b,c', 'csv.columns'],
    ['a control character', '7,a\u0007,b', 'text.control'],
    ['an empty key', ',a,b', 'file.no-key'],
    ['a key twice', '1,a,b', 'file.duplicate'],
    ['a long key', `${'k'.repeat(201)},a,b`, 'file.long-key'],
    ['a record over 256 KB', `7,${'x'.repeat(300_000)},b`, 'file.large-row'],
    ['a cell of 10 MB', `7,"${'x, \n'.repeat(2_500_000)}",b`, 'file.large-row'],
    ['a cell of 20 MB', `7,${'x'.repeat(20_000_000)},b`, 'csv.quote'],
  ];
  test.each(rows)('%s', async (_, row, code) => {
    const { pass } = testFolder({ 'a.csv': `id,name,note\n1,Ann,\n${row}\n2,Bob,\n` }, { files: 'a.csv', key: 'id' });
    const seen = await pass();
    expect(seen.records.map((r) => r['id'])).toEqual(['1', '2']);
    expect(seen.rejected).toHaveLength(1);
    expect(seen.rejected[0]).toMatchObject({ line: 3, fault: { code, message: { en: expect.stringMatching(/^a\.csv:3: /), zh: expect.stringMatching(/^a\.csv:3：/) } } });
  });

  test.each([
    ['an empty file', '', 'csv.empty'],
    ['no key column', 'nr,name\n1,A\n', 'file.key'],
  ])('%s is a fault of the file', async (_, text, code) => {
    await expect(testFolder({ 'a.csv': text }, { files: 'a.csv', key: 'id' }).pass()).rejects.toMatchObject({ fault: { code } });
  });

  test('a header alone is an empty list', async () => {
    expect(await testFolder({ 'a.csv': 'id,name\n' }, { files: 'a.csv', key: 'id' }).pass()).toMatchObject({ records: [], rejected: [], complete: true });
  });

  test('a file that cannot be read leaves the other files of the stream', async () => {
    const seen = await testFolder({ 'a.csv': 'nr\n1\n', 'b.csv': 'id,name\n1,A\n' }, { files: '*.csv', key: 'id' }).pass();
    expect([seen.records.length, seen.rejected.map((r) => r.id), seen.complete]).toEqual([1, ['a.csv'], false]);
  });

  test('hostile and repeated column names become harmless ones', async () => {
    const { records } = await testFolder({ 'a.csv': 'id,__proto__,name,name,\n1,a,b,c,d\n' }, { files: 'a.csv', key: 'id' }).pass();
    expect(records).toEqual([{ id: '1', column_2: 'a', name: 'b', name_2: 'c', column_5: 'd' }]);
  });
});
