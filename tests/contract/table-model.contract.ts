import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Guard, Op } from '../../core/ports/table.ts';
import { item, type MakeHarness, main, on } from './harness.ts';

/** The whole truth about a table in a few lines: version and token per key. */
type Model = Map<string, { readonly version: number; readonly token: string | undefined; readonly n: number }>;

const guard: fc.Arbitrary<Guard> = fc.oneof(
  fc.constantFrom<Guard>('absent', 'any'),
  fc.integer({ min: 0, max: 3 }).map((version) => ({ version })),
  fc.constantFrom('t', 'u').map((token) => ({ token })),
);
const place = fc.constantFrom('a', 'b', 'c');
const operation: fc.Arbitrary<Op> = fc.oneof(
  fc
    .record({ sk: place, n: fc.nat(99), token: fc.constantFrom('t', 'u', undefined), when: guard })
    .map(({ sk, n, token, when }): Op => ({ op: 'put', item: item('P', sk, { body: { n }, token }), when })),
  fc.record({ sk: place, when: guard }).map(({ sk, when }): Op => ({ op: 'delete', key: { pk: 'P', sk }, when })),
  fc.record({ sk: place, when: guard }).map(({ sk, when }): Op => ({ op: 'check', key: { pk: 'P', sk }, when })),
);
const skOf = (op: Op): string => (op.op === 'put' ? op.item.sk : op.key.sk);
const writes = fc.uniqueArray(operation, { minLength: 1, maxLength: 3, selector: skOf });

/** The outcome that the model expects, and its change. */
function play(model: Model, ops: readonly Op[]): readonly number[] {
  const which = ops.flatMap((op, i) => (allows(model, op) ? [] : [i]));
  if (which.length > 0) return which;
  for (const op of ops) {
    if (op.op === 'delete') model.delete(skOf(op));
    if (op.op === 'put') model.set(op.item.sk, { version: (model.get(op.item.sk)?.version ?? 0) + 1, token: op.item.token, n: op.item.body['n'] as number });
  }
  return [];
}

function allows(model: Model, op: Op): boolean {
  const stored = model.get(skOf(op));
  if (op.when === 'any') return true;
  if (op.when === 'absent') return stored === undefined;
  if ('version' in op.when) return (stored?.version ?? 0) === op.when.version;
  return stored?.token === op.when.token && stored !== undefined;
}

/** Random writes leave the table as they leave the model. */
export function tableModelContract(name: string, make: MakeHarness): void {
  describe(`${name} table against a model`, () => {
    test('random writes are answered and end as the model says', () =>
      on(make, async ({ use }) => {
        let runs = 0;
        await fc.assert(
          fc.asyncProperty(fc.array(writes, { maxLength: 12 }), async (sequence) => {
            runs += 1; // a partition of its own for each run
            const model: Model = new Map();
            await use(async ({ tables }) => {
              const table = tables.in(main);
              for (const ops of sequence) {
                const which = play(model, ops);
                expect(await table.write(ops.map((op) => within(`P${runs}`, op)))).toEqual(which.length === 0 ? { state: 'ok' } : { state: 'conflict', which });
              }
              const { items } = await table.query(`P${runs}`, { consistent: true });
              expect(items.map((i) => [i.sk, i.version, i.token, i.body['n']])).toEqual([...model].sort().map(([sk, m]) => [sk, m.version, m.token, m.n]));
            });
          }),
          { numRuns: 60 },
        );
      }));
  });
}

function within(pk: string, op: Op): Op {
  return op.op === 'put' ? { ...op, item: { ...op.item, pk } } : { ...op, key: { ...op.key, pk } };
}
