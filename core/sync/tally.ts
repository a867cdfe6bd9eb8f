import type { JsonObject } from '../model/json.ts';
import { routeKey } from './route-state.ts';
import { put } from './store.ts';
import type { Delivered } from './target.ts';
import type { World } from './world.ts';

/** What a route has done at its target since it exists. */
export interface Tally {
  readonly created: number;
  readonly updated: number;
  readonly archived: number;
  readonly deleted: number;
  readonly unchanged: number;
  readonly failed: number;
}

const zero: Tally = { created: 0, updated: 0, archived: 0, deleted: 0, unchanged: 0, failed: 0 };

function tallyKey(route: string): { pk: string; sk: string } {
  return { pk: routeKey(route).pk, sk: 'TALLY' };
}

/** The counts of a route. For reading by people: a crash can leave a batch uncounted, never a record unsynced. */
export async function readTally(world: World, route: string): Promise<Tally> {
  const [item] = await world.table.get([tallyKey(route)], { consistent: true });
  return item === undefined ? zero : (item.body as unknown as Tally);
}

/** Adds a batch of deliveries to the counts: one write per batch, and none when nothing was written there. */
export async function countDelivered(world: World, route: string, results: readonly (Delivered | Error)[]): Promise<void> {
  const add: Record<keyof Tally, number> = { ...zero };
  for (const r of results) {
    if (r instanceof Error || r.state === 'failed') add.failed += 1;
    else if (r.state === 'done') add[r.did ?? 'unchanged'] += 1;
  }
  if (add.created + add.updated + add.archived + add.deleted + add.failed === 0) return;
  for (;;) {
    const [item] = await world.table.get([tallyKey(route)], { consistent: true });
    const before = item === undefined ? zero : (item.body as unknown as Tally);
    const next: JsonObject = Object.fromEntries((Object.keys(zero) as (keyof Tally)[]).map((k) => [k, before[k] + add[k]]));
    if ((await put(world, [{ op: 'put', item: { ...tallyKey(route), kind: 'tally', body: next }, when: item === undefined ? 'absent' : { version: item.version } }])) === 'ok')
      return;
  }
}
