import { describe, expect, test } from 'vitest';
import { testFolder } from '../testFolder.ts';

describe('JSON', () => {
  const text =
    '{\n  "at": 1.0,\n  "items": [\n    { "id": 1, "total": 12.50, "big": 12345678901234567890, "tags": ["a"] },\n    { "id": 2, "total": 3 , "x": null }\n  ],\n  "end": true\n}\n';
  const config = { files: 'a.json', key: 'id', writable: true };

  test('numbers stay exact and hostile keys stay out', async () => {
    const { pass } = testFolder({ 'a.json': text.replace('"tags"', '"__proto__": {"x": 1}, "tags"') }, config);
    expect((await pass()).records).toEqual([
      { id: 1, total: '12.50', big: '12345678901234567890', tags: ['a'] },
      { id: 2, total: 3, x: null },
    ]);
  });

  test('only what is written changes: other elements, members and the rest keep their bytes', async () => {
    const { folder, push } = testFolder({ 'a.json': text }, config);
    const states = await push(
      { id: '1', fields: { total: '13.75', tags: ['a', 'b'] } },
      { id: '2', fields: { name: '陈' } },
      { action: 'create', externalId: 'n3', fields: { total: 5 } },
    );
    expect(states.map((o) => o.state)).toEqual(['applied', 'applied', 'applied']);
    expect(folder.text('a.json')).toBe(
      text
        .replace('12.50', '13.75')
        .replace('["a"]', '["a","b"]')
        .replace('"x": null }', '"x": null, "name": "陈" }')
        .replace('}\n  ],', '},\n    {\n        "total": 5,\n        "id": "n3"\n    }\n  ],'),
    );
    expect(await push({ action: 'delete', id: '1' }, { action: 'delete', id: 'n3' })).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
    expect(JSON.parse(folder.text('a.json'))).toEqual({ at: 1, items: [{ id: 2, total: 3, x: null, name: '陈' }], end: true });
  });

  test('one malformed element leaves the others', async () => {
    const { pass } = testFolder({ 'a.json': '[{"id":"1"},\n{"id":"2",},\n7,\n{"id":"3"}]' }, config);
    const { records, rejected, complete } = await pass();
    expect([records.length, rejected.map((r) => [r.id, r.fault.code]), complete]).toEqual([
      2,
      [
        ['a.json:2', 'json.syntax'],
        ['a.json:3', 'json.row'],
      ],
      false,
    ]);
  });

  test.each([
    ['no list', '{"a": 1}', 'json.list'],
    ['two lists', '{"a": [], "b": []}', 'json.list'],
    ['a list without end', '[{"id":1}', 'json.syntax'],
    ['nothing', '', 'json.list'],
  ])('%s is told', async (_, bad, code) => {
    await expect(testFolder({ 'a.json': bad }, config).pass()).rejects.toMatchObject({ fault: { code } });
  });

  test('a list deeper down, an empty list and a new file', async () => {
    const deep = testFolder({ 'a.json': '{"data":{"rows":[]},"list":[]}' }, { ...config, list: 'data.rows' });
    await deep.push({ action: 'create', externalId: 'x', fields: {} });
    expect(deep.folder.text('a.json')).toBe('{"data":{"rows":[{"id":"x"}]},"list":[]}');
    const fresh = testFolder({}, { ...config, list: 'data.rows' });
    await fresh.push({ action: 'create', externalId: 'x', fields: { n: 1 } });
    expect(JSON.parse(fresh.folder.text('a.json'))).toEqual({ data: { rows: [{ n: 1, id: 'x' }] } });
  });
});

describe('NDJSON', () => {
  test('a broken line is refused, blank lines stay, edits keep the other lines', async () => {
    const text = '{"id":"1", "n": 1.10}\n\n{"id":"2"\n{"id":"3","n":null}';
    const { folder, pass, push } = testFolder({ 'a.jsonl': text }, { files: 'a.jsonl', key: 'id', writable: true });
    const { records, rejected } = await pass();
    expect([records.map((r) => r['id']), rejected.map((r) => r.id)]).toEqual([['1', '3'], ['a.jsonl:3']]);
    await push({ id: '3', fields: { n: 5 } }, { action: 'create', externalId: '4', fields: {} });
    expect(folder.text('a.jsonl')).toBe('{"id":"1", "n": 1.10}\n\n{"id":"2"\n{"id":"3","n":5}\n{"id":"4"}\n');
  });
});

