import { copyFileSync, existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { workspace } from '../../core/model/ids.ts';
import { inScratch } from '../../tests/contract/scratch.ts';
import { openEmbedded } from './open.ts';

const main = workspace('main');
const item = { pk: 'P', sk: '@', kind: 'entity', body: { text: 'kept' } };

/** The store's files as a killed process leaves them, opened by another. */
function afterKill(file: string): ReturnType<typeof openEmbedded> {
  const copy = `${file}.killed`;
  for (const part of ['', '-wal', '-commits']) if (existsSync(`${file}${part}`)) copyFileSync(`${file}${part}`, `${copy}${part}`);
  return openEmbedded({ file: copy });
}

test('a commit that had nothing to write, because its condition did not hold, does not stand in the way of the next start', () =>
  inScratch(async ({ file, open }) => {
    const store = open();
    await store.tables.in(main).write([{ op: 'put', item, when: 'absent' }]);
    expect(await store.tables.in(main).write([{ op: 'put', item, when: 'absent' }])).toMatchObject({ state: 'conflict' });
    const next = afterKill(file);
    expect(await next.tables.in(main).get([item])).toMatchObject([{ body: { text: 'kept' }, version: 1 }]);
    await next.close();
    await store.close();
  }));
