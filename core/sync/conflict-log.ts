import type { EntityId } from '../model/ids.ts';
import type { JsonObject } from '../model/json.ts';
import type { Conflict } from './conflicts.ts';
import { withoutErased } from './erase/told-late.ts';
import { historySeconds, put } from './store.ts';
import type { World } from './world.ts';

/** Logs edits that lost; logging one twice is the same row. What was an erased person's is told without its value. */
export async function logConflicts(world: World, entity: EntityId, found: readonly Conflict[]): Promise<void> {
  const expiresAt = Math.floor(world.clock.now() / 1000) + historySeconds;
  const told = await withoutErased(world, found);
  await Promise.all(
    told.map((c) =>
      put(world, [
        {
          op: 'put',
          item: { pk: `ENT#${entity}`, sk: `CONF#${c.id}`, kind: 'conflict', body: { ...(c as unknown as JsonObject), loggedAt: world.clock.now() }, expiresAt },
          when: 'absent',
        },
      ]),
    ),
  );
}
