import type { Item, ItemInput, Op, Table } from '../../core/ports/table.ts';

/** Units that an operation costs by DynamoDB's published rules: reads round up to 4 KB, half when eventually consistent; writes round up to 1 KB, twice in a transaction; an index costs what of it changes. */
export interface UnitOperation {
  readonly name: string;
  readonly read: number;
  readonly write: number;
  /** Done before counting. */
  readonly before?: readonly Op[];
  run(table: Table): Promise<unknown>;
}

/** Text that deflate cannot make much smaller, about three quarters of its length. */
function noise(length: number): string {
  let [text, state] = ['', 12_345];
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'[(state >> 16) & 63];
  }
  return text;
}

const small = (sk: string, extra: Partial<ItemInput> = {}): ItemInput => ({ pk: 'P', sk, kind: 'plain', body: { n: 1 }, ...extra });
/** About 2.7 kB stored. */
const large = (sk: string): ItemInput => small(sk, { body: { text: noise(3_500) } });
/** About 9.3 kB stored. */
const huge = (sk: string): ItemInput => small(sk, { body: { text: noise(12_000) } });
const listed = (sk: string, lsk: string, label = 'one'): ItemInput => small(sk, { index: { lpk: 'L', lsk, label } });
const put = (item: ItemInput, when: Extract<Op, { op: 'put' }>['when'] = 'absent'): Op => ({ op: 'put', item, when });
const again = { version: 1 } as const;
const key = (sk: string) => ({ pk: 'P', sk });
const ten = (pk: string): Op[] => Array.from({ length: 10 }, (_, i) => put({ ...small(`${i}`), pk }));

/** What the product does with its table, one operation of each kind. */
export const unitOperations: readonly UnitOperation[] = [
  { name: 'put, new', read: 0, write: 1, run: (t) => t.write([put(small('a'))]) },
  { name: 'put, new, 2.7 kB', read: 0, write: 3, run: (t) => t.write([put(large('b'))]) },
  { name: 'put, new, with index', read: 0, write: 2, run: (t) => t.write([put(listed('c', 'c'))]) },
  { name: 'put, same index entry', read: 0, write: 1, before: [put(listed('d', 'd'))], run: (t) => t.write([put(listed('d', 'd'), again)]) },
  { name: 'put, another label', read: 0, write: 2, before: [put(listed('e', 'e'))], run: (t) => t.write([put(listed('e', 'e', 'two'), again)]) },
  { name: 'put, index moved', read: 0, write: 3, before: [put(listed('f', 'f'))], run: (t) => t.write([put(listed('f', 'g'), again)]) },
  { name: 'put, index taken away', read: 0, write: 2, before: [put(listed('h', 'h'))], run: (t) => t.write([put(small('h'), again)]) },
  { name: 'put, smaller than before', read: 0, write: 3, before: [put(large('i'))], run: (t) => t.write([put(small('i'), again)]) },
  { name: 'put, whatever is there', read: 0, write: 1, before: [put(small('j'))], run: (t) => t.write([put(small('j'), 'any')]) },
  { name: 'delete', read: 0, write: 1, before: [put(small('k'))], run: (t) => t.write([{ op: 'delete', key: key('k'), when: 'any' }]) },
  { name: 'delete, with index', read: 0, write: 2, before: [put(listed('l', 'l'))], run: (t) => t.write([{ op: 'delete', key: key('l'), when: 'any' }]) },
  { name: 'delete, nothing there', read: 0, write: 1, run: (t) => t.write([{ op: 'delete', key: key('no'), when: 'any' }]) },
  { name: 'transaction of two puts', read: 0, write: 4, run: (t) => t.write([put(small('m')), put(small('n'))]) },
  { name: 'transaction, put and check', read: 0, write: 4, before: [put(small('o'))], run: (t) => t.write([put(small('p')), { op: 'check', key: key('o'), when: again }]) },
  { name: 'transaction, one with index', read: 0, write: 5, run: (t) => t.write([put(listed('q', 'q')), put(small('r'))]) },
  { name: 'add to a set', read: 0, write: 1, run: (t) => t.addToSet({ pk: 'S', sk: '@' }, ['x', 'y']) },
  { name: 'get', read: 0.5, write: 0, before: [put(small('s'))], run: (t) => t.get([key('s')]) },
  { name: 'get, consistent', read: 1, write: 0, before: [put(small('t'))], run: (t) => t.get([key('t')], { consistent: true }) },
  { name: 'get, consistent, 9.3 kB', read: 3, write: 0, before: [put(huge('u'))], run: (t) => t.get([key('u')], { consistent: true }) },
  { name: 'get, nothing there', read: 0.5, write: 0, run: (t) => t.get([key('no')]) },
  { name: 'get of ten', read: 5, write: 0, before: ten('T'), run: (t) => t.get(Array.from({ length: 10 }, (_, i) => ({ pk: 'T', sk: `${i}` }))) },
  { name: 'get of two, consistent, one absent', read: 2, write: 0, before: [put(small('v'))], run: (t) => t.get([key('v'), key('no')], { consistent: true }) },
  { name: 'query of ten', read: 0.5, write: 0, before: ten('Q'), run: (t) => t.query('Q') },
  { name: 'query of ten, consistent', read: 1, write: 0, before: ten('R'), run: (t) => t.query('R', { consistent: true }) },
  { name: 'query, nothing there', read: 0.5, write: 0, run: (t) => t.query('nobody') },
  {
    name: 'index of ten',
    read: 0.5,
    write: 0,
    before: Array.from({ length: 10 }, (_, i) => put({ ...listed(`${i}`, `${i}`), pk: 'I', index: { lpk: 'I', lsk: `${i}` } })),
    run: (t) => t.list('I'),
  },
];

/** An item that is read back, to see that a store keeps what it was given. */
export async function readsBack(table: Table): Promise<boolean> {
  await table.write([put(huge('z'))]);
  const [item] = (await table.get([key('z')], { consistent: true })) as [Item | undefined];
  return JSON.stringify(item?.body) === JSON.stringify(huge('z').body);
}
