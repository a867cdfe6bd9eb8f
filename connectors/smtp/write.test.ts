import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../core/model/json.ts';
import { Secret } from '../../core/model/secret.ts';
import type { AnyStream, WriteOp } from '../../core/ports/connector.ts';
import { createContext } from '../kit/context.ts';
import { FakePost } from './fake.ts';
import { smtpConnector } from './index.ts';
import type { SmtpConfig } from './schema.ts';

const now = Date.UTC(2026, 5, 1, 8, 0, 0);
const mail = { to: ['ops@c.example'], subject: 'Route paused · 路由已暂停', text: 'See the console.' };
const op = (key: string, fields: JsonObject = mail): WriteOp => ({ key, action: 'create', fields });

function worldOf(server: FakePost, memo = new Map<string, unknown>()) {
  const connector = smtpConnector(server.open);
  const config = connector.config.parse({ host: 'mail.example', user: 'sync', from: 'syncline@ours.example' });
  const ctx = createContext<SmtpConfig>({
    connector,
    connection: 'post',
    config,
    secrets: { password: new Secret('pass') },
    clock: { now: () => now },
    sleep: async () => undefined,
    memo,
  });
  const [stream] = connector.streams(config) as [AnyStream];
  const push = async (...ops: WriteOp[]) => (await stream.write?.push(ctx, ops)) ?? [];
  return { connector, ctx, stream, push };
}

describe('a mail that is sent', () => {
  test('carries a Message-ID made of the operation, says that a machine wrote it, and is readable as written', async () => {
    const server = new FakePost();
    const [outcome] = await worldOf(server).push(op('alert-1'));
    const text = Buffer.from(server.mails[0]?.bytes ?? []).toString('utf8');
    expect(outcome).toMatchObject({ state: 'applied', record: { to: ['ops@c.example'], refused: [], at: '2026-06-01T08:00:00.000Z' } });
    expect(text).toContain(`Message-ID: <${outcome?.state === 'applied' ? outcome.id : ''}>`);
    expect(text).toContain('Auto-Submitted: auto-generated');
    expect(text).toContain('From: Syncline <syncline@ours.example>');
    expect(text).toContain('Date: Mon, 01 Jun 2026 08:00:00 +0000');
    expect(server.counts).toEqual({ opened: 1, open: 0 });
  });

  test('has the same Message-ID in every try of one operation, in any process, and another in another', async () => {
    const ids = await Promise.all(['one', 'one', 'two'].map(async (key) => (await worldOf(new FakePost()).push(op(key)))[0]));
    const [a, b, c] = ids.map((o) => (o?.state === 'applied' ? o.id : ''));
    expect(a).toBe(b);
    expect(a).not.toBe(c);
  });

  test('is not sent again by a process that knows of it', async () => {
    const server = new FakePost();
    const { push } = worldOf(server);
    await push(op('alert-1'));
    expect((await push(op('alert-1')))[0]?.state).toBe('unchanged');
    expect(server.mails).toHaveLength(1);
  });

  test('names the receivers that the server did not take', async () => {
    const server = new FakePost();
    server.replies.set('gone@c.example', 550);
    const [outcome] = await worldOf(server).push(op('1', { ...mail, to: ['ops@c.example', 'gone@c.example'] }));
    expect(outcome).toMatchObject({ state: 'applied', record: { refused: ['gone@c.example'] } });
  });
});

