import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterEach, describe, expect, it } from 'vitest';
import { textLengthMax } from '../../mappings/engine/transforms/text.ts';
import { type TestClock, type TestWorkspace, testClock } from './harness.ts';
import { crmHeader, csv, erpHeader, rowsOf, type TwoSystems, twoSystems } from './two-systems.ts';

const [crmFile, erpFile] = ['crm/customers.csv', 'erp/customers.csv'];
const good = '1,Acme GmbH,info@acme.example,+49 30 1234567,BERLIN,vip,first';
let w: TestWorkspace;
let clock: TestClock;
afterEach(() => w.close());

async function start(crm: readonly string[], set: TwoSystems = {}): Promise<void> {
  clock = testClock();
  w = await twoSystems({ clock, crm, ...set });
  await w.sync();
}
const erp = (): string[] => rowsOf(w.read(erpFile));
const failures = async () =>
  (await w.service.failures({})).groups.flatMap((g) => g.samples.map((s) => ({ ...s, cause: g.cause, kind: g.kind, todo: g.todo.en, reason: s.reason.en })));

/** Rows that cannot be used, each beside a good one: what is said of it. */
const bad: readonly (readonly [what: string, row: string, record: string, reason: RegExp])[] = [
  ['too few cells', '2,Beta AG', 'customers.csv:3', /3|cells|columns/],
  ['too many cells', '2,Beta AG,a@b.example,,BERLIN,,,,extra', 'customers.csv:3', /cells|columns/],
  ['an open quotation mark', '2,"Beta AG,a@b.example,,BERLIN,,', 'customers.csv:3', /quot/i],
  ['a control character', '2,Beta\u0007 AG,a@b.example,,BERLIN,,', '2', /control character/i],
  ['a cell of 10 MB', `2,Beta AG,a@b.example,,BERLIN,,${'x'.repeat(10_000_000)}`, '2', /256 KB|too (large|long)/i],
  ['an id that is taken', '1,Beta AG,a@b.example,,BERLIN,,', '1', /twice|already|same key/i],
  ['no id', ',Beta AG,a@b.example,,BERLIN,,', 'customers.csv:3', /key|empty/i],
];

describe('a row that cannot be used', () => {
  it.each(bad)('because of %s is refused with its place and reason, and the rest goes on', async (_, row, record, reason) => {
    await start([good, row]);
    expect(erp()).toEqual([expect.stringContaining('Acme GmbH')]);
    const found = await failures();
    expect(found).toMatchObject([{ kind: 'refused', record: expect.stringContaining(record), reason: expect.stringMatching(reason) }]);
    const before = w.read(erpFile);
    await w.sync();
    expect(w.read(erpFile)).toBe(before);
    expect(await failures()).toHaveLength(1);
  });

  it('is taken in when it was mended, and its failure closes', async () => {
    await start([good, '2,Beta AG']);
    w.write(crmFile, csv(crmHeader, [good, '2,Beta AG,hello@beta.example,,HAMBURG,,']));
    await w.sync();
    expect(erp()).toHaveLength(2);
    expect(await failures()).toEqual([]);
  });

  it('is told however many there are, and every failure closes when they are gone', async () => {
    await start([good, ...Array.from({ length: 2_000 }, (_, i) => `${i + 2},Beta AG ${i}`)]);
    expect((await w.service.failures({})).open).toBe(2_000);
    w.write(crmFile, csv(crmHeader, [good]));
    await w.sync();
    expect(await failures()).toEqual([]);
  });

  it('is not thought to be deleted', async () => {
    await start([good, '2,Beta AG,hello@beta.example,,HAMBURG,,'], { onSourceDelete: 'delete' });
    const both = w.read(erpFile);
    w.write(crmFile, csv(crmHeader, [good, '2,Beta AG,"hello']));
    for (let i = 0; i < 3; i += 1) {
      await w.sync();
      clock.move(2 * 3_600_000);
    }
    expect(w.read(erpFile)).toBe(both);
  });
});

describe('a value that cannot be read', () => {
  it('is parked with field and reason; the other fields of its record go on, and nothing is cleared', async () => {
    await start([good]);
    w.write(crmFile, csv(crmHeader, [good.replace('+49 30 1234567', 'call Bob').replace('BERLIN', 'BREMEN')]));
    await w.sync();
    expect(erp()).toEqual([expect.stringContaining('+49301234567;BREMEN')]);
    expect(await failures()).toMatchObject([{ kind: 'parked', field: 'phones', record: 'crm/customers/1', reason: expect.stringContaining('telephone') }]);
  });

  it('reads BJÖRN@ and björn@ as one address', async () => {
    await start(['1,Björn AG,BJÖRN@acme.example,,BERLIN,,'], { erp: ['7;BJÖRN AG;björn@acme.example;;;;'], policy: 'default: latest, fields: { name: { rank: [crm, erp] } }' });
    expect(erp()).toEqual([expect.stringMatching(/^7;Björn AG;björn@acme\.example;/)]);
    expect(rowsOf(w.read(crmFile))).toEqual(['1,Björn AG,BJÖRN@acme.example,,BERLIN,,']);
  });

  it('takes an empty cell as no opinion at first, and as cleared after a value', async () => {
    await start(['1,Acme GmbH,info@acme.example,,,,'], { erp: ['7;Acme GmbH;info@acme.example;;BERLIN;;'] });
    expect(rowsOf(w.read(crmFile))).toEqual(['1,Acme GmbH,info@acme.example,,BERLIN,,']);
    w.write(crmFile, csv(crmHeader, ['1,Acme GmbH,info@acme.example,,,,']));
    await w.sync();
    expect(erp()).toEqual(['7;Acme GmbH;info@acme.example;;;;']);
  });
});

