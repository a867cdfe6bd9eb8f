import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io } from '../../cli/io.ts';
import { painter } from '../../cli/output/paint.ts';
import { run } from '../../cli/run.ts';
import { sha256Hex } from '../../core/model/hash.ts';
import type { ProposalsView, ReceivablesView } from '../../core/receivables/answers/views.ts';
import type { RunView } from '../../core/sync/views/runs.ts';
import type { StatusView } from '../../core/sync/views/status.ts';
import type { MadeToken } from '../../functions/api/routes/tokens.ts';

const root = join(import.meta.dirname, '..', '..');
let folder: string;

/** Runs a command line beside an empty folder, as a newcomer does. */
async function syncline(...argv: readonly string[]) {
  const [out, err] = [[] as string[], [] as string[]];
  const io: Io = {
    env: {},
    cwd: folder,
    language: 'en',
    columns: undefined,
    paint: painter(false),
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    live: false,
    self: 'npm run syncline --',
    now: () => Date.now(),
  };
  const code = await run(argv, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** One line a file of the systems: its path and what its bytes are. */
function systems(): string[] {
  const files = readdirSync(join(folder, '.sample'), { recursive: true, encoding: 'utf8' }).filter((path) => /\.(csv|vcf|mbox)$/.test(path));
  return files.sort().map((path) => `${path} ${sha256Hex(readFileSync(join(folder, '.sample', path), 'latin1'))}`);
}

const tracked = (): string => execFileSync('git', ['status', '--porcelain', '--', 'samples', 'mappings'], { cwd: root, encoding: 'utf8' });

describe('the sample, the way the README starts it', () => {
  let before: string;
  let first: { readonly run: RunView; readonly status: StatusView };
  let said: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'syncline-sample-'));
    before = tracked();
    const { out, err } = await syncline('up', '--sample', '--port', '0', '--until-settled', '--json');
    first = JSON.parse(out) as typeof first;
    said = err;
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is a copy, and says in one line where it is and how to start over', () => {
    expect(said).toBe('Copied the sample trading-company to .sample: change its files as you like. To start over: delete the folder .sample.');
    expect(tracked()).toBe(before);
    expect(execFileSync('git', ['check-ignore', '.sample/'], { cwd: root, encoding: 'utf8' }).trim()).toBe('.sample/');
  });

  it('tells what came in, what was merged and what went out in the first sync', () => {
    const { run, status } = first;
    expect(Object.fromEntries(run.passes.map((pass) => [`${pass.connection}.${pass.stream}`, pass.read]))).toEqual({
      'crm.customers': 16,
      'crm.contacts': 13,
      'crm.contracts': 4,
      'crm.invoices': 0,
      'erp.customers': 14,
      'erp.invoices': 15,
      'addressbook.people': 10,
      'mailbox.messages': 10,
    });
    expect(Object.fromEntries(status.routes.map(({ name, delivered }) => [name, [delivered.created, delivered.updated]]))).toEqual({
      'customers-to-erp': [3, 2],
      'customers-to-crm': [2, 11],
      'people-to-addressbook': [5, 8],
      'people-to-crm': [0, 2],
      'invoices-to-crm': [14, 0],
    });
    expect(status.types.map(({ type, entities, records, shared, duplicates }) => [type, entities, records, shared, duplicates])).toEqual([
      ['organization', 17, 35, 17, 1],
      ['person', 15, 28, 13, 0],
      ['contract', 4, 4, 0, 0],
      ['invoice', 15, 29, 14, 0],
      ['activity', 10, 10, 0, 0],
    ]);
    expect(status.failures).toMatchObject({ open: 1, atRisk: [{ amount: '5000.00', currency: 'EUR' }] });
  });

  it('tells what is owed, matches what is sure, and leaves the rest to two people with tokens of their own', async () => {
    const json = async <T>(...argv: readonly string[]): Promise<T> => JSON.parse((await syncline(...argv, '--workspace', '.sample', '--json')).out) as T;
    const list = await json<ReceivablesView>('receivables', '--settled');
    const received = list.rows.filter((row) => /[1-9]/.test(row.received)).map((row) => [row.invoice, row.received, row.open]);
    expect(received).toEqual([
      ['INV-2026-0103', '8950.50', '0.00'],
      ['INV-2026-0111', '45600.00', '0.00'],
    ]);
    const { receipts } = await json<ProposalsView>('propose');
    const [proposed] = receipts;
    expect([receipts.length, proposed?.proposals[0]?.applies[0]?.invoice, proposed?.proposals[0]?.needsTwo]).toEqual([5, 'INV-2026-0102', true]);
    const [ann, bob] = [await json<MadeToken>('token', 'add', 'ann', '--role', 'finance'), await json<MadeToken>('token', 'add', 'bob', '--role', 'finance')];
    const approve = (token: string) => syncline('approve', proposed?.receipt ?? '', '--workspace', '.sample', '--token', token);
    expect((await approve(ann.token)).out).toContain('A second person must approve it too.');
    expect(await approve(ann.token)).toMatchObject({ code: 1, err: expect.stringContaining('somebody else must approve it') });
    expect(await approve(bob.token)).toMatchObject({ code: 0, out: expect.stringContaining('ann, bob') });
    expect((await syncline('explain', 'INV-2026-0102', '--workspace', '.sample')).out).toContain('open 50.00');
  });

  it('changes nothing the second time, and goes on where it was', async () => {
    const files = systems();
    const { out, err } = await syncline('up', '--sample', '--port', '0', '--until-settled', '--json');
    const { run } = JSON.parse(out) as typeof first;
    expect(err).toBe('The sample goes on where it was, in .sample. To start over: delete the folder .sample.');
    expect(run.passes.map(({ added, changed, gone }) => added + changed + gone)).toEqual(run.passes.map(() => 0));
    expect([run.delivered.created, run.delivered.updated]).toEqual([0, 0]);
    expect(systems()).toEqual(files);
  }, 60_000);

  it('carries a changed cell of the CRM into the ERP', async () => {
    const file = join(folder, '.sample/crm/customers.csv');
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('Speicherstr. 4,Hamburg');
    writeFileSync(file, text.replace('Speicherstr. 4,Hamburg', 'Neuer Wall 9,Hamburg'));
    const { out } = await syncline('sync', '--workspace', '.sample', '--json');
    expect(JSON.parse(out)).toMatchObject({ delivered: { created: 0, updated: 1 } });
    expect(iconv.decode(readFileSync(join(folder, '.sample/erp/customers.csv')), 'gb18030')).toContain('Neuer Wall 9;Hamburg');
  }, 60_000);

  it('names the next command the way this user can type it', async () => {
    expect((await syncline('status', '--workspace', '.sample')).out).toContain('→ npm run syncline -- failures --workspace .sample');
  });

  it.each([
    ['a name that no sample has', ['up', '--sample', 'nothing'], 'There is no sample “nothing”. Known: trading-company.'],
    ['a folder that holds something else', ['up', '--sample', '--workspace', '.'], 'is there but holds no syncline.yaml'],
  ])('refuses %s', async (_, argv, text) => {
    const answer = await syncline(...argv);
    expect([answer.code, answer.err]).toEqual([2, expect.stringContaining(text)]);
  });
});
