import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io, Language } from '../../cli/io.ts';
import { painter } from '../../cli/output/paint.ts';
import { run } from '../../cli/run.ts';
import { sha256Hex } from '../../core/model/hash.ts';
import type { FailuresView } from '../../core/sync/views/failures.ts';
import type { RecordsView, RecordView } from '../../core/sync/views/records.ts';
import type { RunView } from '../../core/sync/views/runs.ts';
import type { StatusView } from '../../core/sync/views/status.ts';
import type { WhyView } from '../../core/sync/views/why.ts';

let folder: string;

/** Runs a command line in the folder, in this process, with streams of its own. */
async function syncline(argv: readonly string[], language: Language = 'en', env: Record<string, string> = {}) {
  const [out, err] = [[] as string[], [] as string[]];
  const io: Io = {
    env,
    cwd: folder,
    language,
    columns: undefined,
    paint: painter(false),
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    live: false,
    self: 'syncline',
    now: () => Date.now(),
  };
  const code = await run(argv, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

async function json<T>(...argv: string[]): Promise<T> {
  const { code, out, err } = await syncline([...argv, '--json']);
  if (out === '') throw new Error(`${argv.join(' ')}: ${code} ${err}`);
  return JSON.parse(out) as T;
}

const file = (path: string) => join(folder, path);
const billing = () => readFileSync(file('data/billing/accounts.csv'), 'utf8');

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'syncline-cli-'));
  await syncline(['init', '.']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('one workspace by its command line, without a server', () => {
  it('tells what a first sync would read, and changes nothing', async () => {
    const before = billing();
    const { code, out } = await syncline(['sync', '--dry-run']);
    expect([code, out]).toEqual([0, expect.stringContaining('crm.customers  3 read: 3 new')]);
    expect(out).toContain('Dry run: nothing was changed.');
    expect(billing()).toBe(before);
    expect((await json<StatusView>('status')).types.every((type) => type.entities === 0)).toBe(true);
  });

  it('syncs: joins what both systems have, creates what one lacks, and says so', async () => {
    const run = await json<RunView>('sync');
    expect(run).toMatchObject({ state: 'done', settled: true, by: expect.any(String), delivered: { created: 2 } });
    expect(run.passes.map((pass) => [`${pass.connection}.${pass.stream}`, pass.state, pass.read, pass.added])).toEqual([
      ['crm.customers', 'green', 3, 3],
      ['billing.accounts', 'green', expect.any(Number), expect.any(Number)],
    ]);
    expect(billing()).toContain('上海晨光贸易有限公司');
    expect(billing()).toContain('Alpine Tools GmbH');
    const status = await json<StatusView>('status');
    expect(status.types).toMatchObject([{ type: 'organization', entities: 3, records: 6, shared: 3, duplicates: 0 }]);
    await expect.poll(async () => (await json<StatusView>('status')).settled, { timeout: 10_000 }).toBe(true);
  });

  it('does nothing the second time, by the bytes of the file', async () => {
    const [before, at] = [sha256Hex(billing()), statSync(file('data/billing/accounts.csv')).mtimeMs];
    const { code, out } = await syncline(['sync']);
    expect([code, out]).toEqual([0, expect.stringMatching(/crm\.customers +3 +0 +0 +3/)]);
    expect([sha256Hex(billing()), statSync(file('data/billing/accounts.csv')).mtimeMs]).toEqual([before, at]);
  });

  it.each<[string, readonly string[], string, number]>([
    ['the beginning of the name', ['nordw'], 'prefix', 1],
    ['words of it, in any case', ['TOOLS alpine'], 'words', 1],
    ['Chinese', ['上海晨光'], 'prefix', 1],
    ['an e-mail address', ['office@alpine-tools.example'], 'identifier', 1],
    ['a telephone number as people write it', ['044 668 18 00'], 'identifier', 1],
    ['nothing', [], 'list', 3],
    ['a connection', ['--connection', 'billing'], 'connection', 3],
    ['a time', ['--changed-since', '2020-01-01'], 'changed', 3],
  ])('finds records by %s and says that it did', async (_, words, used, count) => {
    const view = await json<RecordsView>('records', 'organization', ...words);
    expect([view.used, view.records.length]).toEqual([used, count]);
  });

  it('pages through a list without losing or repeating', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page: RecordsView = await json<RecordsView>('records', 'organization', '--limit', '1', ...(after === undefined ? [] : ['--after', after]));
      seen.push(...page.records.map((record) => record.id));
      after = page.next;
    } while (after !== undefined && seen.length < 10);
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
  });

  it('shows one record, by id and by the record of a system', async () => {
    const [line] = (await json<RecordsView>('records', 'organization', 'nordwind')).records;
    const record = await json<RecordView>('records', 'organization', line?.id as string);
    expect(record).toMatchObject({ id: line?.id, golden: { name: 'Nordwind AG', taxId: 'CHE109322551', country: 'CH' } });
    expect(record.links.map((link) => link.record).sort()).toEqual(['billing/accounts/7001', 'crm/customers/C-1']);
    expect((await json<RecordView>('records', 'organization', 'crm/customers/C-1')).id).toBe(line?.id);
  });

  it('explains each field: who said it, under which mapping, and why it won', async () => {
    const why = await json<WhyView>('why', 'crm/customers/C-1');
    const name = why.fields.find((field) => field.field === 'name');
    expect(name?.claimants[0]).toMatchObject({
      record: 'crm/customers/C-1',
      value: 'Nordwind AG',
      mapping: 'crm/customers',
      mappingVersion: expect.stringMatching(/^[0-9a-f]{12}$/),
      wins: true,
    });
    expect(why.targets.map((target) => [target.to, target.state])).toEqual([
      ['billing/accounts', 'current'],
      ['crm/customers', 'current'],
    ]);
    expect(why.links.length).toBeGreaterThan(0);
    const { out } = await syncline(['why', 'crm/customers/C-1']);
    expect(out).toMatch(/name +Nordwind AG +crm\/customers\/C-1/);
    expect((await syncline(['why', 'crm/customers/C-1'], 'zh')).out).toContain('字段');
  });

  it('says why a record is not there', async () => {
    expect((await json<WhyView>('why', 'crm/customers/C-99')).record).toMatchObject({ state: 'unknown' });
    expect(await syncline(['why', 'crm/nothing/C-99'])).toMatchObject({ code: 1, out: '' });
    expect((await syncline(['why', 'o_00000000000000000000'])).err).toContain('There is no entity “o_00000000000000000000”');
  });

  it('pauses, says so in the status, and resumes', async () => {
    expect((await syncline(['pause', 'customers-to-billing', '--reason', 'stocktaking'])).code).toBe(0);
    const paused = await syncline(['status']);
    expect([paused.code, paused.out]).toEqual([1, expect.stringContaining('stocktaking')]);
    writeFileSync(file('data/crm/customers.csv'), `${readFileSync(file('data/crm/customers.csv'), 'utf8')}C-4,Quai & Fils,,info@quai.example,+33 1 42 68 53 00,Paris,FR\n`);
    await syncline(['sync']);
    expect(billing()).not.toContain('Quai');
    expect((await syncline(['resume', 'customers-to-billing'])).code).toBe(0);
    await syncline(['sync']);
    expect(billing()).toContain('Quai & Fils');
    expect((await syncline(['pause', 'customers-to-biling'])).code).toBe(2);
  });

  it('lists what it cannot read, with place and remedy, and the rest goes on', async () => {
    const good = readFileSync(file('data/crm/customers.csv'), 'utf8');
    writeFileSync(file('data/crm/customers.csv'), `${good}C-5,Mistral SA,,not-an-address,+33 1 42 68 53 01,Lyon,FR\n`);
    await syncline(['sync']);
    const failures = await json<FailuresView>('failures');
    expect(failures).toMatchObject({ open: 1, groups: [{ connection: 'crm', stream: 'customers', count: 1, samples: [{ record: 'crm/customers/C-5', field: 'emails' }] }] });
    expect((await syncline(['failures'])).code).toBe(1);
    expect(billing()).toContain('Mistral SA');
    const bad = readFileSync(file('data/crm/customers.csv'), 'utf8');
    writeFileSync(file('data/crm/customers.csv'), bad.replace('not-an-address', 'info@mistral.example'));
    await syncline(['sync']);
    expect(await syncline(['failures'])).toMatchObject({ code: 0, out: 'No open failures.' });
  });

  it('exports, as lines and as a file that a spreadsheet opens', async () => {
    const { out } = await syncline(['export', 'organization']);
    const names = out.split('\n').map((line) => (JSON.parse(line) as RecordView).label);
    expect(names).toEqual(expect.arrayContaining(['Nordwind AG', '上海晨光贸易有限公司']));
    expect((await syncline(['export', 'organization', '--format', 'csv', '--out', 'all.csv'])).code).toBe(0);
    expect(readFileSync(file('all.csv'), 'utf8').split('\n')[0]).toMatch(/^id,systems,name,/);
    expect((await syncline(['export', 'nothing'])).code).toBe(1);
  });

  it('audits without finding a difference', async () => {
    expect(await syncline(['audit'])).toMatchObject({ code: 0, out: expect.stringContaining('No differences.') });
  });
});

