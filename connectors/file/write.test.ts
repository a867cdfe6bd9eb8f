import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import type { Files, WriteOp } from '../../core/ports/connector.ts';
import { MemoryFolder } from './fake.ts';
import { testFolder } from './testFolder.ts';

const writable = { files: 'a.csv', key: 'id', writable: true };

describe('a CSV file keeps everything that is not written', () => {
  test('quotes, line ends, mark, unknown columns and odd rows stay as they are', async () => {
    const text = '\uFEFFid;"name";x;note\r\n1;"Ann";007;\r\nbroken;row\r\n2;Bob;"00 8";"a ""b"""\r\n\r\n3;"Cy";;last';
    const { folder, push } = testFolder({ 'a.csv': text }, writable);
    const outcomes = await push(
      { id: '2', fields: { name: 'Bob; Söhne 🙂' } },
      { id: '1', fields: { note: 'new' } },
      { action: 'create', externalId: '4', fields: { name: 'Di' } },
      { action: 'delete', id: '3' },
    );
    expect(outcomes.map((o) => o.state)).toEqual(['applied', 'applied', 'applied', 'applied']);
    expect(folder.text('a.csv')).toBe('\uFEFFid;"name";x;note\r\n1;"Ann";007;new\r\nbroken;row\r\n2;"Bob; Söhne 🙂";"00 8";"a ""b"""\r\n\r\n4;"Di";;\r\n');
    expect(folder.effects).toBe(1);
  });

  test('whatever is written into one cell, all other bytes stay', async () => {
    const value = fc.string({ unit: fc.constantFrom('a', '中', '"', ';', '\n', '=', ' '), maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(value, fc.nat(2), async (text, row) => {
        const rows = ['0;"q";x', '1;plain;x', '2;"a ""b"" c";x'];
        const { folder, push, pass } = testFolder({ 'a.csv': `id;name;z\n${rows.join('\n')}\n` }, { ...writable, delimiter: ';' });
        await push({ id: String(row), fields: { name: text } });
        expect((await pass()).records[row]?.['name']).toBe(text);
        for (const [i, line] of rows.entries()) if (i !== row) expect(folder.text('a.csv')).toContain(`\n${line}\n`.slice(i === 0 ? 0 : 1));
      }),
      { numRuns: 60 },
    );
  });

  test('GBK stays GBK, and what a code page cannot hold is refused', async () => {
    const gbk = testFolder({ 'a.csv': iconv.encode('id,name\n1,王小明有限公司\n2,李雷\n', 'gbk') }, writable);
    await gbk.push({ id: '2', fields: { name: '韩梅梅' } });
    expect(iconv.decode(Buffer.from((await gbk.folder.read('a.csv')) ?? []), 'gbk')).toBe('id,name\n1,王小明有限公司\n2,韩梅梅\n');
    const western = testFolder({ 'a.csv': iconv.encode('id,name\n1,Müller\n', 'latin1') }, writable);
    expect(await western.push({ id: '1', fields: { name: '王' } }, { action: 'create', externalId: '2', fields: { name: 'é' } })).toMatchObject([
      { state: 'rejected', fault: { code: 'csv.encoding', field: 'name' } },
      { state: 'applied' },
    ]);
  });

  test('a file with bytes that would be lost is not rewritten', async () => {
    const good = Array.from({ length: 30 }, (_, i) => `${i},客户\n`).join('');
    const bytes = Buffer.concat([Buffer.from(`id,name\n${good}x,`), Buffer.from([0xff]), Buffer.from('\n')]);
    const { folder, push } = testFolder({ 'a.csv': bytes }, writable);
    await expect(push({ id: '1', fields: { name: 'n' } })).rejects.toMatchObject({ fault: { code: 'file.encoding' } });
    expect(Buffer.compare((await folder.read('a.csv')) ?? Buffer.alloc(0), bytes)).toBe(0);
  });

  test('formulas are data, unless the file is for a spreadsheet', async () => {
    const fields = { name: '=1+1', note: '-12.50' };
    for (const [spreadsheetSafe, name] of [
      [false, '=1+1'],
      [true, "'=1+1"],
    ] as const) {
      const { push, pass } = testFolder({ 'a.csv': 'id,name,note\n' }, { ...writable, spreadsheetSafe });
      await push({ action: 'create', externalId: '1', fields });
      expect((await pass()).records).toEqual([{ id: '1', name, note: '-12.50' }]);
      expect(await push({ id: '1', fields })).toMatchObject([{ state: 'unchanged' }]);
    }
  });
});

test('a write after which the file would be read in another encoding is refused, and goes once it is told', async () => {
  const bytes = iconv.encode('id,name\n1,Müller\n', 'latin1');
  const op = { id: '1', fields: { name: 'ÄÖÜÄÖÜÄÖÜÄÖÜ' } };
  const guessed = testFolder({ 'a.csv': bytes }, writable);
  await expect(guessed.push(op)).rejects.toMatchObject({ fault: { code: 'file.ambiguous' } });
  expect(guessed.folder.effects).toBe(0);
  const told = testFolder({ 'a.csv': bytes }, { ...writable, encoding: 'latin1' });
  expect(await told.push(op)).toMatchObject([{ state: 'applied', record: op.fields }]);
});

describe('every operation has its outcome', () => {
  test.each<[string, Partial<WriteOp>, object]>([
    ['an unknown column', { id: '1', fields: { nowhere: 'x' } }, { state: 'rejected', fault: { code: 'csv.column', field: 'nowhere' } }],
    ['a list in a cell', { id: '1', fields: { name: ['x'] } }, { state: 'rejected', fault: { code: 'csv.value' } }],
    ['a control character', { id: '1', fields: { name: 'a\u0000' } }, { state: 'rejected', fault: { code: 'text.control' } }],
    ['another key', { id: '1', fields: { id: '9' } }, { state: 'rejected', fault: { code: 'file.key-change' } }],
    ['a row that is gone', { id: '7', fields: { name: 'x' } }, { state: 'conflict', fault: { kind: 'missing' } }],
    ['a delete of a row that is gone', { action: 'delete', id: '7' }, { state: 'unchanged', id: '7' }],
    ['a create without a key', { action: 'create', fields: { name: 'x' } }, { state: 'rejected', fault: { code: 'file.no-key' } }],
    ['a create whose key is taken', { action: 'create', externalId: '1', fields: { name: 'x' } }, { state: 'rejected', fault: { kind: 'duplicate' } }],
    ['an archive', { action: 'archive', id: '1' }, { state: 'rejected', fault: { code: 'file.archive' } }],
    ['a change that changes nothing', { id: '1', fields: { name: 'Ann', note: null } }, { state: 'unchanged', id: '1' }],
  ])('%s', async (_, op, outcome) => {
    const { folder, push } = testFolder({ 'a.csv': 'id,name,note\n1,Ann,\n' }, writable);
    expect(await push(op)).toMatchObject([outcome]);
    expect(folder.effects).toBe(0);
  });

  test.each(['number', 'uuid'] as const)('new keys: %s, found again by a repeat', async (newKey) => {
    const config = { ...writable, newKey, externalId: 'ours' };
    const { stream, ctx, push } = testFolder({ 'a.csv': 'id,name,ours\n41,Ann,\n' }, config);
    const op = { action: 'create' as const, key: 'op', externalId: 'main:o_1', fields: { name: 'Bob' } };
    const [first] = await push(op, { ...op, key: 'op-2', externalId: 'main:o_2' });
    expect(first).toMatchObject({ state: 'applied', record: { name: 'Bob', ours: 'main:o_1', ...(newKey === 'number' ? { id: '42' } : {}) } });
    expect(await push(op)).toMatchObject([{ state: 'unchanged', id: first?.state === 'applied' ? first.id : '' }]);
    expect(await stream.write?.find(ctx, [{ ...op }])).toMatchObject([[{ ours: 'main:o_1' }]]);
  });

  test('a file that is not there yet is made by the first write', async () => {
    const { folder, push, pass } = testFolder({}, { ...writable, columns: ['id', 'name'] });
    expect((await pass()).complete).toBe(false);
    expect(await push({ action: 'create', externalId: '1', fields: { name: 'Ann' } })).toMatchObject([{ state: 'applied' }]);
    expect(folder.text('a.csv')).toBe('id,name\n1,Ann\n');
  });
});

describe('nobody’s edit is overwritten', () => {
  test('a file that changes under a push is decided on again', async () => {
    const folder = new MemoryFolder();
    folder.set('a.csv', 'id,name\n1,Ann\n2,Bob\n');
    let edits = 2;
    const busy: Files = {
      list: () => folder.list(),
      read: (path) => folder.read(path),
      stream: (path) => folder.stream(path),
      remove: (path) => folder.remove(path),
      async replace(path, bytes, expect_) {
        if (edits-- > 0) folder.set(path, `${folder.text(path)}p${edits},edit\n`);
        return folder.replace(path, bytes, expect_);
      },
    };
    const { push } = testFolder({}, writable, busy);
    expect(await push({ id: '1', fields: { name: 'new' } })).toMatchObject([{ state: 'applied' }]);
    expect(folder.text('a.csv')).toBe('id,name\n1,new\n2,Bob\np1,edit\np0,edit\n');
  });

  test('many pushes at once all land, in two rewritings at most', async () => {
    const { folder, push } = testFolder({ 'a.csv': 'id,n\n0,\n1,\n2,\n3,\n' }, writable);
    await Promise.all([0, 1, 2, 3].map((i) => push({ id: String(i), fields: { n: `v${i}` } })));
    expect(folder.text('a.csv')).toBe('id,n\n0,v0\n1,v1\n2,v2\n3,v3\n');
    expect(folder.effects).toBeLessThanOrEqual(2);
  });
});