describe('an answer that is lost', () => {
  test('is unsure, and the mail is not sent again blindly', async () => {
    const server = new FakePost();
    const { push, stream, ctx } = worldOf(server);
    server.breaksIn = 'answer';
    expect((await push(op('1')))[0]).toMatchObject({ state: 'unsure', fault: { code: 'smtp.answer-lost' } });
    server.breaksIn = undefined;
    expect((await push(op('1')))[0]?.state).toBe('unsure');
    expect(server.mails).toHaveLength(1);
    expect(await stream.write?.find(ctx, [op('1')])).toEqual([[]]);
  });

  test('in a batch leaves the others to be sent, in a session of their own', async () => {
    const server = new FakePost();
    const { push } = worldOf(server);
    server.breaksIn = 'answer';
    const first = await push(op('1'));
    server.breaksIn = undefined;
    const outcomes = await push(op('1'), op('2'));
    expect([...first, ...outcomes].map((o) => o.state)).toEqual(['unsure', 'unsure', 'applied']);
  });

  test('is certain when the server still said no', async () => {
    const server = new FakePost();
    server.breaksIn = 'answer';
    server.reply = 451;
    expect((await worldOf(server).push(op('1')))[0]).toMatchObject({ state: 'rejected', fault: { kind: 'transient', code: 'smtp.451' } });
    expect(server.mails).toHaveLength(0);
  });

  test('before the mail was out is certain too', async () => {
    const server = new FakePost();
    server.breaksIn = 'content';
    expect((await worldOf(server).push(op('1')))[0]).toMatchObject({ state: 'rejected', fault: { kind: 'transient' } });
  });
});

describe('a refusal', () => {
  test.each([
    [450, 'transient', 'smtp.450'],
    [452, 'transient', 'smtp.452'],
    [550, 'invalid', 'smtp.550'],
    [552, 'too-large', 'smtp.552'],
    [554, 'invalid', 'smtp.554'],
    [530, 'auth', 'smtp.530'],
  ])('%i is %s, and the mails beside it go', async (reply, kind, code) => {
    const server = new FakePost();
    server.replies.set('special@c.example', reply);
    const outcomes = await worldOf(server).push(op('1'), op('2', { ...mail, to: ['special@c.example'] }), op('3'));
    expect(outcomes.map((o) => o.state)).toEqual(['applied', 'rejected', 'applied']);
    expect(outcomes[1]).toMatchObject({ fault: { kind, code } });
    expect(server.counts.open).toBe(0);
  });

  test.each([
    ['a wrong password', 'login', 535, 'auth'],
    ['a login server that is away for a moment', 'login', 454, 'transient'],
    ['a server that is full', 'connect', 421, 'transient'],
    ['a server that is away', 'connect', undefined, 'transient'],
  ] as const)('%s is a fault of the whole connection', async (_, phase, reply, kind) => {
    const server = new FakePost();
    server.breaksIn = phase;
    server.reply = reply;
    await expect(worldOf(server).push(op('1'))).rejects.toMatchObject({ fault: { kind } });
  });

  test.each([
    ['to', { ...mail, to: [] }],
    ['to.0', { ...mail, to: ['ops@c.example\r\nBcc: all@d.example'] }],
    ['to.0', { ...mail, to: ['not an address'] }],
    ['subject', { ...mail, subject: 'Hello\r\nBcc: all@d.example' }],
    ['text', { ...mail, text: '' }],
    ['', { ...mail, html: '<b>' }],
  ])('of our own meets a bad field %s before anything is sent', async (field, fields) => {
    const server = new FakePost();
    expect((await worldOf(server).push(op('1', fields)))[0]).toMatchObject({ state: 'rejected', fault: { kind: 'invalid', field } });
    expect(server.counts.opened).toBe(0);
  });

  test('meets everything but sending', async () => {
    expect((await worldOf(new FakePost()).push({ key: '1', action: 'update', id: 'x', fields: mail }))[0]).toMatchObject({ state: 'rejected', fault: { code: 'smtp.action' } });
  });
});

test('a missing password is said before anything is sent', async () => {
  const server = new FakePost();
  const { connector, ctx } = worldOf(server);
  await expect(connector.check({ ...ctx, secrets: {} })).rejects.toMatchObject({ fault: { kind: 'auth', code: 'smtp.no-password' } });
  expect(server.counts.opened).toBe(0);
});

test('a password in the clear is allowed to this machine only', () => {
  const { connector } = worldOf(new FakePost());
  const parsed = (host: string) => connector.config.safeParse({ host, tls: 'none', from: 'a@b.example' }).success;
  expect([parsed('127.0.0.1'), parsed('mail.example')]).toEqual([true, false]);
});
