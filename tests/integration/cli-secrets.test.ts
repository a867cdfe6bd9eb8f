import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorkspace } from '../../cli/compose/open.ts';
import type { Io } from '../../cli/io.ts';
import { loadWorkspace, usable } from '../../cli/load.ts';
import { painter } from '../../cli/output/paint.ts';
import { run } from '../../cli/run.ts';
import type { Role } from '../../core/access/permissions.ts';
import { newPrincipal } from '../../core/access/principals.ts';

let folder: string;
const value = 'corr-horse-42-电池';

function ioWith(typed: string, out: string[], env: Record<string, string> = {}): Io {
  const say = (text: string): void => void out.push(text);
  return {
    env,
    cwd: folder,
    language: 'en',
    columns: undefined,
    paint: painter(false),
    out: say,
    err: say,
    live: false,
    self: 'syncline',
    now: () => Date.now(),
    input: Readable.from([typed]),
  };
}

async function syncline(argv: readonly string[], typed = '', env: Record<string, string> = {}) {
  const out: string[] = [];
  const code = await run(argv, ioWith(typed, out, env));
  return { code, out: out.join('\n') };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'syncline-secrets-'));
  await syncline(['init', '.']);
  const file = join(folder, 'syncline.yaml');
  const mail =
    '  mail:\n    connector: smtp\n    config: { host: mail.example.com, user: us@example.com, from: us@example.com }\n    secrets: { password: MAIL_PASSWORD }\n    streams: {}\n\nroutes:';
  writeFileSync(file, readFileSync(file, 'utf8').replace('routes:', mail));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('secrets by the command line', () => {
  it('are missing before they are set, and the list says who needs them', async () => {
    expect(await syncline(['secret', 'list'])).toEqual({ code: 1, out: expect.stringMatching(/MAIL_PASSWORD +no value +mail/) });
  });

  it('are stored from a pipe, encrypted, readable by this user alone, and never shown again', async () => {
    const set = await syncline(['secret', 'set', 'MAIL_PASSWORD'], `${value}\n`);
    expect(set).toEqual({ code: 0, out: expect.stringContaining('Stored MAIL_PASSWORD for mail.') });
    const listed = await syncline(['secret', 'list', '--json']);
    expect([listed.code, JSON.parse(listed.out)]).toEqual([0, { secrets: [{ name: 'MAIL_PASSWORD', from: 'file', connections: ['mail'] }] }]);
    const files = readdirSync(join(folder, '.syncline')).map((name) => join(folder, '.syncline', name));
    for (const file of files) expect(readFileSync(file).includes(Buffer.from(value)), file).toBe(false);
    expect(statSync(join(folder, '.syncline/store.db.secrets')).mode & 0o077).toBe(0);
    expect(`${set.out}${listed.out}`).not.toContain(value);
  });

  it('of the environment go before those stored, and setting one says so', async () => {
    const { out } = await syncline(['secret', 'set', 'MAIL_PASSWORD'], value, { SYNCLINE_SECRET_MAIL_PASSWORD: 'other' });
    expect(out).toContain('The environment has this secret too');
  });

  it('are forgotten when they are removed, and removing twice is told', async () => {
    expect((await syncline(['secret', 'remove', 'MAIL_PASSWORD'])).code).toBe(0);
    expect((await syncline(['secret', 'remove', 'MAIL_PASSWORD'])).code).toBe(1);
    expect((await syncline(['secret', 'list'])).code).toBe(1);
  });

  it.each([
    ['the secret itself as its name', ['secret', 'set', 'hunter2!']],
    ['no value', ['secret', 'set', 'MAIL_PASSWORD']],
  ])('refuse %s', async (_, argv) => {
    expect((await syncline(argv, argv[2] === 'hunter2!' ? 'x' : '')).code).toBe(2);
  });

  it('are for owners and IT only', async () => {
    const io = ioWith('', []);
    const opened = openWorkspace(usable(await loadWorkspace(folder), io), io);
    try {
      const status = async (role: Role) => (await opened.api.request('/secrets', {}, { local: newPrincipal('u_x', 'x', role, 0, 'system') })).status;
      expect(await Promise.all((['owner', 'it', 'finance', 'ops', 'viewer'] as const).map(status))).toEqual([200, 200, 403, 403, 403]);
    } finally {
      await opened.close();
    }
  });
});
