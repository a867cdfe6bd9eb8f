import { afterEach, describe, expect, it } from 'vitest';
import { minuteMs } from '../../core/model/time.ts';
import type { AnyStream, Fault, WriteOp } from '../../core/ports/connector.ts';
import { FaultError } from '../../core/ports/connector.ts';
import { readRecord } from '../../core/sync/store.ts';
import { type TestWorkspace, testClock } from './harness.ts';
import { withStreams } from './odd-files.ts';
import { rowsOf, twoSystems } from './two-systems.ts';

/** How the ERP takes writes: `slow` has them land only when `land` is called, without an answer; `busy` takes none, `strict` says that they are invalid, and both count them. */
interface Erp {
  takes: 'slow' | 'busy' | 'strict' | 'all';
  refused: number;
  land?: () => Promise<unknown>;
}

const invalid: Fault = { kind: 'invalid', code: 'note', message: { en: 'The note is refused.', zh: '备注被拒绝。' } };
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
    if (erp.takes === 'strict') {
      erp.refused += 1;
      return Promise.resolve(ops.map(() => ({ state: 'rejected', fault: invalid }) as const));
    }
    erp.land = () => write.push(ctx, ops);
    return Promise.resolve(ops.map(() => ({ state: 'unsure', fault: lost }) as const));
  };
  return { ...stream, write: { ...write, push } };
}

let w: TestWorkspace;
afterEach(() => w.close());

describe.each(['external', 'uuid'] as const)('a create without an answer, where keys are by %s', (newKey) => {
  it.each([
    ['not sent', 'busy'],
    ['refused', 'strict'],
  ] as const)('is not forgotten by a later try that was %s: what it made, shown later than any answer can take, is ours', async (_, takes) => {
    const [erp, clock]: [Erp, ReturnType<typeof testClock>] = [{ takes: 'slow', refused: 0 }, testClock()];
    w = await twoSystems({ crm: ['1,Alpha GmbH,a@alpha.example,,Berlin,,one'], clock, newKey, adapt: withStreams((stream) => slowStream(stream, erp)) });
    await w.sync();
    expect(erp.land).toBeDefined();
    erp.takes = takes;
    clock.move(10 * minuteMs);
    w.write('crm/customers.csv', w.read('crm/customers.csv').replace(',one', ',two'));
    await w.sync('crm.customers');
    expect(erp.refused).toBe(1);
    expect(rowsOf(w.read('erp/customers.csv'))).toEqual([]);
    if (takes === 'strict') expect((await w.service.why('crm/customers/1'))?.targets[0]).toMatchObject({ state: 'failed', code: 'refused' });
    await erp.land?.();
    erp.takes = 'all';
    clock.move(10 * minuteMs);
    await w.sync();
    await w.sync();
    const [row, ...others] = rowsOf(w.read('erp/customers.csv'));
    expect(others).toEqual([]);
    const record = await readRecord(w.world, `erp/customers/${row?.split(';')[0]}` as never);
    expect([record?.value.origin, Object.keys(record?.value.assertions ?? {})]).toEqual(['ours', []]);
    expect(row?.endsWith(';two')).toBe(true);
  });
});
