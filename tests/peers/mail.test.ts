import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connector as imap } from '../../connectors/imap/index.ts';
import type { ImapConfig, MessageRecord, PersonRecord } from '../../connectors/imap/schema.ts';
import { createContext } from '../../connectors/kit/context.ts';
import { connector as smtp } from '../../connectors/smtp/index.ts';
import type { SmtpConfig } from '../../connectors/smtp/schema.ts';
import type { Json, JsonObject } from '../../core/model/json.ts';
import { Secret } from '../../core/model/secret.ts';
import type { AnyStream, Connector, ConnectorContext, Page, WriteOp } from '../../core/ports/connector.ts';
import { type MailServer, type MailUser, startMail, whyNoMail } from './mailServer.ts';

const why = whyNoMail();
if (why !== undefined) console.log(`SKIPPED tests/peers/mail: ${why}`);

/** Not the port of a server that a person may have running. */
const port = 18_225;
const run = Date.now().toString(36);

describe.skipIf(why !== undefined)('the mail connectors against a real Postfix and Dovecot', () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await startMail({ port });
  }, 180_000);
  afterAll(async () => server?.stop());

  const contextOf = <C>(connector: Connector<C>, config: JsonObject, password: string, signal?: AbortSignal): ConnectorContext<C> =>
    createContext<C>({
      connector,
      connection: 'mail',
      config: connector.config.parse(config),
      secrets: { password: new Secret(password) },
      clock: { now: () => Date.now() },
      sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
      signal,
      reach: { plainHttp: 'allow', privateAddresses: 'allow' },
    });
  const box = (user: MailUser, more: JsonObject = {}, password = user.password) =>
    contextOf<ImapConfig>(imap, { host: server.host, port: server.imapPort, tls: 'none', user: user.address, ...more }, password);
  const post = (more: JsonObject = {}, password = server.finance.password) =>
    contextOf<SmtpConfig>(smtp, { host: server.host, port: server.smtpPort, tls: 'none', user: server.finance.address, from: server.finance.address, ...more }, password);

  const pages = async <R>(ctx: ConnectorContext<ImapConfig>, name: string, from?: Json): Promise<Page<R>[]> => {
    const stream = imap.streams(ctx.config).find((s) => s.name === name) as AnyStream;
    const all: Page<R>[] = [];
    for await (const page of stream.read(ctx, from)) all.push(page as Page<R>);
    return all;
  };
  const pass = async <R>(ctx: ConnectorContext<ImapConfig>, name: string, from?: Json) => {
    const all = await pages<R>(ctx, name, from);
    return { records: all.flatMap((p) => p.records), cursor: all.at(-1)?.resume as Json };
  };
  const push = async (ctx: ConnectorContext<SmtpConfig>, ...ops: WriteOp[]) => (await (smtp.streams(ctx.config)[0] as AnyStream).write?.push(ctx, ops)) ?? [];
  const mail = (key: string, fields: JsonObject): WriteOp => ({ key: `${key}-${run}`, action: 'create', fields: { subject: `Alert ${key} ${run}`, text: 'Text', ...fields } });

  test('people and threads of the seeded mailbox are read, Chinese subjects included', async () => {
    const { records } = await pass<MessageRecord>(box(server.sales), 'messages');
    const complaint = records.find((r) => r.messageId === 'complaint-1@seed.example.test');
    expect(complaint).toMatchObject({ subject: '交货太晚', summary: '货物晚到了三天。', direction: 'in', kind: 'mail', thread: 'complaint-1@seed.example.test' });
    const people = (await pass<PersonRecord>(box(server.sales), 'people')).records;
    expect(people.map((p) => [p.address, p.name])).toEqual(
      expect.arrayContaining([
        ['anna.schmidt@example.org', 'Anna Schmidt'],
        ['financeiro@borges.example.org', 'Borges & Filhos'],
      ]),
    );
  });

  test('the next pass reads what is new and nothing else; an answer joins its thread; the server still has it unseen', async () => {
    const ctx = box(server.sales);
    const [messages, people] = [await pass<MessageRecord>(ctx, 'messages'), await pass<PersonRecord>(ctx, 'people')];
    const id = `<answer-${run}@example.org>`;
    await server.send({
      from: '"Zhang Wei 张伟" <Zhang.Wei@tianxing.example.org>',
      to: 'sales@example.test',
      subject: 'Re: 交货太晚',
      text: '谢谢 😀',
      messageId: id,
      references: '<complaint-1@seed.example.test>',
    });
    await server.arrived(server.sales, id, 1);
    const [next, named] = [await pass<MessageRecord>(ctx, 'messages', messages.cursor), await pass<PersonRecord>(ctx, 'people', people.cursor)];
    expect(next.records.map((r) => [r.thread, r.summary])).toEqual([['complaint-1@seed.example.test', '谢谢 😀']]);
    expect(named.records).toMatchObject([{ address: 'zhang.wei@tianxing.example.org', name: 'Zhang Wei 张伟', kind: 'person' }]);
    expect((await pass(ctx, 'messages', next.cursor)).records).toEqual([]);
    expect(await pass(ctx, 'people', named.cursor)).toEqual({ records: [], cursor: named.cursor });
    expect(server.unseen(server.sales)).toBe(server.inbox(server.sales).length);
  });

  test('a pass that is stopped after a page goes on where it was, in another session', async () => {
    for (let i = 0; i < 130; i += 1)
      await server.send({ from: `"Person ${i}" <p${i}.${run}@many.example.org>`, to: 'finance@example.test', subject: `${i}`, text: 'x', messageId: `<many-${i}-${run}@x>` });
    await server.arrived(server.finance, `${run}@many.example.org`, 130);
    for (const name of ['messages', 'people']) {
      const whole = await pages<JsonObject>(box(server.finance), name);
      const [first] = whole;
      const rest = await pages<JsonObject>(box(server.finance), name, first?.resume);
      expect([first, ...rest].flatMap((p) => p?.records ?? [])).toEqual(whole.flatMap((p) => p.records));
      expect(whole.flatMap((p) => p.records).length).toBeGreaterThanOrEqual(130);
    }
  }, 120_000);

  test('newsletters and no-reply senders are marked, not taken for people', async () => {
    const from = [`news.${run}@shop.example.org`, 'no-reply@shop.example.org'];
    for (const [i, sender] of from.entries())
      await server.send({ from: sender, to: 'sales@example.test', subject: run, text: 'x', headers: i === 0 ? { 'List-Unsubscribe': '<https://shop.example.org>' } : {} });
    await server.arrived(server.sales, `Subject: ${run}`, 2);
    const { records } = await pass<PersonRecord>(box(server.sales), 'people');
    expect(from.map((address) => records.find((r) => r.address === address)?.kind)).toEqual(['list', 'no-reply']);
  });

  test('over TLS the certificate is verified: the private authority is needed and enough', async () => {
    const tls = { port: server.imapsPort, tls: 'tls' };
    await expect(imap.check(box(server.sales, tls))).rejects.toMatchObject({ fault: { kind: 'invalid', code: expect.stringMatching(/^tls\./) } });
    expect((await imap.check(box(server.sales, { ...tls, ca: server.ca }))).account).toBe('sales@example.test at 127.0.0.1');
    expect((await imap.check(box(server.sales, { tls: 'starttls', ca: server.ca }))).account).toBe('sales@example.test at 127.0.0.1');
  });

  test('a wrong password and an unreachable server are told apart, in both directions', async () => {
    await expect(imap.check(box(server.sales, {}, 'wrong'))).rejects.toMatchObject({ fault: { kind: 'auth', code: 'imap.login' } });
    await expect(smtp.check(post({}, 'wrong'))).rejects.toMatchObject({ fault: { kind: 'auth', code: 'smtp.535' } });
    await expect(imap.check(box(server.sales, { port: 1 }))).rejects.toMatchObject({ fault: { kind: 'transient', code: 'imap.ECONNREFUSED' } });
    await expect(smtp.check(post({ port: 1 }))).rejects.toMatchObject({ fault: { kind: 'transient', code: 'smtp.ECONNREFUSED' } });
  });

  test('an alert goes out and is in the mailbox once, under the Message-ID that was told', async () => {
    const ctx = post();
    const op = mail('arrives', { to: ['sales@example.test'], subject: `Route paused · 路由已暂停 ${run}`, text: '12 samples\n.\n一行' });
    const [outcome] = await push(ctx, op);
    expect(outcome).toMatchObject({ state: 'applied', record: { refused: [] } });
    const id = outcome?.state === 'applied' ? outcome.id : '';
    await server.arrived(server.sales, `<${id}>`, 1);
    expect((await push(ctx, op))[0]?.state).toBe('unchanged');
    const found = (await pass<MessageRecord>(box(server.sales), 'messages')).records.filter((r) => r.messageId === id);
    expect(found).toMatchObject([{ subject: `Route paused · 路由已暂停 ${run}`, summary: '12 samples\n.\n一行', kind: 'automatic' }]);
    expect(server.inbox(server.sales).filter((m) => m.includes(`<${id}>`))).toHaveLength(1);
  });

  test('each refusal of the server is the fault that it means, and the mails beside it arrive', async () => {
    const to = (address: string) => mail(address, { to: [address] });
    const outcomes = await push(post(), to('busy@example.test'), to('sales@example.test'), to('full@example.test'), to('gone@example.test'), to('nobody@example.test'));
    expect(outcomes.map((o) => (o.state === 'rejected' ? `${o.fault.kind} ${o.fault.code}` : o.state))).toEqual([
      'transient smtp.450',
      'applied',
      'transient smtp.452',
      'invalid smtp.550',
      'invalid smtp.550',
    ]);
    const stranger = contextOf<SmtpConfig>(smtp, { host: server.host, port: server.smtpPort, tls: 'none', from: 'a@b.example' }, 'unused');
    expect((await push(stranger, to('x@elsewhere.example')))[0]).toMatchObject({ state: 'rejected', fault: { kind: 'invalid', code: 'smtp.554' } });
    await server.arrived(server.sales, `Alert sales@example.test ${run}`, 1);
  });

  test('an outage is transient, and afterwards everything goes on where it was', async () => {
    const ctx = box(server.sales);
    const { cursor } = await pass(ctx, 'messages');
    const op = mail('after-outage', { to: ['sales@example.test'] });
    await server.outage(async () => {
      await expect(pages(ctx, 'messages', cursor)).rejects.toMatchObject({ fault: { kind: 'transient' } });
      await expect(push(post(), op)).rejects.toMatchObject({ fault: { kind: 'transient' } });
    });
    expect((await push(post(), op))[0]?.state).toBe('applied');
    await server.arrived(server.sales, `Alert after-outage ${run}`, 1);
    expect((await pass<MessageRecord>(ctx, 'messages', cursor)).records.map((r) => r.subject)).toEqual([`Alert after-outage ${run}`]);
  });
});
