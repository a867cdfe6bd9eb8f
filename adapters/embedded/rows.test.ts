import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { workspace } from '../../core/model/ids.ts';
import { inScratch } from '../../tests/contract/scratch.ts';
import type { EmbeddedStore } from './open.ts';

const main = workspace('main');
const places = 60;
const keys = Array.from({ length: places }, (_, i) => ({ pk: `R${i}`, sk: '@' }));
const tokens = fc.constantFrom('t', 'u');
const nowMs = Date.now();

const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('put' as const), at: fc.nat(5), token: fc.option(tokens, { nil: undefined }), expired: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), at: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.constant({ do: 'reopen' as const }) },
  ),
  { maxLength: 12 },
);

type Step = Exclude<(typeof steps extends fc.Arbitrary<(infer S)[]> ? S : never) & object, { do: 'reopen' }>;

async function write(store: EmbeddedStore, step: Step, n: number): Promise<void> {
  const key = keys[step.at] as (typeof keys)[number];
  const expiresAt = step.do === 'put' && step.expired ? Math.floor(nowMs / 1000) - 10 : undefined;
  const op = step.do === 'put' ? { op: 'put' as const, item: { ...key, kind: 'plain', body: { n }, token: step.token, expiresAt } } : { op: 'delete' as const, key };
  await store.tables.in(main).write([{ ...op, when: 'any' }]);
}

test('a plain read that names tokens shows what one without them shows; an item with the named token may come without its body, any other comes whole', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.array(tokens, { minLength: places, maxLength: places }), (sequence, named) =>
      inScratch(async ({ open }) => {
        let store = open();
        let short = 0;
        for (const [n, step] of [...sequence, { do: 'reopen' as const }].entries()) {
          if (step.do === 'reopen') {
            await store.close();
            store = open();
          } else await write(store, step, n);
          const table = store.tables.in(main);
          const read = await table.get(keys, { tokens: named });
          const whole = await table.get(keys);
          expect(read.map((item) => [item?.version, item?.token, item?.kind])).toEqual(whole.map((item) => [item?.version, item?.token, item?.kind]));
          read.forEach((item, at) => {
            if (item === undefined || item.body['n'] === whole[at]?.body['n']) return;
            expect(item).toMatchObject({ token: named[at], body: {} });
            short += 1;
          });
        }
        const last = await store.tables.in(main).get(keys);
        expect(short >= last.filter((item, at) => item !== undefined && item.token === named[at]).length).toBe(true);
        await store.close();
      }),
    ),
    { numRuns: 25 },
  );
});