describe('a file', () => {
  it('in GBK is read as Chinese, and written in GBK', async () => {
    await start([]);
    const rows = csv(erpHeader, ['7;北京天行贸易有限公司;zhang@tianxing.example;;北京;;备注一二三四五六七八九十']);
    writeFileSync(join(w.folder, erpFile), iconv.encode(rows, 'gbk'));
    await w.sync();
    expect(w.read(crmFile)).toContain('北京天行贸易有限公司');
    w.write(crmFile, w.read(crmFile).replace('北京,', '上海,'));
    await w.sync();
    const bytes = readFileSync(join(w.folder, erpFile));
    expect(iconv.decode(bytes, 'gbk')).toContain('上海');
  });

  it('with bytes that are no text of its encoding is read but for that row, and not rewritten', async () => {
    await start([good], { encoding: 'utf-8' });
    const bytes = Buffer.concat([Buffer.from(`${w.read(erpFile)}8;Gamma `), Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from(' AG;g@gamma.example;;ULM;;\n')]);
    writeFileSync(join(w.folder, erpFile), bytes);
    w.write(crmFile, w.read(crmFile).replace('BERLIN', 'BREMEN'));
    await w.sync();
    expect((await failures()).length).toBeGreaterThan(0);
    expect(readFileSync(join(w.folder, erpFile)).equals(bytes)).toBe(true);
  });

  it('that is empty, or only a header, deletes nothing', async () => {
    await start([good], { onSourceDelete: 'delete' });
    const before = w.read(erpFile);
    for (const text of ['', `${crmHeader}\n`]) {
      w.write(crmFile, text);
      await w.sync();
      expect(w.read(erpFile)).toBe(before);
    }
    const crm = (await w.service.status()).connections.find((c) => c.name === 'crm');
    expect(crm?.streams[0]?.name).toBe('customers');
  });

  it('that is away is a fault of its connection alone, told with what to do', async () => {
    await start([good], { erp: ['7;Beta AG;hello@beta.example;;HAMBURG;;'] });
    renameSync(join(w.folder, crmFile), join(w.folder, 'away.csv'));
    w.write(erpFile, w.read(erpFile).replace('HAMBURG', 'BREMEN'));
    await w.sync();
    const status = await w.service.status();
    expect(status.connections.find((c) => c.name === 'crm')).toMatchObject({ state: 'blocked', problem: { en: expect.stringContaining('customers.csv') } });
    expect(status.connections.find((c) => c.name === 'erp')).toMatchObject({ state: 'ok' });
    renameSync(join(w.folder, 'away.csv'), join(w.folder, crmFile));
    clock.move(600_000);
    await w.runner.tick();
    await w.quiet();
    await w.sync();
    expect(w.read(crmFile)).toContain('BREMEN');
  });
});

describe('a clock that jumps', () => {
  it.each([
    ['forward', 400 * 86_400_000],
    ['back', -400 * 86_400_000],
  ])('%s by a year loses no edit and makes no echo', async (_, ms) => {
    await start([good]);
    clock.move(ms);
    w.write(crmFile, w.read(crmFile).replace('BERLIN', 'BREMEN'));
    await w.sync();
    expect(w.read(erpFile)).toContain('BREMEN');
    clock.move(-ms);
    w.write(erpFile, w.read(erpFile).replace('BREMEN', 'MAINZ'));
    await w.sync();
    expect(w.read(crmFile)).toContain('MAINZ');
    const before = [w.read(crmFile), w.read(erpFile)];
    await w.runner.tick();
    await w.sync();
    expect([w.read(crmFile), w.read(erpFile)]).toEqual(before);
  });
});

describe('a record whose name cannot be read', () => {
  const nameless = (name: string): string => `2,${name},hello@beta.example,,HAMBURG,,`;

  it('is made nowhere under no name, which is told; and is made once its name is mended', async () => {
    await start([good, nameless('x'.repeat(textLengthMax + 1))]);
    expect(erp()).toEqual([expect.stringContaining('Acme GmbH')]);
    expect((await failures()).map((f) => f.cause).sort()).toEqual(['read.text.length.name', 'write.invalid.nameless.name']);
    w.write(crmFile, csv(crmHeader, [good, nameless('Beta AG')]));
    await w.sync();
    expect(erp()).toEqual([expect.stringContaining('Acme GmbH'), expect.stringContaining('Beta AG')]);
    expect(await failures()).toEqual([]);
  });

  it('is made as before where no name was given at all', async () => {
    await start([good, nameless('')]);
    expect(erp()).toHaveLength(2);
  });
});
