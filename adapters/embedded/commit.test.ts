import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { workspace } from '../../core/model/ids.ts';
import type { ItemInput } from '../../core/ports/table.ts';
import { inScratch } from '../../tests/contract/scratch.ts';
import { systemClock } from './clock.ts';
import { GroupCommit } from './commit.ts';
import { openDatabase } from './database.ts';
import { FeedLog } from './feed-log.ts';
import { Journal } from './journal.ts';
import { Pages } from './pages.ts';
import { Rows } from './rows.ts';
import { embeddedTables } from './table.ts';

const item = (pk: string, n: number): ItemInput => ({ pk, sk: '@', kind: 'entity', body: { n } });

/** A table whose folds can be made to fail. */
function faulty(file: string) {
  const db = openDatabase(file);
  const commit = new GroupCommit(db, new Journal(`${file}-commits`, 0));
  const log = new FeedLog(db, commit);
  const rows = new Rows(db, commit, log);
  const disk = { full: false };
  commit.keep({
    fold: () => {
      if (disk.full) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    },
    folded: () => undefined,
  });
  const tables = embeddedTables({ rows, pages: new Pages(db, commit, rows.overlay), commit, clock: systemClock, meter: undefined });
  return { db, commit, log, disk, table: tables.in(workspace('main')) };
}

test('a fold that fails undoes what was not durable, says that the disk is full, and nothing else is lost', () =>
  inScratch(async ({ file }) => {
    const { commit, log, disk, table } = faulty(file);
    await table.write([{ op: 'put', item: item('A', 1), when: 'absent' }]);
    disk.full = true;
    commit.foldSoon();
    const refused = table.write([{ op: 'put', item: item('A', 2), when: { version: 1 } }]);
    await expect(refused).rejects.toMatchObject({ code: 'STORE_FULL', retryable: true });
    expect((await table.get([{ pk: 'A', sk: '@' }]))[0]).toMatchObject({ version: 1, body: { n: 1 } });
    expect(log.size()).toBe(1);
    disk.full = false;
    await table.write([{ op: 'put', item: item('A', 3), when: { version: 1 } }]);
    expect((await table.query('A')).items).toMatchObject([{ version: 2, body: { n: 3 } }]);
    await commit.close();
  }));

test('nobody is given what is undone while he waits for other keys', () =>
  inScratch(async ({ file }) => {
    const { commit, disk, table } = faulty(file);
    const first = table.write([{ op: 'put', item: item('A', 1), when: 'absent' }]);
    await nextTurn(); // it is being written
    disk.full = true;
    commit.foldSoon(); // the commit after it is a fold
    const second = table.write([{ op: 'put', item: item('B', 1), when: 'absent' }]);
    const read = table.get([
      { pk: 'A', sk: '@' },
      { pk: 'B', sk: '@' },
    ]);
    const ends = await Promise.allSettled([first, second, read]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    disk.full = false;
    await commit.close();
  }));
