import type { Sentence } from '../../model/error.ts';
import { isoOf } from '../../model/time.ts';
import { waitingListKey } from '../park.ts';
import type { StatusView } from '../views/status.ts';
import type { World } from '../world.ts';

/** A waiting row as the index tells it. */
export interface WaitingEntry {
  readonly since: number;
  readonly why: string;
  readonly dir: string;
  readonly stream: string;
}

/** Most rows counted per connection; more is told as this many. */
const countedMax = 10_000;

/** What waits at a connection, oldest first, from the index alone: `<since>#<dir>#<connection>#<stream>#<subject>`. */
export async function waitingAt(world: World, connection: string): Promise<readonly WaitingEntry[]> {
  const rows: WaitingEntry[] = [];
  let after: string | undefined;
  do {
    const page = await world.table.list(waitingListKey(connection), after === undefined ? {} : { after });
    for (const entry of page.entries) {
      const [since, dir, , stream] = entry.lsk.split('#') as [string, string, string, string];
      rows.push({ since: Number(since), why: entry.state ?? '', dir, stream });
    }
    after = page.next;
  } while (after !== undefined && rows.length < countedMax);
  return rows;
}

/** Waiting work of all connections, one line per connection and cause. */
export async function waitingLines(world: World): Promise<StatusView['waiting']> {
  const lines = await Promise.all(
    world.config.connections.map(async ({ name }) => {
      const groups = Map.groupBy(await waitingAt(world, name), (row) => row.why);
      return [...groups].map(([why, rows]) => ({
        what: sentenceOf(why, name),
        key: `${why}:${name}`,
        count: rows.length,
        since: isoOf(Math.min(...rows.map((row) => row.since))),
      }));
    }),
  );
  return lines.flat();
}

function sentenceOf(why: string, connection: string): Sentence {
  if (why === 'connection') return { en: `waits until ${connection} answers again`, zh: `等待 ${connection} 恢复应答` };
  if (why === 'parent') return { en: `waits for another record to arrive in ${connection}`, zh: `等待另一条记录到达 ${connection}` };
  return { en: `waits at ${connection} (${why})`, zh: `在 ${connection} 等待（${why}）` };
}
