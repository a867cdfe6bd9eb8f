import { describe, expect, test } from 'vitest';
import { testFolder } from './testFolder.ts';

const list = (n: number, extra = ''): string => `id,name\n${Array.from({ length: n }, (_, i) => `${i},name ${i}\n`).join('')}${extra}`;

describe('progress is by content', () => {
  test('an unchanged folder is not even opened', async () => {
    const { folder, pass } = testFolder({ 'a.csv': list(3) }, { files: 'a.csv', key: 'id' });
    const first = await pass();
    const calls = folder.calls;
    const second = await pass(first.cursor);
    expect([second.records, second.complete, second.cursor, folder.calls]).toEqual([[], false, first.cursor, calls]);
  });

  test('a file that was only touched is hashed but not read as records', async () => {
    const { folder, pass } = testFolder({ 'a.csv': list(3) }, { files: 'a.csv', key: 'id' });
    const first = await pass();
    folder.set('a.csv', list(3));
    const second = await pass(first.cursor);
    expect([second.records, second.complete, second.cursor.content, second.cursor.stamp === first.cursor.stamp]).toEqual([[], false, first.cursor.content, false]);
  });

  test('a file that we write too is read when it was touched: somebody may have put back what stood there before our write', async () => {
    const { folder, pass } = testFolder({ 'a.csv': list(3) }, { files: 'a.csv', key: 'id', writable: true });
    const first = await pass();
    folder.set('a.csv', list(3));
    expect((await pass(first.cursor)).records).toHaveLength(3);
  });

  test('when one file changes, all files of the stream are read, so that what is absent is gone', async () => {
    const { folder, pass } = testFolder({ 'a.csv': list(3), 'b.csv': 'id,name\nb1,x\n', 'other.txt': 'x' }, { files: '*.csv', key: 'id' });
    const first = await pass();
    folder.set('b.csv', 'id,name\nb2,y\n');
    const second = await pass(first.cursor);
    expect([first.records.length, second.records.map((r) => r['id']), second.complete]).toEqual([4, ['0', '1', '2', 'b2'], true]);
  });

  test('other settings read everything again', async () => {
    const files = { 'a.csv': list(2) };
    const first = await testFolder(files, { files: 'a.csv', key: 'id' }).pass();
    expect((await testFolder(files, { files: 'a.csv', key: 'name' }).pass(first.cursor)).records).toHaveLength(2);
  });

  test('a file that changes in mid-pass makes this pass incomplete and the next one whole', async () => {
    const { folder, pass, stream, ctx } = testFolder({ 'a.csv': list(1_500) }, { files: 'a.csv', key: 'id' });
    let cursor: unknown;
    for await (const page of stream.read(ctx, undefined)) {
      cursor = page.resume;
      break;
    }
    folder.set('a.csv', list(1_400, 'new,one\n'));
    const resumed = await pass(cursor as never);
    expect([resumed.records.length, resumed.complete]).toEqual([1_401, false]);
    const next = await pass(resumed.cursor);
    expect([next.records.length, next.complete]).toEqual([1_401, true]);
    expect(await pass(next.cursor)).toMatchObject({ records: [], complete: false });
  });

  test('a key that two files have is told with both places', async () => {
    const { rejected } = await testFolder({ 'a.csv': list(1), 'b.csv': 'id,name\n0,again\n' }, { files: '*.csv', key: 'id' }).pass();
    expect(rejected).toMatchObject([{ id: '0', fault: { kind: 'duplicate', message: { en: expect.stringMatching(/^b\.csv:2: .* a\.csv:2;/) } } }]);
  });

  test('no file at all is a fault, not an empty list', async () => {
    await expect(testFolder({}, { files: 'a*.csv', key: 'id' }).pass()).rejects.toMatchObject({ fault: { code: 'files.none', kind: 'missing' } });
  });

  test('while a row hides its id, nothing may be swept', async () => {
    const { stream, ctx } = testFolder({ 'a.csv': list(2, 'broken\n') }, { files: 'a.csv', key: 'id' });
    await expect(stream.ids?.(ctx)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ fault: { code: 'file.blind' } });
  });

  test('a time with a zone says when a record was changed, one without does not', () => {
    const { stream } = testFolder({}, { files: 'a.csv', key: 'id', modified: 'at' });
    expect([stream.modifiedAt?.({ at: '2026-01-05T08:00:00+08:00' }), stream.modifiedAt?.({ at: '2026-01-05 08:00' }), stream.modifiedAt?.({})]).toEqual([
      Date.UTC(2026, 0, 5),
      undefined,
      undefined,
    ]);
  });

  test('check names files, rows, encoding, delimiter and what is refused', async () => {
    const { ctx } = testFolder({ 'a.csv': `id;name\n1;A\n2;B;C\n` }, { files: 'a.csv', key: 'id' });
    const { connector } = await import('./index.ts');
    const { account, notes } = await connector.check(ctx as never);
    expect([account, notes[0]?.en]).toEqual(['folder memory', expect.stringMatching(/^s: a\.csv: 1 rows, csv, utf-8, delimiter ";"; 1 refused, the first: a\.csv:3: /)]);
  });
});
