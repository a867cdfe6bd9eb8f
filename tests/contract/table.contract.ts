import { describe, expect, test } from 'vitest';
import type { Guard } from '../../core/ports/table.ts';
import { item, type MakeHarness, main, on, other, put } from './harness.ts';

const key = { pk: 'A#1', sk: '@' };

/** What every table must do with items and guards. */
export function tableContract(name: string, make: MakeHarness): void {
  describe(`${name} table`, () => {
    test('an item written is read back whole, with version 1 and its write id', () =>
      on(make, async ({ use }) => {
        const full = item('A#1', '@', {
          body: { text: 'Größe 大 😀\u0000', list: [1, null, true], deep: { a: { b: -1.5e300 } } },
          token: 't',
          index: { lpk: 'L', lsk: 'x', label: 'Müller', state: 'live' },
        });
        await use(async ({ tables }) => expect(await tables.in(main).write([put(full, 'absent')], { writeId: 'w_1' })).toEqual({ state: 'ok' }));
        const [read] = await use(({ tables }) => tables.in(main).get([key], { consistent: true }));
        expect(read).toEqual({ ...full, version: 1, writeId: 'w_1' });
      }));

    test('a workspace sees nothing of another', () =>
      on(make, async ({ use }) => {
        await use(({ tables }) => tables.in(main).write([put(item('A#1', '@', { index: { lpk: 'L', lsk: 'x' } }))]));
        await use(async ({ tables }) => {
          const table = tables.in(other);
          expect(await table.get([key], { consistent: true })).toEqual([undefined]);
          expect((await table.query('A#1', { consistent: true })).items).toEqual([]);
          expect((await table.list('L')).entries).toEqual([]);
          expect((await table.scan(0, 1)).items).toEqual([]);
        });
      }));

    const guards: readonly [string, 'absent item' | 'item', Guard, boolean][] = [
      ['absent', 'absent item', 'absent', true],
      ['any', 'absent item', 'any', true],
      ['version 0', 'absent item', { version: 0 }, true],
      ['version 1', 'absent item', { version: 1 }, false],
      ['token', 'absent item', { token: 't' }, false],
      ['absent', 'item', 'absent', false],
      ['any', 'item', 'any', true],
      ['its version', 'item', { version: 1 }, true],
      ['another version', 'item', { version: 2 }, false],
      ['its token', 'item', { token: 't' }, true],
      ['another token', 'item', { token: 'u' }, false],
    ];
    test.each(guards)('a guard of %s on an %s', (_, stored, when, holds) =>
      on(make, async ({ use }) => {
        const answer = holds ? { state: 'ok' } : { state: 'conflict', which: [0] };
        for (const op of [
          { op: 'check', key, when },
          { op: 'put', item: item('A#1', '@'), when },
          { op: 'delete', key, when },
        ] as const) {
          if (stored === 'item') await use(({ tables }) => fresh(tables.in(main)));
          else await use(({ tables }) => tables.in(main).write([{ op: 'delete', key, when: 'any' }]));
          expect(await use(({ tables }) => tables.in(main).write([op, ...(op.op === 'check' ? [put(item('B', '@'))] : [])]))).toEqual(answer);
        }
      }),
    );

    test('each put of a key makes the next version, and a deleted key starts again', () =>
      on(make, async ({ use }) => {
        const versions = await use(async ({ tables }) => {
          const table = tables.in(main);
          const seen: (number | undefined)[] = [];
          for (const when of ['absent', { version: 1 }, 'any'] as const) {
            await table.write([put(item('A#1', '@'), when)]);
            seen.push((await table.get([key], { consistent: true }))[0]?.version);
          }
          await table.write([{ op: 'delete', key, when: { version: 3 } }]);
          await table.write([put(item('A#1', '@'), 'absent')]);
          return [...seen, (await table.get([key], { consistent: true }))[0]?.version];
        });
        expect(versions).toEqual([1, 2, 3, 1]);
      }));

    test('a transaction writes all or nothing, and names every guard that failed', () =>
      on(make, async ({ use }) => {
        await use(({ tables }) => fresh(tables.in(main)));
        await use(async ({ tables }) => {
          const table = tables.in(main);
          const ops = [put(item('B', '@'), 'absent'), put(item('A#1', '@'), 'absent'), { op: 'check', key: { pk: 'C', sk: '@' }, when: { version: 4 } }] as const;
          expect(await table.write(ops)).toEqual({ state: 'conflict', which: [1, 2] });
          expect(await table.get([{ pk: 'B', sk: '@' }], { consistent: true })).toEqual([undefined]);
          const good = [put(item('B', '@'), 'absent'), { op: 'delete', key, when: { version: 1 } }, { op: 'check', key: { pk: 'C', sk: '@' }, when: 'absent' }] as const;
          expect(await table.write(good)).toEqual({ state: 'ok' });
          expect((await table.get([{ pk: 'B', sk: '@' }, key], { consistent: true })).map((i) => i?.version)).toEqual([1, undefined]);
        });
      }));

    test('a conflict with our own earlier try is ok, and nothing is written twice', () =>
      on(make, async ({ use }) => {
        await use(async ({ tables }) => {
          const table = tables.in(main);
          const one = [put(item('A#1', '@'), 'absent')];
          await table.write(one, { writeId: 'w_1' });
          expect(await table.write(one, { writeId: 'w_1' })).toEqual({ state: 'ok' });
          expect(await table.write(one, { writeId: 'w_2' })).toEqual({ state: 'conflict', which: [0] });
          const two = [put(item('A#1', '@'), { version: 1 }), put(item('B', '@'), 'absent')];
          await table.write(two, { writeId: 'w_3' });
          expect(await table.write(two, { writeId: 'w_3' })).toEqual({ state: 'ok' });
          expect((await table.get([key, { pk: 'B', sk: '@' }], { consistent: true })).map((i) => i?.version)).toEqual([2, 1]);
        });
      }));

    test('items come in the order asked, with gaps where there is none', () =>
      on(make, async ({ use }) => {
        await use(async ({ tables }) => {
          const table = tables.in(main);
          for (const sk of ['a', 'b', 'c']) await table.write([put(item('P', sk))]);
          const read = await table.get(
            ['c', 'x', 'a'].map((sk) => ({ pk: 'P', sk })),
            { consistent: true },
          );
          expect(read.map((i) => i?.sk)).toEqual(['c', undefined, 'a']);
        });
      }));

    test('an expired item is absent for reads and guards, a later one is not', () =>
      on(make, async ({ use }) => {
        await use(async ({ tables, clock }) => {
          const table = tables.in(main);
          const second = Math.floor(clock.now() / 1_000);
          await table.write([put(item('A#1', '@', { expiresAt: second - 10 }))]);
          await table.write([put(item('A#1', 'later', { expiresAt: second + 1_000 }))]);
          expect(await table.get([key], { consistent: true })).toEqual([undefined]);
          expect((await table.query('A#1', { consistent: true })).items.map((i) => i.sk)).toEqual(['later']);
          expect(await table.write([put(item('A#1', '@', { expiresAt: second - 10 }), 'absent')])).toEqual({ state: 'ok' });
          expect(await table.write([put(item('A#1', '@'), { version: 0 })])).toEqual({ state: 'ok' });
          expect((await table.get([key], { consistent: true }))[0]?.version).toBe(1);
        });
      }));

    test('a set grows to its limit, then says for good that it is full', () =>
      on(make, async ({ use }) => {
        await use(async ({ tables }) => {
          const table = tables.in(main);
          expect(await table.addToSet(key, ['b', 'a', 'b'])).toEqual({ values: ['a', 'b'], full: false });
          expect(await table.addToSet(key, ['a'])).toEqual({ values: ['a', 'b'], full: false });
          for (let i = 0; i < 62; i += 1) await table.addToSet(key, [`v${i}`]);
          const over = await table.addToSet(key, ['one too many']);
          expect([over.values.length, over.full, over.values.includes('one too many')]).toEqual([64, true, false]);
          expect((await table.addToSet(key, ['a'])).full).toBe(true);
          const [stored] = await table.get([key], { consistent: true });
          expect([stored?.kind, stored?.body['full']]).toEqual(['key', true]);
        });
      }));

    const bad: readonly [string, (table: import('../../core/ports/table.ts').Table) => Promise<unknown>][] = [
      ['more than 100 keys', (t) => t.get(Array.from({ length: 101 }, (_, i) => ({ pk: 'p', sk: `${i}` })))],
      ['more than 100 operations', (t) => t.write(Array.from({ length: 101 }, (_, i) => put(item('p', `${i}`))))],
      ['a key twice', (t) => t.write([put(item('p', 's')), { op: 'check', key: { pk: 'p', sk: 's' }, when: 'any' }])],
      ['an item over 400 KB', (t) => t.write([put(item('p', 's', { body: { x: '大'.repeat(140_000) } }))])],
      ['a write over 4 MB', (t) => t.write(Array.from({ length: 11 }, (_, i) => put(item('p', `${i}`, { body: { x: 'x'.repeat(390_000) } }))))],
      ['a partition key over 2,048 bytes', (t) => t.get([{ pk: '大'.repeat(690), sk: 's' }])],
      ['a sort key over 1,024 bytes', (t) => t.write([put(item('p', '大'.repeat(342)))])],
      ['an empty key', (t) => t.write([put(item('p', ''))])],
      ['half a surrogate pair', (t) => t.write([put(item('p\ud800', 's'))])],
      ['a page over 1,000 items', (t) => t.query('p', { limit: 1_001 })],
      ['a prefix beside bounds', (t) => t.query('p', { prefix: 'a', to: 'b' })],
      ['a segment that does not exist', (t) => t.scan(2, 2)],
    ];
    test.each(bad)('%s is refused with a RangeError', (_, call) =>
      on(make, async ({ use }) => {
        await expect(use(({ tables }) => call(tables.in(main)))).rejects.toThrow(RangeError);
      }),
    );
  });
}

async function fresh(table: import('../../core/ports/table.ts').Table): Promise<void> {
  await table.write([{ op: 'delete', key, when: 'any' }]);
  await table.write([put(item('A#1', '@', { token: 't' }), 'absent')]);
}
