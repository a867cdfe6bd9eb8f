import { closeFailure, type Failure, failureListKey, failuresAtOnceMax } from './failure.ts';
import { allShards } from './recover.ts';
import type { World } from './world.ts';

/** Closes failures of rows that an earlier pass refused and this complete one did not: they are mended. */
export async function closeMendedRows(world: World, connection: string, stream: string, pass: string): Promise<void> {
  for (const shard of allShards()) {
    let after: string | undefined;
    do {
      const page = await world.table.list(failureListKey(connection, shard), { prefix: 'row.', limit: 100, ...(after === undefined ? {} : { after }) });
      const items = page.entries.length === 0 ? [] : await world.table.get(page.entries.map(({ pk, sk }) => ({ pk, sk })));
      const old = items.map((item) => item?.body as unknown as Failure | undefined).filter((f) => f !== undefined && f.stream === stream && f.pass !== pass) as Failure[];
      for (let i = 0; i < old.length; i += failuresAtOnceMax) {
        await Promise.all(old.slice(i, i + failuresAtOnceMax).map(({ record, cause }) => closeFailure(world, connection, stream, record, cause)));
      }
      after = page.next;
    } while (after !== undefined);
  }
}
