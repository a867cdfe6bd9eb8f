import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { workspace } from '../../core/model/ids.ts';
import type { Change } from '../../core/ports/feed.ts';
import { inScratch } from '../../tests/contract/scratch.ts';
import type { EmbeddedStore } from './open.ts';

const main = workspace('main');

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('write' as const), sk: fc.constantFrom('a', 'b'), n: fc.option(fc.nat(9), { nil: undefined }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('take' as const), count: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 1, arbitrary: fc.constant({ do: 'reopen' as const }) },
  ),
  { maxLength: 30 },
);

const image = (item: Change['old']): string => (item === undefined ? '-' : `${item.body['n']}@${item.version} ${item.writeId}`);
const brief = (change: Change): string => `${change.key.sk}: ${image(change.old)} → ${image(change.new)}`;

async function write(store: EmbeddedStore, sk: string, n: number | undefined, writeId: string): Promise<void> {
  const key = { pk: 'E', sk };
  await store.tables
    .in(main)
    .write([n === undefined ? { op: 'delete', key, when: 'any' } : { op: 'put', item: { ...key, kind: 'entity', body: { n } }, when: 'any' }], { writeId });
}

test('images are exact whether changes are told from memory or from the file, before or after a restart', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (sequence) =>
      inScratch(async ({ open }) => {
        let store = open();
        const told: string[] = [];
        const expected: string[] = [];
        const last = new Map<string, { image: string; version: number }>();
        const take = async (count: number): Promise<void> => {
          const changes = store.feed.take(count);
          told.push(...changes.map(brief));
          const end = changes.at(-1);
          if (end !== undefined) await store.feed.ack(end.id);
        };
        for (const [i, step] of sequence.entries()) {
          if (step.do === 'take') await take(step.count);
          if (step.do === 'reopen') {
            await store.close();
            store = open();
          }
          if (step.do !== 'write') continue;
          await write(store, step.sk, step.n, `w${i}`);
          const old = last.get(step.sk) ?? { image: '-', version: 0 };
          const version = step.n === undefined ? 0 : old.version + 1;
          const now = { image: step.n === undefined ? '-' : `${step.n}@${version} w${i}`, version };
          if (old.image !== '-' || now.image !== '-') expected.push(`${step.sk}: ${old.image} → ${now.image}`);
          last.set(step.sk, now);
        }
        while (store.feed.size() > 0) await take(2);
        expect(told).toEqual(expected);
      }),
    ),
    { numRuns: 15 },
  );
});

test('a consumer far behind reads from the file what memory no longer holds, in order', () =>
  inScratch(async ({ open }) => {
    const store = open();
    await Promise.all(Array.from({ length: 3_000 }, (_, i) => write(store, `k${i % 100}`, i, `w${i}`)));
    const numbers: number[] = [];
    for (let changes = store.feed.take(500); changes.length > 0; changes = store.feed.take(500)) {
      numbers.push(...changes.map((change) => change.new?.body['n'] as number));
      await store.feed.ack(changes.at(-1)?.id ?? '');
    }
    expect(numbers).toEqual(Array.from({ length: 3_000 }, (_, i) => i));
  }));

test('nothing is told before it is durable', () =>
  inScratch(async ({ open }) => {
    const store = open();
    const writing = write(store, 'a', 1, 'w');
    expect(store.feed.take(10)).toEqual([]);
    await writing;
    expect(store.feed.take(10).map(brief)).toEqual(['a: - → 1@1 w']);
  }));
