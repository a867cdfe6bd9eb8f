import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FaultError } from './fault.ts';
import { nodeFiles } from './files.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
let base = '';

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'syncline-files-'));
  await mkdir(join(base, 'data', 'sub'), { recursive: true });
  await writeFile(join(base, 'data', 'a.csv'), 'one');
  await writeFile(join(base, 'secret.txt'), 'outside');
});

afterEach(() => rm(base, { recursive: true }));

describe('a folder is the whole world of a file connection', () => {
  test('lists files below it in byte order, without hidden ones and links', async () => {
    await writeFile(join(base, 'data', 'sub', 'b.csv'), 'two!');
    await writeFile(join(base, 'data', '.hidden'), 'x');
    await symlink(join(base, 'secret.txt'), join(base, 'data', 'link.txt'));
    const found = await nodeFiles(join(base, 'data')).list();
    expect(found.map((f) => [f.path, f.bytes])).toEqual([
      ['a.csv', 3],
      ['sub/b.csv', 4],
    ]);
  });

  test.each(['../secret.txt', 'sub/../../secret.txt', '/etc/passwd', 'link.txt', 'out/secret.txt', '', 'a\0b'])('%j does not leave it', async (path) => {
    await symlink(join(base, 'secret.txt'), join(base, 'data', 'link.txt'));
    await symlink(base, join(base, 'data', 'out'));
    const files = nodeFiles(join(base, 'data'));
    await expect(files.read(path)).rejects.toThrow(FaultError);
    await expect(files.stream(path)).rejects.toThrow(FaultError);
    await expect(files.remove(path)).rejects.toThrow(FaultError);
    await expect(files.replace(path, Buffer.from('x'), undefined)).rejects.toThrow(FaultError);
    expect(await readFile(join(base, 'secret.txt'), 'utf8')).toBe('outside');
  });

  test('a folder that is not there is a fault that says so', async () => {
    await expect(nodeFiles(join(base, 'nowhere')).list()).rejects.toMatchObject({ fault: { code: 'files.folder' } });
  });
});

describe('a file is replaced whole or not at all', () => {
  test('only while it still has the content that the write rests on', async () => {
    const files = nodeFiles(join(base, 'data'));
    expect(await files.replace('a.csv', Buffer.from('new'), sha('other'))).toBe(false);
    expect(await files.replace('a.csv', Buffer.from('new'), null)).toBe(false);
    expect(await files.replace('a.csv', Buffer.from('new'), sha('one'))).toBe(true);
    expect(await files.replace('c.csv', Buffer.from('made'), null)).toBe(true);
    expect([await readFile(join(base, 'data', 'a.csv'), 'utf8'), await readFile(join(base, 'data', 'c.csv'), 'utf8')]).toEqual(['new', 'made']);
  });

  test('of many writers that rest on one content, one wins', async () => {
    const files = nodeFiles(join(base, 'data'));
    const won = await Promise.all(Array.from({ length: 12 }, (_, i) => files.replace('a.csv', Buffer.from(`writer ${i}`), sha('one'))));
    expect(won.filter((w) => w)).toHaveLength(1);
  });

  test('what a process that is gone left half-written is cleared away', async () => {
    const left = join(base, 'data', '.syncline-1-1-a.csv');
    await writeFile(left, 'half');
    await utimes(left, 1_000, 1_000);
    await nodeFiles(join(base, 'data')).replace('a.csv', Buffer.from('new'), undefined);
    expect(await readdir(join(base, 'data'))).toEqual(['a.csv', 'sub']);
  });

  test('a stream gives the content in chunks, and undefined for a file that is not there', async () => {
    const files = nodeFiles(join(base, 'data'));
    await files.replace('big.csv', Buffer.alloc(600_000, 'x'), null);
    const sizes: number[] = [];
    for await (const chunk of (await files.stream('big.csv')) ?? []) sizes.push(chunk.length);
    expect([sizes.length > 1, sizes.reduce((a, b) => a + b, 0)]).toEqual([true, 600_000]);
    expect([await files.stream('none.csv'), await files.read('none.csv')]).toEqual([undefined, undefined]);
  });
});
