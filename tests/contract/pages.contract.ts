import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { QueryOptions, Table } from '../../core/ports/table.ts';
import { item, type MakeHarness, main, on, put } from './harness.ts';

/** Sort keys whose UTF-8 order differs from UTF-16 order, or that sit at edges. */
const words = ['!', 'A', 'a', 'ab', 'abc', 'b', 'z~', 'é', '中', '\ud7ff', '\ue000', '\uffff', '😀', '😀x', '\u{10ffff}', '\u{10ffff}\u{10ffff}'];
const bytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** Reads every page of a query. */
export async function allOf(table: Table, pk: string, options: QueryOptions): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await table.query(pk, { ...options, consistent: true, after });
    found.push(...page.items.map((i) => i.sk));
    after = page.next;
  } while (after !== undefined);
  return found;
}

async function listed(table: Table, lpk: string, options: Omit<QueryOptions, 'consistent'>): Promise<string[]> {
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await table.list(lpk, { ...options, after });
    found.push(...page.entries.map((e) => `${e.lsk} ${e.sk}`));
    after = page.next;
  } while (after !== undefined);
  return found;
}

const word = fc.constantFrom(...words);
const slices = fc.oneof(fc.record({ prefix: word }, { requiredKeys: [] }), fc.record({ from: word, to: word }, { requiredKeys: [] }));

/** What every table must do with pages, order and the index. */
export function pagesContract(name: string, make: MakeHarness): void {
  describe(`${name} table pages`, () => {
    test('a query gives the slice asked for, in UTF-8 byte order, whatever the page size and direction', () =>
      on(make, async ({ use }) => {
        await use(async ({ tables }) => {
          await Promise.all(words.map((sk) => tables.in(main).write([put(item('P', sk))])));
          await tables.in(main).write([put(item('P2', 'a'))]);
        });
        await fc.assert(
          fc.asyncProperty(slices, fc.integer({ min: 1, max: 20 }), fc.boolean(), async (slice, limit, reverse) => {
            const found = await use(({ tables }) => allOf(tables.in(main), 'P', { ...slice, limit, reverse }));
            const expected = words.filter((w) => inside(w, slice)).sort(bytes);
            expect(found).toEqual(reverse ? expected.reverse() : expected);
          }),
          { numRuns: 60 },
        );
      }));

    test('the index shows an item where its last write put it, with label and state, and nowhere else', () =>
      on(make, async ({ use, settled }) => {
        const at = (lpk: string, lsk: string) => item('P', '1', { index: { lpk, lsk, label: `at ${lsk}`, state: 'live' } });
        await use(({ tables }) => tables.in(main).write([put(at('L', 'a'))]));
        await settled();
        expect((await use(({ tables }) => tables.in(main).list('L'))).entries).toEqual([{ pk: 'P', sk: '1', lpk: 'L', lsk: 'a', label: 'at a', state: 'live' }]);
        await use(({ tables }) => tables.in(main).write([put(at('M', 'b'))]));
        await settled();
        expect(await use(async ({ tables }) => [await listed(tables.in(main), 'L', {}), await listed(tables.in(main), 'M', {})])).toEqual([[], ['b 1']]);
        await use(({ tables }) => tables.in(main).write([put(item('P', '1'))]));
        await settled();
        expect(await use(({ tables }) => listed(tables.in(main), 'M', {}))).toEqual([]);
      }));

    test('a list gives the slice asked for in byte order, ties included, whatever the page size and direction', () =>
      on(make, async ({ use, settled }) => {
        const places = words.flatMap((lsk) => ['x', 'y'].map((sk) => ({ lsk, sk: `${sk}${lsk}` })));
        await use(({ tables }) => Promise.all(places.map(({ lsk, sk }) => tables.in(main).write([put(item('P', sk, { index: { lpk: 'L', lsk } }))]))));
        await settled();
        await fc.assert(
          fc.asyncProperty(slices, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (slice, limit, reverse) => {
            const found = await use(({ tables }) => listed(tables.in(main), 'L', { ...slice, limit, reverse }));
            const expected = places.filter((p) => inside(p.lsk, slice)).sort((a, b) => bytes(a.lsk, b.lsk) || bytes(a.sk, b.sk));
            const names = expected.map((p) => `${p.lsk} ${p.sk}`);
            expect(found).toEqual(reverse ? names.reverse() : names);
          }),
          { numRuns: 40 },
        );
      }));

    test('the segments of a scan together hold every item of the workspace once', () =>
      on(make, async ({ use }) => {
        const names = Array.from({ length: 40 }, (_, i) => `P${i}`);
        await use(({ tables }) => Promise.all(names.map((pk) => tables.in(main).write([put(item(pk, '1')), put(item(pk, '2'))]))));
        const found = await use(async ({ tables }) => {
          const pages = await Promise.all([0, 1, 2].map((segment) => tables.in(main).scan(segment, 3)));
          return pages.flatMap((page) => page.items.map((i) => `${i.pk} ${i.sk}`));
        });
        expect(found.sort()).toEqual(names.flatMap((pk) => [`${pk} 1`, `${pk} 2`]).sort());
      }));
  });
}

function inside(at: string, slice: { readonly prefix?: string; readonly from?: string; readonly to?: string }): boolean {
  if (slice.prefix !== undefined) return at.startsWith(slice.prefix);
  return (slice.from === undefined || bytes(at, slice.from) >= 0) && (slice.to === undefined || bytes(at, slice.to) <= 0);
}
