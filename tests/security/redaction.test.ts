import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { painter } from '../../cli/output/paint.ts';
import { run } from '../../cli/run.ts';
import { exchangeOf } from '../../connectors/kit/recording.ts';
import { redactorOf } from '../../connectors/kit/redact.ts';
import { Secret } from '../../core/model/secret.ts';
import { workspaceFolder } from '../integration/harness.ts';
import { type HookWorkspace, openHooks, signing, vendorHooks } from './hook-workspace.ts';

const canary = 'c4n4ry-sécret/+=#1';

describe('a secret', () => {
  it('prints as nothing, however it is printed', () => {
    const secret = new Secret(canary);
    for (const text of [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }, { depth: 9, showHidden: true }),
      `${inspect(new Error('x', { cause: secret }))}`,
    ])
      expect(text).not.toContain('c4n4ry');
  });

  it('is taken out of a recorded exchange in every form that it travels in', () => {
    const redact = redactorOf({ password: new Secret(canary) });
    const forms = [canary, encodeURIComponent(canary), Buffer.from(canary).toString('base64'), Buffer.from(canary).toString('hex'), JSON.stringify(canary)];
    const exchange = exchangeOf(
      {
        method: 'POST',
        url: `https://u:${encodeURIComponent(canary)}@x.example/?p=${encodeURIComponent(canary)}`,
        headers: { Authorization: `Basic ${forms[2]}`, 'x-other': canary },
        body: forms.join(' '),
      },
      { status: 401, headers: {}, body: Buffer.from(`refused ${forms.join(' ')}`) },
      redact,
    );
    for (const form of [...forms, 'c4n4ry']) expect(JSON.stringify(exchange)).not.toContain(form);
  });
});

describe('the running product', () => {
  let w: HookWorkspace;
  afterEach(() => w.close());

  it('says no secret and nothing of a person in logs, failures, status or answers, whatever the vendor answers', async () => {
    w = await openHooks(['now']);
    const [id] = (await w.vendor.stream('things').add(1)) as [string];
    w.vendor.inject('unauthorized', 20); // quotes the password in its answer
    await w.deliver(vendorHooks.event([id, 'wang.lei.canary@example.com']));
    await w.deliver('{"type":"changed","ids":"wang.lei.canary@example.com"}', { at: Date.now() + 1_000 });
    await w.quiet();
    const told = [w.logged, await w.service.status(), await w.service.failures({})];
    const text = JSON.stringify(told);
    for (const word of [signing.now, w.vendor.secrets['password'] as string, 'canary@example']) expect(text).not.toContain(word);
    expect(text).toMatch(/blocked|hook\.unreadable/);
  });
});

describe('a secret that is stored by the command line', () => {
  it('lies in no file of the workspace as it is, nor in any output', async () => {
    const folder = workspaceFolder({ 'syncline.yaml': 'workspace: main\nzone: UTC\ncountry: DE\n' });
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    const input = {
      isTTY: false,
      async *[Symbol.asyncIterator]() {
        yield Buffer.from(`${canary}\n`);
      },
    };
    const io = {
      env: {},
      cwd: folder,
      language: 'en',
      columns: undefined,
      self: 'syncline',
      paint: painter(false),
      out: say,
      err: say,
      live: false,
      now: () => Date.now(),
      input,
    } as never;
    expect(await run(['secret', 'set', 'ERP_PASSWORD'], io)).toBe(0);
    await run(['secret', 'list', '--json'], io);
    expect(said.join('\n')).not.toContain('c4n4ry');
    for (const file of ['store.db', 'store.db-wal', 'store.db.secrets', 'store.db.key']) {
      const bytes = (() => {
        try {
          return readFileSync(join(folder, '.syncline', file));
        } catch {
          return Buffer.alloc(0);
        }
      })();
      expect(bytes.includes('c4n4ry'), file).toBe(false);
    }
  });
});
