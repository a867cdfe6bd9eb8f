import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io, Language } from './io.ts';
import { painter } from './output/paint.ts';
import { run } from './run.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a command line with streams of its own. */
async function syncline(argv: readonly string[], options: { language?: Language; env?: Record<string, string> } = {}) {
  const [out, err] = [[] as string[], [] as string[]];
  const io: Io = {
    env: options.env ?? {},
    cwd: folder,
    language: options.language ?? 'en',
    columns: undefined,
    paint: painter(false),
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    live: false,
    self: 'syncline',
    now: () => Date.parse('2026-03-01T08:00:00Z'),
  };
  const code = await run(argv, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('syncline', () => {
  it('without a command prints the help', async () => {
    const { code, out } = await syncline([]);
    expect([code, out]).toEqual([0, expect.stringContaining('Usage: syncline')]);
  });

  it.each<[string, readonly string[], number, string]>([
    ['an unknown command', ['recrods'], 2, 'Did you mean records?'],
    ['an unknown option', ['status', '--jsn'], 2, 'Did you mean --json?'],
    ['a missing argument', ['why'], 2, "missing required argument 'subject'"],
    ['no workspace here', ['status'], 2, 'syncline init'],
    ['a file that is not there', ['map', 'test', 'nothing.yaml'], 2, 'There is no file nothing.yaml.'],
    ['a URL without a token', ['status', '--url', 'http://127.0.0.1:9'], 2, 'SYNCLINE_TOKEN'],
    ['a server that does not answer', ['status', '--url', 'http://127.0.0.1:9', '--token', 'x'], 3, 'No answer from http://127.0.0.1:9'],
  ])('answers %s with an exit code and what to do', async (_, argv, code, text) => {
    const answer = await syncline(argv);
    expect([answer.code, answer.err]).toEqual([code, expect.stringContaining(text)]);
    expect(answer.out).toBe('');
  });

  it('speaks Chinese, also of a mistaken command line', async () => {
    expect((await syncline(['recrods'], { language: 'zh' })).err).toContain('错误：没有命令“recrods”');
    expect((await syncline(['why'], { language: 'zh' })).err).toContain('错误：缺少参数“subject”');
    expect((await syncline(['status'], { language: 'zh' })).err).toContain('没有 syncline.yaml');
  });
});

describe('a new workspace', () => {
  it('passes its check and its examples as it is', async () => {
    expect((await syncline(['init', '.'])).code).toBe(0);
    expect(await syncline(['check'])).toEqual({ code: 0, out: '✓ my-company: 2 connections, 2 streams, 2 routes', err: '' });
    expect((await syncline(['map', 'test'])).code).toBe(0);
    expect((await syncline(['check', '--connect'])).out).toContain('customers: customers.csv: 3 rows');
  });

  it('never overwrites a file', async () => {
    await syncline(['init', '.']);
    const again = await syncline(['init', '.']);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('syncline.yaml')]);
  });

  it('with a mistake is told where, and starts nothing', async () => {
    await syncline(['init', '.']);
    const file = join(folder, 'syncline.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('golive:', 'golife:'));
    const checked = await syncline(['check']);
    expect(checked.code).toBe(1);
    expect(checked.out).toContain('syncline.yaml:37:5  error  WORKSPACE_KEY_UNKNOWN');
    expect(checked.out).toContain('Did you mean “golive”?');
    const json = await syncline(['check', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, problems: [{ where: { file: 'syncline.yaml', line: 37, column: 5 } }] });
    expect((await syncline(['status'])).err).toContain('Nothing was started.');
  });

  it('with a mistake in a mapping is told where in the mapping', async () => {
    await syncline(['init', '.']);
    const file = join(folder, 'mappings/crm/customers.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('  taxId: Tax id', '  taxid: Tax id'));
    const checked = await syncline(['check']);
    expect(checked.out).toMatch(/mappings\/crm\/customers\.yaml:\d+:3 {2}error {2}MAPPING_FIELD_UNKNOWN/);
    expect(checked.out).toContain('taxId');
  });
});
