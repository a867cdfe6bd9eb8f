import { type Entity, liveMembersOf } from './entity.ts';
import { closeCreateFailures } from './failure.ts';
import type { World } from './world.ts';

/** An entity before and after a change. */
interface Changed {
  readonly old: Entity | undefined;
  readonly now: Entity;
}

/**
 * Closes the failures of creates that nothing is left of to do: the customer has a record there, whoever made it, was deleted, or has become one with another.
 * Who has just been founded has none.
 */
export async function closeEndedCreates(world: World, changes: readonly Changed[]): Promise<void> {
  for (const { old, now } of changes) {
    if (old === undefined) continue;
    for (const { type, to } of world.config.routes) {
      const { connection, stream } = to;
      if (type === now.type && !isEnded(old, connection, stream) && isEnded(now, connection, stream)) await closeCreateFailures(world, connection, stream, now.id);
    }
  }
}

/** True when nothing is left to do of a create of that customer there. */
export function isEnded(entity: Entity, connection: string, stream: string): boolean {
  if (entity.mergedInto !== undefined || entity.deleted !== undefined) return true;
  return liveMembersOf(entity, connection, stream).length > 0 || Object.values(entity.members).every(({ dead }) => dead === true);
}
