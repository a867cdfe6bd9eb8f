import { afterEach, expect, it } from 'vitest';
import { minuteMs } from '../../core/model/time.ts';
import type { AnyStream, Fault, WriteOp } from '../../core/ports/connector.ts';
import { FaultError } from '../../core/ports/connector.ts';
import { readRecord } from '../../core/sync/store.ts';
import { type TestWorkspace, testClock } from './harness.ts';
import { withStreams } from './odd-files.ts';
import { rowsOf, twoSystems } from './two-systems.ts';

/** How the ERP takes writes: `slow` has them land only when `land` is called, without an answer; `busy` takes none, and counts them. */
interface Erp {
  takes: 'slow' | 'busy' | 'all';
  refused: number;
  land?: () => Promise<unknown>;
}

const lost: Fault = { kind: 'transient', code: 'lost', message: { en: 'The answer was lost.', zh: '应答丢失。' } };

function slowStream(stream: AnyStream, erp: Erp): AnyStream {
  const { write } = stream;
  if (write === undefined) return stream;
  const push: typeof write.push = (ctx, ops: readonly WriteOp[]) => {
    if (ctx.connection !== 'erp' || erp.takes === 'all') return write.push(ctx, ops);
    if (erp.takes === 'busy') {
      erp.refused += 1;
      throw new FaultError(lost);
    }
    erp.land = () => write.push(ctx, ops);
    return Promise.resolve(ops.map(() => ({ state: 'unsure', fault: lost }) as const));
  };
  return { ...stream, write: { ...write, push } };
}

let w: TestWorkspace;
afterEach(() => w.close());

it('a create that was not sent does not make us forget an earlier try: what that made, shown later than any answer can take, is ours', async () => {
  const [erp, clock]: [Erp, ReturnType<typeof testClock>] = [{ takes: 'slow', refused: 0 }, testClock()];
  w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one'], clock, adapt: withStreams((stream) => slowStream(stream, erp)) });
  await w.sync();
  expect(erp.land).toBeDefined();
  erp.takes = 'busy';
  clock.move(10 * minuteMs);
  w.write('crm/customers.csv', w.read('crm/customers.csv').replace(',one', ',two'));
  await w.sync('crm.customers');
  expect(erp.refused).toBe(1);
  expect(rowsOf(w.read('erp/customers.csv'))).toEqual([]);
  await erp.land?.();
  erp.takes = 'all';
  clock.move(10 * minuteMs);
  await w.sync();
  await w.sync();
  const [row, ...others] = rowsOf(w.read('erp/customers.csv'));
  expect(others).toEqual([]);
  const record = await readRecord(w.world, `erp/customers/${row?.split(';')[0]}` as never);
  expect([record?.value.origin, Object.keys(record?.value.assertions ?? {})]).toEqual(['ours', []]);
});
