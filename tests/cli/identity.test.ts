import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deduped } from '../../core/identity/table/dedupe.ts';
import type { Linked } from '../../core/identity/table/link.ts';
import { type CommandLine, commandLine } from './command-line.ts';

const people = `who,First name,Last name,E-mail,Phone,City
p1,Ann,Lee,ann.lee@example.com,+41 44 668 18 00,Zürich
p2,Jürgen,Möller,j.moeller@example.com,+49 40 369 0101,Hamburg
p1,Anne,Lee,ann.lee@example.com,044 668 18 00,Zurich
p3,Wang,Wei,wang.wei@chenguang.example,+86 21 6321 8888,上海
p4,Maria,Rossi,m.rossi@example.com,,Milano
p2,Juergen,Moeller,j.moeller@example.com,,Hamburg
`;

const crm =
  'Id,Company,E-mail,City\n1,Nordwind AG,info@nordwind.example,Zürich\n2,上海晨光贸易有限公司,sales@chenguang.example,上海\n3,Alpine Tools GmbH,office@alpine-tools.example,Wien\n';
const erp =
  '编号;客户名称;邮箱;城市\nK9;ALPINE TOOLS;office@alpine-tools.example;Wien\nK7;上海晨光贸易;sales@chenguang.example;上海市\nK5;北京天河科技有限公司;hello@tianhe.example;北京\n';

let line: CommandLine;
beforeAll(() => {
  line = commandLine();
  line.write('people.csv', people);
  line.write('crm.csv', crm);
  line.write('erp.csv', iconv.encode(erp, 'gb18030'));
  line.write('empty.csv', '');
  line.write('broken.csv', `${people}p5,"Half,a row\n`);
});
afterAll(() => line.remove());

describe('syncline dedupe', () => {
  it('writes row, entity, score and reason for every data row from 1, and measures itself against the truth', async () => {
    const { code, out } = await line.run(['dedupe', 'people.csv', '--entity', 'person', '--country', 'CH', '--truth', 'who', '--out', 'clusters.csv']);
    expect(code).toBe(0);
    const [head, ...rows] = line.read('clusters.csv').trimEnd().split('\r\n');
    expect(head).toBe('row,entity,score,reason');
    const entities = rows.map((row) => row.split(',')[1] as string);
    expect(rows.map((row) => row.split(',')[0])).toEqual(['1', '2', '3', '4', '5', '6']);
    expect([entities[0] === entities[2], entities[1] === entities[5], new Set(entities).size]).toEqual([true, true, 4]);
    expect(rows[0]).toMatch(/^1,p_\w+,,/);
    expect(rows[2]).toMatch(/^3,p_\w+,\d+\.?\d*,.+/);
    expect(out).toMatch(/pairs +1\.0000 +1\.0000 +1\.0000/);
    expect(out).toMatch(/B³ +1\.0000/);
    expect(out).toContain('1 = 3');
    expect(out).toMatch(/emails +100 % +100 %/);
  });

  it('gives it all as JSON, with the columns it recognised and the model it used', async () => {
    const found = await line.json<Deduped>('dedupe', 'people.csv', '--entity', 'person');
    expect(found).toMatchObject({ entities: 4, model: expect.stringMatching(/person.*/), rows: { length: 6 }, quality: { records: 6 } });
    expect(Object.fromEntries(found.columns.map((column) => [column.header, column.field]))).toMatchObject({
      'First name': 'givenName',
      'Last name': 'familyName',
      'E-mail': 'emails',
      Phone: 'phones',
    });
  });

  it('keeps row numbers when a row is broken, and says which', async () => {
    const { code, err } = await line.run(['dedupe', 'broken.csv', '--entity', 'person', '--out', 'b.csv']);
    expect([code, err]).toEqual([0, expect.stringContaining('1 rows do not fit the header (lines 8)')]);
    expect(line.read('b.csv').trimEnd().split('\r\n')).toHaveLength(8);
  });

  it.each([
    ['what a row is not said', ['dedupe', 'people.csv'], '--entity person'],
    ['a column that is not there', ['dedupe', 'people.csv', '--entity', 'person', '--columns', 'name=Nobody'], 'there is no column "Nobody"'],
    ['a truth that is not there', ['dedupe', 'people.csv', '--entity', 'person', '--truth', 'gold'], 'there is no column "gold"'],
    ['columns written otherwise', ['dedupe', 'people.csv', '--entity', 'person', '--columns', 'name'], 'field=header'],
    ['an empty file', ['dedupe', 'empty.csv', '--entity', 'person'], 'has no header row'],
    ['a file that is not there', ['dedupe', 'nothing.csv', '--entity', 'person'], 'There is no file'],
  ])('ends with exit code 2 and what to do: %s', async (_, argv, text) => {
    expect(await line.run(argv)).toMatchObject({ code: 2, err: expect.stringContaining(text) });
  });
});

describe('syncline link', () => {
  it('pairs rows of two files of different encodings, delimiters and languages', async () => {
    const linked = await line.json<Linked>('link', 'crm.csv', 'erp.csv', '--entity', 'organization', '--country', 'CN', '--out', 'pairs.csv');
    expect(linked.pairs.map(({ row_a, row_b }) => [row_a, row_b])).toEqual([
      [2, 2],
      [3, 1],
    ]);
    expect(line.read('pairs.csv')).toMatch(/^row_a,row_b,score\r\n2,2,[\d.]+\r\n3,1,[\d.]+\r\n$/);
    expect((await line.run(['link', 'crm.csv', 'erp.csv', '--entity', 'organization'])).out).toContain('2 pairs');
  });
});

describe('syncline compare over a file', () => {
  it('tells for two rows why they are, or are not, the same, in bits that add up', async () => {
    const evidence = await line.json<{ prior: number; total: number; terms: { bits: number }[] }>('compare', '1', '3', '--file', 'people.csv', '--entity', 'person');
    expect(evidence.total).toBeGreaterThan(0);
    expect(evidence.prior + evidence.terms.reduce((sum, term) => sum + term.bits, 0)).toBeCloseTo(evidence.total, 6);
    const other = await line.run(['compare', '1', '4', '--file', 'people.csv', '--entity', 'person']);
    expect([other.code, other.out]).toEqual([0, expect.stringMatching(/total +−/)]);
  });

  it('knows the rows there are', async () => {
    expect(await line.run(['compare', '1', '99', '--file', 'people.csv', '--entity', 'person'])).toMatchObject({ code: 2, err: expect.stringContaining('data rows 1–6') });
  });
});
