import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change } from '../../core/ports/feed.ts';
import { type Harness, item, type MakeHarness, main, on, put } from './harness.ts';

const entity = (sk: string, n: number) => item('E', sk, { kind: 'entity', body: { n } });
const none = { batchItemFailures: [] };

/** A change in short: key, old and new number. */
const brief = (change: Change): string => `${change.key.sk} ${numberOf(change.old)}→${numberOf(change.new)}`;
const numberOf = (image: Change['old']): string => (image === undefined ? '-' : `${image.body['n']}@${image.version}`);

/** Changes of each key in the order they were first delivered (delivery is at least once). */
function firstsByKey(changes: readonly Change[]): Record<string, string[]> {
  const seen = new Set<string>();
  const byKey: Record<string, string[]> = {};
  for (const change of changes) {
    if (seen.has(change.id)) continue;
    seen.add(change.id);
    byKey[change.key.sk] = [...(byKey[change.key.sk] ?? []), brief(change)];
  }
  return byKey;
}

async function write(use: Harness['use'], sk: string, n: number | undefined): Promise<void> {
  const key = { pk: 'E', sk };
  await use(({ tables }) => tables.in(main).write([n === undefined ? { op: 'delete', key, when: 'any' } : put(entity(sk, n))]));
}

/** What every change feed must do. */
export function feedContract(name: string, make: MakeHarness): void {
  describe(`${name} feed`, () => {
    test('create, update and delete are told with exact images, written before a consumer came or after', () =>
      on(make, async ({ use, start, settled }) => {
        const told: Change[] = [];
        for (const n of [1, 2, undefined, 3]) await write(use, 'a', n);
        start({
          feed: async ({ changes }) => {
            told.push(...changes);
            return none;
          },
        });
        await settled();
        await write(use, 'a', 4);
        await settled();
        expect(firstsByKey(told)).toEqual({ a: ['a -→1@1', 'a 1@1→2@2', 'a 2@2→-', 'a -→3@1', 'a 3@1→4@2'] });
        expect(told[0]?.workspace).toBe(main);
        expect(told[0]?.key).toEqual({ pk: 'E', sk: 'a' });
      }));

    test('kinds that are not announced, refused writes and deletes of nothing are not told', () =>
      on(make, async ({ use, start, settled }) => {
        const told: Change[] = [];
        await use(async ({ tables }) => {
          const table = tables.in(main);
          await table.write([put(item('E', 'plain'))]);
          await table.write([put(entity('refused', 1), { version: 7 })]);
          await table.write([{ op: 'delete', key: { pk: 'E', sk: 'nothing' }, when: 'any' }]);
          await table.addToSet({ pk: 'E', sk: 'set' }, ['a']);
          await table.write([put(entity('told', 1))]);
        });
        start({
          feed: async ({ changes }) => {
            told.push(...changes);
            return none;
          },
        });
        await settled();
        expect([...new Set(told.map(brief))]).toEqual(['told -→1@1']);
      }));

    test('after a failure the feed comes again from the first change that failed, and order per item holds', () =>
      on(make, async ({ use, start, settled }) => {
        for (let n = 1; n <= 6; n += 1) await write(use, n % 2 === 0 ? 'even' : 'odd', n);
        const done: Change[] = [];
        let calls = 0;
        start({
          feed: async ({ changes }) => {
            calls += 1;
            if (calls === 1) throw new Error('relay is down');
            const bad = calls === 2 ? changes.length - 1 : changes.length;
            done.push(...changes.slice(0, bad));
            return { batchItemFailures: changes.slice(bad).map((change) => ({ itemIdentifier: change.id })) };
          },
        });
        await settled();
        expect(firstsByKey(done)).toEqual({ odd: ['odd -→1@1', 'odd 1@1→3@2', 'odd 3@2→5@3'], even: ['even -→2@1', 'even 2@1→4@2', 'even 4@2→6@3'] });
      }));

    test('every change of random writes is told once in order, each beginning where the one before ended', async () => {
      const steps = fc.array(fc.record({ sk: fc.constantFrom('a', 'b', 'c'), n: fc.option(fc.nat(9), { nil: undefined }) }), { maxLength: 30 });
      await fc.assert(
        fc.asyncProperty(steps, fc.nat(30), (sequence, before) =>
          on(make, async ({ use, start, settled }) => {
            const told: Change[] = [];
            const expected: Record<string, string[]> = {};
            const last = new Map<string, string>();
            const run = async (part: typeof sequence) => {
              for (const { sk, n } of part) {
                const old = last.get(sk) ?? '-';
                await write(use, sk, n);
                const now = n === undefined ? '-' : `${n}@${old === '-' ? 1 : Number(old.split('@')[1]) + 1}`;
                last.set(sk, now);
                if (old !== '-' || now !== '-') expected[sk] = [...(expected[sk] ?? []), `${sk} ${old}→${now}`];
              }
            };
            await run(sequence.slice(0, before));
            start({
              feed: async ({ changes }) => {
                told.push(...changes);
                return none;
              },
            });
            await run(sequence.slice(before));
            await settled();
            expect(firstsByKey(told)).toEqual(expected);
          }),
        ),
        { numRuns: 12 },
      );
    });
  });
}
