import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, rmdirSync, writeFileSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { SynclineError } from '../../core/model/error.ts';
import { workspace } from '../../core/model/ids.ts';
import { Secret } from '../../core/model/secret.ts';
import { inScratch } from '../../tests/contract/scratch.ts';
import { openDatabase } from './database.ts';
import { Journal, journalOf } from './journal.ts';
import { readJournal } from './journal-read.ts';
import { openEmbedded } from './open.ts';
import { ownerOf } from './owner.ts';

const main = workspace('main');
const item = { pk: 'P', sk: '@', kind: 'entity', body: { text: 'kept' }, index: { lpk: 'L', lsk: 'a' } };

function refusal(open: () => unknown): SynclineError {
  try {
    open();
  } catch (error) {
    if (error instanceof SynclineError) return error;
    throw error;
  }
  throw new Error('the store was opened');
}

test('what was written is there after the store is opened again', () =>
  inScratch(async ({ open }) => {
    const first = open();
    await first.tables.in(main).write([{ op: 'put', item, when: 'absent' }]);
    await first.blobs.put(main, 'a', Uint8Array.of(1, 2));
    await first.queues.jobs.send([{ body: 'job', group: 'g' }]);
    await first.close();
    const second = open();
    expect(await second.tables.in(main).get([item])).toMatchObject([{ body: { text: 'kept' }, version: 1 }]);
    expect(await second.blobs.get(main, 'a')).toEqual(Uint8Array.of(1, 2));
    expect([second.broker.depth('jobs').ready, second.feed.size()]).toEqual([1, 1]);
  }));

test('a second owner is refused, told who holds the file and where its API answers', () =>
  inScratch(async ({ file, open }) => {
    const store = open();
    store.announce('http://127.0.0.1:4711');
    const error = refusal(() => open());
    expect([error.code, error.message]).toEqual([
      'STORE_HELD',
      `${file} is held by process ${process.pid} (its API answers at http://127.0.0.1:4711); stop it first, or use its API`,
    ]);
    expect(ownerOf(file)).toMatchObject({ pid: process.pid, api: 'http://127.0.0.1:4711' });
    await store.close();
    expect(ownerOf(file)).toBeUndefined();
    expect(existsSync(`${file}.owner`)).toBe(false);
  }));

