import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../core/model/json.ts';
import { Secret } from '../../core/model/secret.ts';
import { type AnyStream, CursorExpired, type Page } from '../../core/ports/connector.ts';
import { createContext } from '../kit/context.ts';
import { mailLimits } from './client.ts';
import { FakeMailbox } from './fake.ts';
import { imapConnector } from './index.ts';
import type { ImapConfig, MessageRecord, PersonRecord } from './schema.ts';

const at = Date.UTC(2026, 5, 1, 8, 0, 0);
const us = 'us@ours.example';

interface Letter {
  readonly id: string;
  readonly from: string;
  readonly to?: string;
  readonly lines?: readonly string[];
}

const source = ({ id, from, to = us, lines = [] }: Letter): string => [`Message-ID: <${id}@x>`, `From: ${from}`, `To: ${to}`, 'Subject: s', ...lines, '', 'Hello'].join('\r\n');

function worldOf(mailbox: FakeMailbox, more: JsonObject = {}) {
  const connector = imapConnector(mailbox.open, { ...mailLimits, pageMails: 2, pagePeople: 2, scanMails: 2 });
  const config = connector.config.parse({ host: 'mail.example', user: us, ...more });
  const ctx = createContext<ImapConfig>({
    connector,
    connection: 'box',
    config,
    secrets: { password: new Secret('pass') },
    clock: { now: () => at },
    sleep: async () => undefined,
  });
  const stream = (name: string): AnyStream => connector.streams(config).find((s) => s.name === name) as AnyStream;
  const pages = async <R>(name: string, from?: Json): Promise<Page<R>[]> => {
    const all: Page<R>[] = [];
    for await (const page of stream(name).read(ctx, from)) all.push(page as Page<R>);
    return all;
  };
  const pass = async <R>(name: string, from?: Json) => {
    const all = await pages<R>(name, from);
    return { records: all.flatMap((p) => p.records), cursor: all.at(-1)?.resume as Json };
  };
  return { pages, pass, connector, ctx };
}

describe('messages', () => {
  test('a pass reads what is new, one without news asks for no mail at all', async () => {
    const box = new FakeMailbox();
    const { pass } = worldOf(box);
    box.deliver('INBOX', source({ id: '1', from: 'a@c.example' }), at);
    const first = await pass<MessageRecord>('messages');
    const fetched = box.counts.mails;
    const second = await pass<MessageRecord>('messages', first.cursor);
    box.deliver('INBOX', source({ id: '2', from: 'a@c.example' }), at);
    const third = await pass<MessageRecord>('messages', second.cursor);
    expect([first, second, third].map((p) => p.records.map((r) => r.messageId))).toEqual([['1@x'], [], ['2@x']]);
    expect(box.counts.mails).toBe(fetched + 1);
  });

  test('the last mail, which a server gives again beyond the end, is not read again', async () => {
    const box = new FakeMailbox();
    const { pass } = worldOf(box);
    for (const id of ['1', '2', '3']) box.deliver('INBOX', source({ id, from: 'a@c.example' }), at);
    const { cursor } = await pass<MessageRecord>('messages');
    box.expunge('INBOX', box.deliver('INBOX', source({ id: '4', from: 'a@c.example' }), at)); // UIDNEXT moves, no mail is there
    expect((await pass<MessageRecord>('messages', cursor)).records).toEqual([]);
  });

  test('a stored position beyond the end does not move back', async () => {
    const box = new FakeMailbox();
    box.deliver('INBOX', source({ id: '1', from: 'a@c.example' }), at);
    const ahead = { folders: { INBOX: { validity: 1, uid: 90 }, Sent: { validity: 1, uid: 7 } } };
    expect(await worldOf(box).pass('messages', ahead)).toEqual({ records: [], cursor: ahead });
  });

  test('a folder that was numbered anew expires the position', async () => {
    const box = new FakeMailbox();
    const { pass } = worldOf(box);
    box.deliver('INBOX', source({ id: '1', from: 'a@c.example' }), at);
    const { cursor } = await pass('messages');
    box.renumber('INBOX');
    await expect(pass('messages', cursor)).rejects.toBeInstanceOf(CursorExpired);
  });

  test('what we sent is told from what came in, by address and by domain', async () => {
    const box = new FakeMailbox();
    box.deliver('Sent', source({ id: '1', from: us, to: 'a@c.example' }), at);
    box.deliver('INBOX', source({ id: '2', from: 'colleague@ours.example' }), at);
    const { records } = await worldOf(box, { own: ['ours.example'] }).pass<MessageRecord>('messages');
    expect(records.map((r) => r.direction)).toEqual(['out', 'out']);
  });

  test('an unreadable mail is rejected with folder and UID, its page goes on', async () => {
    const box = new FakeMailbox();
    box.deliver('INBOX', source({ id: '1', from: 'a@c.example' }), at);
    box.deliver('INBOX', '', at);
    const [page] = await worldOf(box).pages<MessageRecord>('messages');
    expect(page?.records).toHaveLength(1);
    expect(page?.rejected?.[0]?.id).toBe('INBOX;uid=2');
  });

  test('the body is not kept, and only its beginning is fetched', async () => {
    const box = new FakeMailbox();
    box.deliver('INBOX', `${source({ id: '1', from: 'a@c.example' })}\r\n${'x'.repeat(10_000_000)}`, at);
    const { records } = await worldOf(box).pass<MessageRecord>('messages');
    expect(JSON.stringify(records).length).toBeLessThan(2_000);
  });

  test.each([
    ['messages', 3],
    ['people', 5],
  ])('a connection that breaks in the middle of %s is a transient fault, and the session is closed', async (name, after) => {
    const box = new FakeMailbox();
    const { pages, connector } = worldOf(box);
    for (const id of ['1', '2', '3', '4', '5']) box.deliver('INBOX', source({ id, from: `${id}@c.example` }), at);
    box.inject('cut', 99, after as number);
    const error: unknown = await pages(name as string).catch((e: unknown) => e);
    expect(connector.explain(error).kind).toBe('transient');
    expect(box.counts.open).toBe(0);
  });

  test('a folder that is configured by name and missing is a fault that lists the folders there are', async () => {
    const { pages } = worldOf(new FakeMailbox(), { folders: ['Kunden'] });
    await expect(pages('messages')).rejects.toMatchObject({ fault: { kind: 'missing', message: { en: 'The mailbox has no folder Kunden. It has: INBOX, Sent.' } } });
  });
});

