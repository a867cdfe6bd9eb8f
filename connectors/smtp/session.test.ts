import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { PostError } from './client.ts';
import { explain } from './explain.ts';
import { smtpConfig } from './schema.ts';
import { openSession } from './session.ts';

/** What the server does at a command (its first word), instead of answering 250; `cut` hangs up. */
type Script = Readonly<Record<string, string | 'cut'>>;

let server: Server | undefined;
afterEach(() => server?.close());

/** A mail server that follows a script; `.` is the end of a mail. Resolves to its port and the mails it took. */
async function scripted(script: Script): Promise<{ port: number; mails: string[] }> {
  const mails: string[] = [];
  server = createServer((socket) => converse(socket, script, mails));
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return { port: (server.address() as AddressInfo).port, mails };
}

function converse(socket: Socket, script: Script, mails: string[]): void {
  const answers: Script = { EHLO: '250-test\r\n250 AUTH PLAIN', AUTH: '235 ok', DATA: '354 go on', QUIT: '221 bye', ...script };
  let text = '';
  let content: string | undefined;
  const answer = (word: string): void => {
    const line = answers[word] ?? '250 ok';
    if (line === 'cut') socket.destroy();
    else socket.write(`${line}\r\n`);
  };
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    for (;;) {
      const mark = content === undefined ? '\r\n' : '\r\n.\r\n';
      const at = text.indexOf(mark);
      if (at < 0) return;
      const piece = text.slice(0, at);
      text = text.slice(at + mark.length);
      if (content !== undefined) {
        if (answers['.'] === undefined || answers['.'] === 'cut') mails.push(piece);
        content = undefined;
        answer('.');
        continue;
      }
      const word = piece.split(/[ :]/, 1)[0]?.toUpperCase() ?? '';
      if (word === 'DATA' && answers['DATA']?.startsWith('354')) content = '';
      answer(word);
    }
  });
  answer('HELLO'); // the greeting
}

const greeting = { HELLO: '220 test' };
const post = { from: 'a@b.example', to: ['c@d.example'], bytes: Buffer.from('Subject: x\r\n\r\nHello\r\n') };
const never = new AbortController().signal;

async function attempt(script: Script, more: object = {}, signal = never): Promise<{ error: unknown; mails: string[] }> {
  const { port, mails } = await scripted({ ...greeting, ...script });
  const config = smtpConfig.parse({ host: '127.0.0.1', port, tls: 'none', user: 'u', from: 'a@b.example', ...more });
  try {
    const session = await openSession(config, 'pass', signal, config.host);
    await session.send(post);
    session.close();
    return { error: undefined, mails };
  } catch (error) {
    return { error, mails };
  }
}

describe('a session with a mail server', () => {
  test('hands over a mail', async () => {
    const { error, mails } = await attempt({});
    expect(error).toBeUndefined();
    expect(mails).toEqual(['Subject: x\r\n\r\nHello']);
  });

  test.each([
    ['hangs up before the greeting', { HELLO: 'cut' }, 'connect', 'transient'],
    ['is full at the greeting', { HELLO: '421 later' }, 'connect', 'transient'],
    ['hangs up at the login', { AUTH: 'cut' }, 'login', 'transient'],
    ['refuses the login', { AUTH: '535 no' }, 'login', 'auth'],
    ['refuses the sender', { MAIL: '530 log in first' }, 'envelope', 'auth'],
    ['refuses the receiver for now', { RCPT: '450 busy' }, 'envelope', 'transient'],
    ['refuses the receiver', { RCPT: '550 nobody' }, 'envelope', 'invalid'],
    ['hangs up at the receiver', { RCPT: 'cut' }, 'envelope', 'transient'],
    ['does not want the mail', { DATA: '554 spam' }, 'envelope', 'invalid'],
    ['refuses the mail when it has it', { '.': '552 too large' }, 'answer', 'too-large'],
    ['cannot keep the mail now', { '.': '451 disk' }, 'answer', 'transient'],
  ])('that %s: certainly not taken', async (_, script, phase, kind) => {
    const { error, mails } = await attempt(script);
    expect(error).toBeInstanceOf(PostError);
    expect([(error as PostError).phase, explain(error).kind]).toEqual([phase, kind]);
    expect(mails).toEqual([]);
  });

  test('that takes the mail and hangs up without a word: unsure', async () => {
    const { error, mails } = await attempt({ '.': 'cut' });
    expect(explain(error).code).toBe('smtp.answer-lost');
    expect(mails).toHaveLength(1);
  });

  test('that offers no encryption gets neither password nor mail when encryption is demanded', async () => {
    const { error, mails } = await attempt({ STARTTLS: '502 what?' }, { tls: 'starttls' });
    expect([(error as PostError).phase, explain(error).code]).toEqual(['connect', 'tls.ETLS']);
    expect(mails).toEqual([]);
  });

  test('is not begun after an abort', async () => {
    expect((await attempt({}, {}, AbortSignal.abort())).error).toBeInstanceOf(PostError);
  });

  test('ends at once when it is aborted while the server is silent', async () => {
    const { port } = await scripted({ ...greeting, EHLO: '' });
    const stop = new AbortController();
    const opening = openSession(smtpConfig.parse({ host: '127.0.0.1', port, tls: 'none', from: 'a@b.example' }), undefined, stop.signal, '127.0.0.1');
    setTimeout(() => stop.abort(), 20);
    await expect(opening).rejects.toMatchObject({ phase: 'connect' });
  });
});
