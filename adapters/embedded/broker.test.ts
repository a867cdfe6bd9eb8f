import { expect, test } from 'vitest';
import { queueLimits } from '../../core/ports/queue.ts';
import { inScratch } from '../../tests/contract/scratch.ts';
import { Broker } from './broker.ts';
import { systemClock } from './clock.ts';
import { GroupCommit } from './commit.ts';
import { openDatabase } from './database.ts';
import { Journal } from './journal.ts';
import { MessageRows } from './message-rows.ts';

test('what fails while the disk is full is not counted towards the dead letters, and whoever hands it out is told; other failures are', () =>
  inScratch(async ({ file }) => {
    const db = openDatabase(file);
    const commit = new GroupCommit(db, new Journal(`${file}-commits`, 0));
    const rows = new MessageRows(db, commit);
    const broker = new Broker(db, commit, rows, systemClock);
    await broker.send('jobs', [{ body: 'pull', group: 'g' }]);
    /** Receives, fails and gives back; resolves with what the store said, and how often the message was received. */
    const fails = async (meanwhile: () => Promise<unknown>) => {
      const received = await broker.receive('jobs', 1);
      await meanwhile();
      const said = await broker.settle('jobs', received, new Set(received.map((m) => m.messageId)), () => 0);
      return { code: said?.code, receives: received.map((m) => Number(m.attributes.ApproximateReceiveCount)) };
    };
    const diskFull = (): Promise<unknown> =>
      commit
        .run(() => {
          throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        })
        .catch(() => undefined);
    for (let i = 0; i < queueLimits.receives * 2; i += 1) expect(await fails(diskFull)).toEqual({ code: 'STORE_FULL', receives: [1] });
    for (let i = 1; i <= queueLimits.receives; i += 1) expect(await fails(async () => undefined)).toEqual({ code: undefined, receives: [i] });
    expect(broker.depth('jobs')).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
    expect(rows.burials).toBe(true);
    await commit.close();
  }));