describe('vCard', () => {
  const cards =
    'BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u1\r\nFN:Ann Müller\r\nN:Müller;Ann;;Dr.;\r\nORG:Acme\\, Inc.;Sales\r\nEMAIL;TYPE=work:ann@acme.example\r\nitem1.TEL;TYPE="cell,voice":+41 44 1\r\n 23\r\nX-OWN;Y=1:keep\r\nADR;TYPE=work:;;Main St 1;Zürich;;8001;CH\r\nEND:VCARD\r\n' +
    'BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=CD=F5=D0=A1=\n=C3=F7\nTEL;CELL:138\nEND:VCARD\n';
  const config = { files: 'a.vcf', writable: true };

  test('folding, groups, escapes, parameters and quoted-printable are read', async () => {
    const { records, rejected } = await testFolder({ 'a.vcf': cards }, config).pass();
    expect(rejected).toEqual([]);
    expect(records[0]).toMatchObject({
      uid: 'u1',
      fn: 'Ann Müller',
      n: { family: 'Müller', given: 'Ann', prefix: 'Dr.' },
      org: 'Acme, Inc.',
      unit: 'Sales',
      emails: [{ value: 'ann@acme.example', type: 'work' }],
      phones: [{ value: '+41 44 123', type: 'cell voice' }],
      addresses: [{ street: 'Main St 1', city: 'Zürich', postalCode: '8001', country: 'CH', type: 'work' }],
    });
    expect(records[1]).toMatchObject({ fn: '王小明', version: '2.1', phones: [{ value: '138', type: 'cell' }], uid: expect.stringMatching(/^~/) });
  });

  test('a write leaves the lines of other properties; version 2.1 is only read', async () => {
    const { folder, push, pass } = testFolder({ 'a.vcf': cards }, config);
    const [, old] = (await pass()).records;
    const emails = [
      { value: 'ann@acme.example', type: 'work' },
      { value: 'a@b.cn', type: 'home' },
    ];
    const outcomes = await push(
      { id: 'u1', fields: { emails, title: 'CEO; 总经理' } },
      { id: String(old?.['uid']), fields: { title: 'x' } },
      { action: 'create', externalId: 'u2', fields: { fn: '陈 🙂', emails: [emails[1] ?? null] } },
    );
    expect(outcomes).toMatchObject([
      { state: 'applied', record: { title: 'CEO; 总经理', emails } },
      { state: 'rejected', fault: { code: 'vcard.version' } },
      { state: 'applied', record: { uid: 'u2', fn: '陈 🙂' } },
    ]);
    for (const line of [
      'item1.TEL;TYPE="cell,voice":+41 44 1\r\n 23\r\n',
      'X-OWN;Y=1:keep\r\n',
      'EMAIL;TYPE=work:ann@acme.example\r\n',
      'EMAIL;TYPE=home:a@b.cn\r\n',
      cards.slice(cards.indexOf('VERSION:2.1')),
    ])
      expect(folder.text('a.vcf')).toContain(line);
    await push({ id: 'u1', fields: { emails: [], title: null } });
    expect(folder.text('a.vcf')).not.toMatch(/EMAIL;TYPE=work|CEO/);
  });

  test('a card without end is refused and the next one read', async () => {
    const { records, rejected } = await testFolder({ 'a.vcf': 'BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nUID:b\nFN:B\nEND:VCARD\n' }, config).pass();
    expect([records.map((r) => r['uid']), rejected.map((r) => [r.id, r.fault.code])]).toEqual([['b'], [['a.vcf:1', 'vcard.end']]]);
  });
});

describe('mail', () => {
  const mail = (n: number): string =>
    `Message-ID: <m${n}@x>\nFrom: =?utf-8?B?546L?= <WANG@x.cn>\nTo: a@b.c, "B, C" <d@e.f>\nDate: Mon, 05 Jan 2026 08:00:0${n} +0800\nSubject: Hi ${n}\nReferences: <m0@x>\nIn-Reply-To: <m0@x>\nContent-Type: text/plain; charset=utf-8\n\nFirst line ${n}\n> quoted\n`;

  test('a folder of messages', async () => {
    const { records, rejected } = await testFolder({ 'in/1.eml': mail(1), 'in/2.eml': mail(2), 'in/bad.eml': '', 'x.txt': 'x' }, { files: '**/*.eml' }).pass();
    expect(records[0]).toEqual({
      id: 'm1@x',
      messageId: 'm1@x',
      thread: 'm0@x',
      parent: 'm0@x',
      references: ['m0@x'],
      subject: 'Hi 1',
      at: '2026-01-05T00:00:01.000Z',
      from: { name: '王', address: 'wang@x.cn' },
      to: [
        { name: null, address: 'a@b.c' },
        { name: 'B, C', address: 'd@e.f' },
      ],
      cc: [],
      summary: 'First line 1',
    });
    expect([records.length, rejected.map((r) => r.id)]).toEqual([2, ['in/bad.eml:1']]);
  });

  test('a mailbox in one file', async () => {
    const { records } = await testFolder({ 'a.mbox': `From a@b Mon Jan  5\n${mail(1)}>From here on\n\nFrom a@b Mon Jan  5\n${mail(2)}` }, { files: 'a.mbox' }).pass();
    expect(records.map((r) => [r['id'], r['summary']])).toEqual([
      ['m1@x', 'First line 1 From here on'],
      ['m2@x', 'First line 2'],
    ]);
  });
});
