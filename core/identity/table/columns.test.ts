import { describe, expect, it } from 'vitest';
import { recogniseColumns } from './columns.ts';
import { qualityOf } from './quality.ts';

function recognised(headers: string[], rows: string[][], type: 'person' | 'organization' = 'person'): Record<string, string> {
  return Object.fromEntries(recogniseColumns(headers, rows, type).map((c) => [c.header, c.field]));
}

describe('columns are recognised', () => {
  it.each([
    [['First Name', 'LAST_NAME', 'E-Mail', 'DOB'], { 'First Name': 'givenName', LAST_NAME: 'familyName', 'E-Mail': 'emails', DOB: 'birthday' }],
    [['姓名', '手机号', '邮箱', '出生日期'], { 姓名: 'name', 手机号: 'phones', 邮箱: 'emails', 出生日期: 'birthday' }],
    [['Vorname', 'Nachname', 'PLZ', 'Ort', 'Straße'], { Vorname: 'givenName', Nachname: 'familyName', PLZ: 'postalCode', Ort: 'city' }],
    [['fname_c1', 'lname_c1', 'by', 'bm', 'bd'], { fname_c1: 'givenName', lname_c1: 'familyName', by: 'birthYear', bm: 'birthMonth', bd: 'birthDay' }],
  ])('by header: %s', (headers, fields) => {
    expect(recognised(headers, [])).toMatchObject(fields);
  });

  it.each([
    ['under any header', 'Betreut von'],
    ['under a header that says so', 'Account Owner'],
  ])('no column of those who look after customers, %s: one mailbox stands in many rows', (_, header) => {
    const rows = Array.from({ length: 60 }, (_, i) => [`Anna Quitte${i}`, `rep${i % 6}@us.example`, `anna${i}@home.example`]);
    expect(recogniseColumns(['Name', header, 'Wohin'], rows, 'person').map((c) => [c.header, c.field])).toEqual([
      ['Name', 'name'],
      ['Wohin', 'emails'],
    ]);
  });

  it('by content where the header says nothing', () => {
    const rows = [1, 2, 3, 4].map((i) => [`Person Number${i}`, `p${i}@x.org`, `+1 312 555 010${i}`, `19${i}0-01-02`]);
    expect(recognised(['a', 'b', 'c', 'd'], rows)).toEqual({ a: 'name', b: 'emails', c: 'phones', d: 'birthday' });
  });

  it('never by row numbers, time stamps or the truth', () => {
    expect(recognised(['id', 'cluster', 'created_at', 'name'], [])).toEqual({ name: 'name' });
  });

  it('takes the company of a list of people for where they work, and of companies for their name', () => {
    expect(recognised(['name', 'company'], [])).toEqual({ name: 'name' });
    expect(recognised(['company', 'phone'], [], 'organization')).toEqual({ company: 'name', phone: 'phones' });
  });
});

describe('the quality report', () => {
  it('tells completeness, validity, copies, duplicates and freshness', () => {
    const records = [
      new Map([
        ['name', 'Ann'],
        ['birthday', '1980-01-02'],
      ]),
      new Map([
        ['name', 'Ann'],
        ['birthday', '1980-01-02'],
      ]),
      new Map([
        ['name', 'Bob'],
        ['birthday', 'soon'],
      ]),
      new Map<string, string>(),
    ];
    const report = qualityOf({ records, country: 'US', entities: ['a', 'a', 'b', 'c'], agesDays: [1, 3, 400, 2] });
    expect(report).toMatchObject({ records: 4, copies: 1, duplicates: 1, freshness: { medianDays: 3, oldestDays: 400 } });
    expect(report.fields.find((f) => f.field === 'birthday')).toMatchObject({ complete: 0.75, examples: ['soon'] });
    expect(report.sentence.zh).toContain('4 条记录');
  });
});