test('a lock that nobody keeps is waited for: two that begin at once may each have had half of it', () =>
  inScratch(async ({ file, open }) => {
    const code = `import { DatabaseSync } from 'node:sqlite'; const db = new DatabaseSync(${JSON.stringify(file)}); db.exec('BEGIN IMMEDIATE'); console.log('locked'); setTimeout(() => process.exit(), 500);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await open().close();
  }));

test('a file whose owner in another process was killed is taken over', () =>
  inScratch(async ({ file, open }) => {
    const code = `import { openEmbedded } from ${JSON.stringify(new URL('./open.ts', import.meta.url).href)}; openEmbedded({ file: ${JSON.stringify(file)} }).announce('http://x'); console.log('open'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    expect(refusal(() => open()).message).toContain(`process ${child.pid} (its API answers at http://x)`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(ownerOf(file)).toBeUndefined();
    const store = open();
    expect(ownerOf(file)?.pid).toBe(process.pid);
    await store.close();
  }));

test('a read-only file is refused by name', () =>
  inScratch(async ({ file, open }) => {
    await open().close();
    const handle = openSync(file, 'r+');
    writeSync(handle, Uint8Array.of(3), 0, 1, 18); // write version 3: SQLite may read this file, not write it
    closeSync(handle);
    const error = refusal(() => open());
    expect([error.code, error.message]).toEqual(['STORE_UNUSABLE', `${file}: the file is read-only. Make it and its folder writable for this user`]);
  }));

test('every commit is synced to the disk, and the log is kept', () =>
  inScratch(async ({ file }) => {
    const db = openDatabase(file);
    const pragma = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect([pragma('synchronous'), pragma('journal_mode'), pragma('locking_mode')]).toEqual([2, 'wal', 'exclusive']);
    db.close();
  }));

test('files of other programs, and of newer versions of this one, are refused', () =>
  inScratch(async ({ file, open }) => {
    writeFileSync(file, 'this is not a database, however long it may be. '.repeat(100));
    expect(refusal(() => open()).message).toContain('not a SQLite file');
    expect(refusal(() => open({ file: '/dev/null/store.db' })).code).toBe('STORE_UNUSABLE');
    const foreign = new DatabaseSync(`${file}2`);
    foreign.exec('CREATE TABLE theirs (a)');
    foreign.close();
    expect(refusal(() => open({ file: `${file}2` })).message).toContain('another program');
    const ours = open({ file: `${file}3` });
    await ours.close();
    const newer = new DatabaseSync(`${file}3`);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    expect(refusal(() => open({ file: `${file}3` })).message).toContain('schema is 99');
  }));

test('after close every call is refused as retryable', () =>
  inScratch(async ({ open }) => {
    const store = open();
    const pending = store.tables.in(main).write([{ op: 'put', item, when: 'any' }]);
    await store.close();
    expect(await pending).toEqual({ state: 'ok' });
    await expect(store.tables.in(main).write([{ op: 'put', item, when: 'any' }])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  }));

test('expired items are swept from the file in slices, and the sweep is a change like others', () =>
  inScratch(async ({ open }) => {
    const store = open();
    const table = store.tables.in(main);
    for (let i = 0; i < 25; i += 1) await table.write([{ op: 'put', item: { ...item, sk: `${i}`, expiresAt: i % 5 === 0 ? 1 : undefined }, when: 'any' }]);
    const before = store.feed.size();
    const swept = [await store.sweeper.sweep(10), await store.sweeper.sweep(10), await store.sweeper.sweep(10), await store.sweeper.sweep(10)];
    expect(swept.reduce((a, b) => a + b)).toBe(5);
    expect(store.feed.size() - before).toBe(5);
    expect((await table.query('P')).items.length).toBe(20);
  }));

test('a store in memory leaves no file, and what names none is refused', async () => {
  const strays = (): readonly string[] => readdirSync('.').filter((name) => name.startsWith(':memory:') || name.startsWith('undefined'));
  const store = openEmbedded({ file: ':memory:', env: {} });
  await store.tables.in(main).write([{ op: 'put', item, when: 'absent' }]);
  await store.queues.jobs.send([{ body: 'job', group: 'g' }]);
  expect((await store.tables.in(main).list('L')).entries.length).toBe(1);
  await expect(store.secrets.put('a', new Secret('s'))).rejects.toMatchObject({ code: 'SECRETS_UNUSABLE' });
  store.announce('http://x');
  expect(strays()).toEqual([]);
  await store.close();
  for (const file of ['', undefined]) expect(refusal(() => openEmbedded({ file: file as string })).code).toBe('STORE_UNUSABLE');
  expect(strays()).toEqual([]);
});

test('commits that are in the tables already, because a fold reached the disk that was taken for failed, are done again without harm', () =>
  inScratch(async ({ file, open }) => {
    const store = open();
    const table = store.tables.in(main);
    await table.write([{ op: 'put', item, when: 'absent' }]);
    await Promise.all([table.write([{ op: 'put', item: { ...item, body: { text: 'later' } }, when: { version: 1 } }]), store.queues.jobs.send([{ body: 'job', group: 'g' }])]);
    const [first, second] = readJournal(journalOf(file), 0) as [string[], string[]];
    await store.close();
    const journal = new Journal(journalOf(file), 0);
    await journal.append(first);
    journal.foldFailed();
    await journal.append(second);
    await journal.close('kept');
    const again = open();
    expect(await again.tables.in(main).get([item])).toMatchObject([{ body: { text: 'later' }, version: 2 }]);
    expect([again.broker.depth('jobs').ready, again.feed.take(9).map((change) => change.new?.version)]).toEqual([1, [1, 2]]);
  }));

test('a store that cannot be opened because of the file beside it is let go, and opens when that is right again', () =>
  inScratch(async ({ file, open }) => {
    await open().close();
    mkdirSync(`${file}-commits`);
    expect(refusal(() => open()).code).toBe('STORE_UNUSABLE');
    expect(ownerOf(file)).toBeUndefined();
    rmdirSync(`${file}-commits`);
    await open().close();
  }));
