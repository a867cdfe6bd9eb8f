import type { Key } from '../../ports/table.ts';
import { failureListKey } from '../failure.ts';
import { allShards } from '../recover.ts';
import type { World } from '../world.ts';

/** A failure as the index tells it. */
export interface FailureEntry extends Key {
  readonly cause: string;
  readonly stream: string;
  /** Of a delivery, not of a read. */
  readonly isWrite: boolean;
}

/** Most failures looked at per connection. */
export const failuresCountedMax = 10_000;

/** Open failures at a connection, from the index alone: `<cause>#<stream>#<record>`. */
export async function failuresAt(world: World, connection: string): Promise<readonly FailureEntry[]> {
  const found: FailureEntry[] = [];
  for (const shard of allShards()) {
    let after: string | undefined;
    do {
      const page = await world.table.list(failureListKey(connection, shard), after === undefined ? {} : { after });
      for (const { pk, sk, lsk } of page.entries) {
        const [cause, stream] = lsk.split('#').map(unescaped) as [string, string];
        found.push({ pk, sk, cause, stream, isWrite: !cause.startsWith('read.') && !cause.startsWith('row.') });
      }
      after = page.next;
    } while (after !== undefined && found.length < failuresCountedMax);
  }
  return found;
}

/** Connections that can have failures: the configured ones, and `syncline` for changes that could not be announced. */
export function failingConnections(world: World): readonly string[] {
  return [...world.config.connections.map((connection) => connection.name), 'syncline'];
}

function unescaped(part: string): string {
  return part.replaceAll('%23', '#').replaceAll('%25', '%');
}
