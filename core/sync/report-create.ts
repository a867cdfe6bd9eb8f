import type { Fault } from '../ports/connector.ts';
import { isEnded } from './ended-creates.ts';
import type { Entity } from './entity.ts';
import { entityKey, entityOf } from './entity-item.ts';
import { closeCreateFailures } from './failure.ts';
import { readItems } from './store.ts';
import { reportWrite, type Target } from './target.ts';

/**
 * Opens a failure of a create, and looks once more whether anything is left of it to do: who closes such failures when a record joins may have come by before this one was there.
 *
 *   create: refused ·                                              failure · looks · closes it
 *   person:           enters the record · it joins: nothing to close ·
 */
export async function reportCreate(t: Target, entity: Entity, fault: Fault, field?: string): Promise<void> {
  const { id } = entity;
  await reportWrite(t, `new:${id}`, entity, fault, field);
  const [now] = await readItems(t.world, [entityKey(id)], true);
  if (now === undefined || isEnded(entityOf(now), t.connection, t.stream.name)) await closeCreateFailures(t.world, t.connection, t.stream.name, id);
}
