import { afterEach, expect, it, vi } from 'vitest';
import type { UsableWorkspace } from '../../cli/load.ts';
import { minuteMs } from '../../core/model/time.ts';
import type { AnyStream } from '../../core/ports/connector.ts';
import { type TestWorkspace, testClock } from './harness.ts';
import { withStreams } from './odd-files.ts';
import { deliverToo } from './other-worker.ts';
import { rowsOf, twoSystems } from './two-systems.ts';

let w: TestWorkspace;
afterEach(async () => {
  vi.restoreAllMocks();
  await w.close();
});

/** The ERP takes a write only when `before` says so. */
function heldUp(before: () => Promise<void>): (loaded: UsableWorkspace) => UsableWorkspace {
  const slowly = (stream: AnyStream): AnyStream => {
    const { write } = stream;
    if (write === undefined) return stream;
    const push: typeof write.push = async (ctx, ops) => {
      if (ctx.connection === 'erp') await before();
      return write.push(ctx, ops);
    };
    return { ...stream, write: { ...write, push } };
  };
  return withStreams(slowly);
}

/**
 *   one worker:   search (nothing) · slot · brake ·                                            its slot? gone · not sent
 *   clock:                                           +10 min                          -10 min
 *   another:                                                  search (nothing) · slot ·                                   created
 */
it('a create whose slot another worker has taken over is not sent, also where our clock has been set back since, so that it is not late', async () => {
  const [clock, atCall, release] = [testClock(), Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let [entity, calls] = ['', 0];
  let other: Promise<void> | undefined;
  const adapt = heldUp(async () => {
    calls += 1;
    if (calls > 1) return;
    atCall.resolve();
    await release.promise;
  });
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one'], clock, adapt });
  const write = w.world.table.write.bind(w.world.table);
  vi.spyOn(w.world.table, 'write').mockImplementation(async (ops, options) => {
    const result = await write(ops, options);
    for (const op of ops) if (op.op === 'put' && op.item.kind === 'entity') entity = op.item.pk.slice('ENT#'.length);
    if (other === undefined && ops.some((op) => op.op === 'put' && op.item.kind === 'window')) {
      clock.move(10 * minuteMs);
      other = deliverToo(w, entity);
      await atCall.promise;
      clock.move(-10 * minuteMs);
    }
    return result;
  });
  await w.sync();
  expect(rowsOf(w.read('erp/customers.csv'))).toEqual([]);
  release.resolve();
  await other;
  clock.move(20 * minuteMs);
  await w.sync();
  expect([calls, rowsOf(w.read('erp/customers.csv')).length]).toEqual([1, 1]);
});