describe('people', () => {
  const people = async (box: FakeMailbox, more: JsonObject = {}): Promise<Map<string, PersonRecord>> =>
    new Map((await worldOf(box, more).pass<PersonRecord>('people')).records.map((p) => [p.address, p]));

  test('who wrote to us and whom we wrote to is counted once however many folders hold the mail', async () => {
    const box = new FakeMailbox();
    const question = source({ id: '1', from: '"Anna Schmidt" <Anna@C.example>', lines: ['Date: Mon, 01 Jun 2026 07:00:00 +0000'] });
    box.deliver('INBOX', question, at);
    box.deliver('Sent', question, at);
    box.deliver('Sent', source({ id: '2', from: us, to: 'anna@c.example, Bob <bob@d.example>', lines: ['Date: Mon, 01 Jun 2026 07:30:00 +0000'] }), at);
    const found = await people(box);
    expect(found.get('anna@c.example')).toEqual({
      address: 'anna@c.example',
      domain: 'c.example',
      name: 'Anna Schmidt',
      names: ['Anna Schmidt'],
      kind: 'person',
      first: '2026-06-01T07:00:00.000Z',
      last: '2026-06-01T07:30:00.000Z',
      received: 1,
      sent: 1,
    });
    expect([...found.keys()].sort()).toEqual(['anna@c.example', 'bob@d.example']);
  });

  test('we, our colleagues and the skipped are nobody', async () => {
    const box = new FakeMailbox();
    for (const [i, from] of [us, 'colleague@ours.example', 'x@skipped.example', 'real@c.example'].entries()) box.deliver('INBOX', source({ id: `${i}`, from }), at);
    expect([...(await people(box, { own: ['ours.example'], skip: ['skipped.example'] })).keys()]).toEqual(['real@c.example']);
  });

  test.each([
    ['no-reply', 'no-reply@shop.example', []],
    ['no-reply', 'MAILER-DAEMON@mx.example', []],
    ['no-reply', 'bounces+17=x@mx.example', []],
    ['list', 'news@shop.example', ['List-Unsubscribe: <https://shop.example>']],
    ['automatic', 'away@c.example', ['Auto-Submitted: auto-replied']],
    ['person', 'noreen@c.example', []],
    ['person', 'info@c.example', []],
  ])('%s is what %s is', async (kind, from, lines) => {
    const box = new FakeMailbox();
    box.deliver('INBOX', source({ id: '1', from, lines }), at);
    expect([...(await people(box)).values()].map((p) => p.kind)).toEqual([kind]);
  });

  test('one mail by hand makes a person of the sender of a newsletter', async () => {
    const box = new FakeMailbox();
    box.deliver('INBOX', source({ id: '1', from: 'eva@c.example', lines: ['Precedence: bulk'] }), at);
    box.deliver('INBOX', source({ id: '2', from: 'eva@c.example' }), at);
    expect((await people(box)).get('eva@c.example')?.kind).toBe('person');
  });

  test('the name is the one used most, and addresses shown as names are none', async () => {
    const box = new FakeMailbox();
    for (const [i, name] of ['A. Schmidt', 'Anna Schmidt', 'Anna Schmidt', 'anna@c.example'].entries())
      box.deliver('INBOX', source({ id: `${i}`, from: `"${name}" <anna@c.example>` }), at);
    expect((await people(box)).get('anna@c.example')).toMatchObject({ name: 'Anna Schmidt', names: ['Anna Schmidt', 'A. Schmidt'], received: 4 });
  });

  test('a very long address is a person with a short id', async () => {
    const box = new FakeMailbox();
    const long = `${'a'.repeat(64)}@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(50)}.example`;
    box.deliver('INBOX', source({ id: '1', from: long }), at);
    const { pass, connector, ctx } = worldOf(box);
    const [person] = (await pass<PersonRecord>('people')).records;
    const key = connector
      .streams(ctx.config)
      .find((s) => s.name === 'people')
      ?.key(person);
    expect([person?.address, key]).toEqual([long, expect.stringMatching(/^long-[0-9a-f]{64}$/)]);
  });

  test('a second pass without new mail gives nothing and fetches nothing', async () => {
    const box = new FakeMailbox();
    const { pass } = worldOf(box);
    for (const id of ['1', '2', '3', '4', '5']) box.deliver('INBOX', source({ id, from: `${id}@c.example` }), at);
    const first = await pass('people');
    const fetched = box.counts.mails;
    const second = await pass('people', first.cursor);
    expect(second).toEqual({ records: [], cursor: first.cursor });
    expect(box.counts.mails).toBe(fetched);
  });

  test('whatever arrives and wherever passes are killed, what was given last is true of everybody the mails name', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('mail' as const), who: fc.nat(5), folder: fc.constantFrom('INBOX', 'Sent') }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), killAfter: fc.nat(4) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const box = new FakeMailbox();
        const { pages } = worldOf(box);
        const store = new Map<string, PersonRecord>();
        let cursor: Json | undefined;
        const run = async (killAfter: number): Promise<void> => {
          for (const page of (await pages<PersonRecord>('people', cursor)).slice(0, killAfter)) {
            for (const record of page.records) store.set(record.address, record);
            cursor = JSON.parse(JSON.stringify(page.resume)) as Json;
          }
        };
        for (const [i, s] of steps.entries()) {
          if (s.do === 'pass') await run(s.killAfter);
          else
            box.deliver(s.folder, s.folder === 'Sent' ? source({ id: `${i}`, from: us, to: `p${s.who}@c.example` }) : source({ id: `${i}`, from: `p${s.who}@c.example` }), at + i);
        }
        await run(Number.POSITIVE_INFINITY);
        await run(Number.POSITIVE_INFINITY); // the first may only have ended a pass that was killed
        const truth = new Map((await worldOf(box).pass<PersonRecord>('people')).records.map((r) => [r.address, r]));
        expect(store).toEqual(truth);
      }),
      { numRuns: 100 },
    );
  });
});

test('check names the account, the folders and what is missing', async () => {
  const { connector, ctx } = worldOf(new FakeMailbox({ INBOX: '\\Inbox' }));
  const { account, notes } = await connector.check(ctx);
  expect(account).toBe('us@ours.example at mail.example');
  expect(notes.map((n) => n.en)).toEqual(['Folders read: INBOX.', 'The server marks no folder as \\Sent; name it in `folders` to have it read.']);
});

test.each([
  [{ host: 'mail.example', user: 'u', tls: 'none' }, 'tls'],
  [{ host: 'mail.example', user: 'u', password: 'x' }, ''],
  [{ host: 'mail.example\r\nX', user: 'u' }, 'host'],
  [{ host: 'mail.example', user: 'u', port: 0 }, 'port'],
])('the configuration %j is refused', (config, path) => {
  const parsed = imapConnector(new FakeMailbox().open).config.safeParse(config);
  expect(parsed.success ? 'accepted' : parsed.error.issues[0]?.path.join('.')).toBe(path);
});

test('a password in the clear is allowed to this machine', () => {
  expect(imapConnector(new FakeMailbox().open).config.safeParse({ host: '127.0.0.1', user: 'u', tls: 'none' }).success).toBe(true);
});
