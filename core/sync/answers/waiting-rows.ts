import type { Sentence } from '../../model/error.ts';
import { isoOf } from '../../model/time.ts';
import { readHealth } from '../health.ts';
import { type Waiting, type WaitingRow, waitingListKey } from '../park.ts';
import { readItems } from '../store.ts';
import type { StatusView } from '../views/status.ts';
import type { World } from '../world.ts';
import { listOne } from './index-list.ts';

/** A waiting row as the index tells it. */
export interface WaitingEntry {
  readonly pk: string;
  readonly sk: string;
  readonly connection: string;
  readonly stream: string;
  readonly dir: Waiting['dir'];
  /** `connection` or `parent`. */
  readonly why: string;
  readonly since: number;
}

/** Rows counted per connection; beyond this the number says "at least". */
export const waitingCountedMax = 20_000;

/** Work that waits for or at a connection, oldest first, from the index alone. */
export async function waitingEntries(world: World, connection: string): Promise<readonly WaitingEntry[]> {
  const found: WaitingEntry[] = [];
  for await (const { pk, sk, lsk, state } of listOne(world, waitingListKey(connection))) {
    const [since = '', dir = '', , stream = ''] = lsk.split('#');
    found.push({ pk, sk, connection, stream, dir: dir === 'in' ? 'in' : 'out', why: state ?? 'connection', since: Number(since) });
    if (found.length >= waitingCountedMax) break;
  }
  return found;
}

/** Reads the rows of index entries; what has gone on meanwhile is left out. */
export async function waitingRows(
  world: World,
  entries: readonly WaitingEntry[],
): Promise<readonly (WaitingRow & { readonly version: number; readonly pk: string; readonly sk: string })[]> {
  const keys = entries.map(({ pk, sk }) => ({ pk, sk }));
  const items = (await readItems(world, keys, true)).filter((item) => item !== undefined);
  return items.map(({ body, version, pk, sk }) => ({ ...(body as unknown as WaitingRow), version, pk, sk }));
}

/** What waits, one line per connection, stream and cause. */
export async function waitingLines(world: World, entries: readonly WaitingEntry[]): Promise<StatusView['waiting']> {
  const groups = Map.groupBy(entries, (e) => `${e.why}#${e.connection}.${e.stream}#${e.dir}`);
  return Promise.all(
    [...groups].map(async ([key, group]) => {
      const [first] = group as [WaitingEntry];
      const { health } = await readHealth(world, first.connection);
      return {
        what: sentenceOf(first),
        key,
        count: group.length,
        since: isoOf(Math.min(...group.map((e) => e.since))),
        ...(first.why === 'connection' && health.state === 'blocked' ? { dueAt: isoOf(health.blockedUntil) } : {}),
      };
    }),
  );
}

function sentenceOf({ why, connection, stream, dir }: WaitingEntry): Sentence {
  if (why === 'parent')
    return { en: `record for ${connection}.${stream} that waits for another one it names`, zh: `待写入 ${connection}.${stream} 的记录，等待其引用的另一条记录` };
  if (why === 'mention')
    return { en: `record in ${connection}.${stream} that is complete once another one it names is there`, zh: `${connection}.${stream} 中的记录，待其引用的另一条记录出现后补全` };
  return dir === 'out'
    ? { en: `to write to ${connection}.${stream}, which does not answer`, zh: `待写入 ${connection}.${stream}，对方暂无应答` }
    : { en: `to read from ${connection}.${stream}, which does not answer`, zh: `待从 ${connection}.${stream} 读取，对方暂无应答` };
}
