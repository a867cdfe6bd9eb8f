import { encode } from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { headOf, parseMail } from './head.ts';

const receivedAt = Date.UTC(2026, 10, 3, 2, 0, 5);
const head = async (source: string | Uint8Array) => headOf(await parseMail(Buffer.from(source)), { uid: 1, receivedAt, bytes: Buffer.from(source) });
const mail = (...lines: string[]): string => `${lines.join('\r\n')}\r\n\r\nHello\r\n`;

describe('the thread of a mail', () => {
  test.each([
    ['the first of its references', ['References: <root@x> <second@x>', 'In-Reply-To: <second@x>'], 'root@x', 'second@x'],
    ['what it answers, where there are no references', ['In-Reply-To: <root@x>'], 'root@x', 'root@x'],
    ['itself, when it begins one', [], 'own@x', null],
    ['its references over two lines', ['References: <root@x>', '\t<second@x>'], 'root@x', 'second@x'],
    ['itself, when the references are garbage', ['References: hello there'], 'own@x', null],
  ])('is %s', async (_, lines, thread, parent) => {
    const found = await head(mail('Message-ID: <own@x>', 'From: a@b.example', ...lines));
    expect([found.thread, found.parent]).toEqual([thread, parent]);
  });
});

describe('the id of a mail', () => {
  const source = (from: string, date: string) => mail('Message-ID: <same@x>', `From: ${from}`, `Date: ${date}`);
  const [monday, tuesday] = ['Mon, 02 Nov 2026 10:00:00 +0800', 'Tue, 03 Nov 2026 10:00:00 +0800'];

  test('is the same for the copies of one mail in two folders', async () => {
    const sent = await head(source('a@b.example', monday));
    const received = await head(`Received: from x by y\r\n${source('A@B.example', monday)}`);
    expect(sent.id).toBe(received.id);
  });
  test('differs when another sender or another day uses the same Message-ID', async () => {
    const ids = await Promise.all([head(source('a@b.example', monday)), head(source('evil@b.example', monday)), head(source('a@b.example', tuesday))]);
    expect(new Set(ids.map((h) => h.id)).size).toBe(3);
  });
  test('stays below 200 bytes whatever the Message-ID is', async () => {
    const found = await head(mail(`Message-ID: <${'长'.repeat(300)}@${'域'.repeat(80)}>`, 'From: a@b.example'));
    expect(Buffer.byteLength(found.id)).toBeLessThanOrEqual(200);
  });
  test('is made of sender, date and subject where there is no Message-ID', async () => {
    const [one, two] = await Promise.all(['One', 'Two'].map((s) => head(mail('From: a@b.example', `Date: ${monday}`, `Subject: ${s}`))));
    expect(one?.id).toMatch(/^no-id~[0-9a-f]{16}$/);
    expect(one?.id).not.toBe(two?.id);
  });
});

describe('the time of a mail', () => {
  test.each([
    ['its own date', 'Tue, 03 Nov 2026 10:00:00 +0800', '2026-11-03T02:00:00.000Z'],
    ['when it was received, if the date is far in the future', 'Tue, 03 Nov 2099 10:00:00 +0800', '2026-11-03T02:00:05.000Z'],
    ['when it was received, if the date is before mail was', 'Thu, 01 Jan 1970 00:00:00 +0000', '2026-11-03T02:00:05.000Z'],
    ['when it was received, if the date is garbage', 'yesterday', '2026-11-03T02:00:05.000Z'],
  ])('is %s', async (_, date, at) => {
    expect(new Date((await head(mail('From: a@b.example', `Date: ${date}`))).at).toISOString()).toBe(at);
  });
});

describe('the kind of a mail', () => {
  test.each([
    ['mail', 'X-Other: 1'],
    ['mail', 'Auto-Submitted: no'],
    ['list', 'List-Id: <news.example>'],
    ['list', 'List-Unsubscribe: <mailto:x@y.example>'],
    ['list', 'Precedence: bulk'],
    ['automatic', 'Auto-Submitted: auto-replied'],
    ['automatic', 'Precedence: auto_reply'],
  ])('is %s with %s', async (kind, line) => {
    expect((await head(mail('From: a@b.example', line))).kind).toBe(kind);
  });
});

describe('the people of a mail', () => {
  test('names in GBK, against the rules but real, are read by the charset of the body', async () => {
    const bytes = Buffer.concat([
      Buffer.from('From: "'),
      encode('张伟', 'gbk'),
      Buffer.from('" <Zhang@Example.CN>\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n'),
      encode('正文', 'gbk'),
    ]);
    expect((await head(bytes)).from).toEqual({ name: '张伟', address: 'zhang@example.cn' });
  });
  test('groups are opened, repeated and broken addresses left out', async () => {
    const found = await head(mail('From: a@b.example', 'To: Team: x@y.example, "Q" <q@y.example>;, X@Y.example, undisclosed-recipients:;, not an address'));
    expect(found.to).toEqual([
      { name: null, address: 'x@y.example' },
      { name: 'Q', address: 'q@y.example' },
    ]);
  });
  test('a mail without a sender has none', async () => {
    expect((await head(mail('Subject: x'))).from).toBeUndefined();
  });
});
