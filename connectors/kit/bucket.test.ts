import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Item, ItemInput, Op, Table, WriteResult } from '../../core/ports/table.ts';
import { type AccountBudget, accountBudget } from './account.ts';
import { flowOf, freshBucket, take } from './bucket.ts';
import { FaultError } from './fault.ts';

const minute = { name: 'minute', calls: 60, perMs: 60_000 };

describe('a vendor account has one budget', () => {
  test('no interval of the length of a window ever holds more than its calls', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 50, maxLength: 400 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 100, max: 10_000 }), gaps, (calls, perMs, waits) => {
        const budget = { name: 'w', calls, perMs };
        let [state, now] = [freshBucket, 1_000_000];
        const made: number[] = [];
        for (const wait of waits) {
          now += wait;
          const taken = take(state, [budget], 'deliver', 1, now);
          if (taken.waitMs > 0) continue;
          state = taken.state;
          made.push(now);
        }
        for (const [i, from] of made.entries()) {
          const inside = made.slice(i).filter((at) => at < from + perMs).length;
          expect(inside).toBeLessThanOrEqual(calls);
        }
      }),
    );
  });

  test('whoever waits as long as told may call', () => {
    let [state, now] = [freshBucket, 5_000];
    for (let i = 0; i < 200; i += 1) {
      const taken = take(state, [minute], 'pull', 1, now);
      if (taken.waitMs > 0) {
        now += taken.waitMs;
        expect(take(state, [minute], 'pull', 1, now).waitMs).toBe(0);
      }
      state = take(state, [minute], 'pull', 1, now).state;
    }
  });

  test('pulls leave a share for deliveries', () => {
    let state = freshBucket;
    let pulls = 0;
    for (; take(state, [minute], 'pull', 1, 0).waitMs === 0; pulls += 1) state = take(state, [minute], 'pull', 1, 0).state;
    const { burst, reserve } = flowOf(minute);
    expect([pulls, reserve > 0, take(state, [minute], 'deliver', 1, 0).waitMs]).toEqual([burst - reserve, true, 0]);
  });

  test('a clock that goes back neither frees nor blocks the account', () => {
    const used = take(freshBucket, [minute], 'deliver', 12, 1_000_000).state;
    const back = take(used, [minute], 'deliver', 1, 10_000);
    expect(back.waitMs).toBeGreaterThan(0);
    expect(back.waitMs).toBeLessThan(60_000);
    expect(take({ ...freshBucket, blockedUntil: 10 ** 13 }, [minute], 'deliver', 1, 1_000_000).waitMs).toBe(0);
  });

  test('ten workers at once keep within the budget, and a block stops them all', async () => {
    const table = oneItemTable();
    let now = 1_000_000;
    const workers = Array.from({ length: 10 }, () => budget(table, () => now));
    const passed = await Promise.all(workers.flatMap((w) => [tried(w), tried(w), tried(w)]));
    expect(passed.filter((p) => p)).toHaveLength(flowOf(minute).burst);
    now += 60_000;
    await workers[0]?.block(30_000);
    expect(await Promise.all(workers.map(tried))).toEqual(workers.map(() => false));
    now += 30_001;
    expect(await tried(workers[3] as AccountBudget)).toBe(true);
  });
});

function budget(table: Table, now: () => number): AccountBudget {
  return accountBudget({ table, connection: 'crm', account: 'default', budgets: [minute], purpose: 'deliver', patienceMs: 0, now, sleep: async () => undefined });
}

async function tried(account: AccountBudget): Promise<boolean> {
  try {
    await account.pass(1, new AbortController().signal);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(FaultError);
    expect((error as FaultError).fault).toMatchObject({ kind: 'quota' });
    return false;
  }
}

/** As much of a table as one item needs: every call takes a turn of the event loop, so that workers interleave. */
function oneItemTable(): Table {
  let stored: Item | undefined;
  return {
    get: async () => {
      await Promise.resolve();
      return [stored];
    },
    write: async (ops: readonly Op[]): Promise<WriteResult> => {
      await Promise.resolve();
      const [op] = ops;
      if (op?.op !== 'put' || typeof op.when === 'string' ? stored !== undefined : !('version' in op.when) || op.when.version !== stored?.version)
        return { state: 'conflict', which: [0] };
      stored = { ...(op as { item: ItemInput }).item, version: (stored?.version ?? 0) + 1 };
      return { state: 'ok' };
    },
  } as unknown as Table;
}