describe('the same workspace with a server', () => {
  let server: ChildProcess;
  let url = '';
  let token = '';
  const lines: string[] = [];

  beforeAll(async () => {
    const main = new URL('../../cli/main.ts', import.meta.url).pathname;
    server = spawn(process.execPath, [main, 'up', '--port', '0', '--workspace', folder, '--lang', 'en'], {
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    for await (const line of createInterface({ input: server.stdout as NodeJS.ReadableStream })) {
      lines.push(line);
      url ||= /API +(http\S+)/.exec(line)?.[1] ?? '';
      token ||= /Token +(syn_\S+)/.exec(line)?.[1] ?? '';
      if (line.startsWith('Running.')) break;
    }
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    await once(server, 'exit');
  });

  it('prints what came in, what was merged, what went out and what needs a person', () => {
    const text = lines.join('\n');
    for (const title of ['Came in', 'Merged', 'Went out', 'Needs a person']) expect(text).toContain(title);
    expect(text).toMatch(/organization +\d+ records → \d+/);
    expect(token).toMatch(/^syn_/);
  });

  it('answers health to everybody and the rest to its token', async () => {
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: 'ok' });
    expect((await fetch(`${url}/status`)).status).toBe(401);
    expect((await fetch(`${url}/status`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  });

  it('serves the command line, which finds it by itself or by URL', async () => {
    expect((await json<StatusView>('status')).workspace).toBe('my-company');
    const made = await syncline(['token', 'add', 'ann', '--role', 'finance', '--json']);
    const finance = (JSON.parse(made.out) as { token: string }).token;
    const env = { SYNCLINE_URL: url, SYNCLINE_TOKEN: finance };
    expect((await syncline(['records', 'organization', 'nordwind'], 'en', env)).code).toBe(0);
    expect(await syncline(['sync'], 'en', env)).toMatchObject({ code: 1, err: expect.stringContaining('The role finance may not do this') });
  });

  it('shows the owner’s token at the first start alone', async () => {
    expect(await syncline(['token', 'list'])).toMatchObject({ code: 0, out: expect.stringContaining('owner') });
    expect(lines.filter((line) => line.includes('syn_'))).toHaveLength(1);
  });
});
