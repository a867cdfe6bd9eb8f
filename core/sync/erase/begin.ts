import type { Entity } from '../entity.ts';
import { send } from '../messages.ts';
import type { World } from '../world.ts';
import { type Erasure, writeErasure } from './erasure.ts';
import { subjectOf } from './subject.ts';
import { systemsOf } from './targets.ts';
import { hashedName } from './tombstone.ts';

/** Begins to erase a person; the job goes on from its item, whatever dies. */
export async function beginErasure(world: World, entity: Entity, by: string, reason: string): Promise<Erasure> {
  const erasure: Erasure = {
    id: world.ids.fresh('erasure'),
    by,
    reason,
    subject: await hashedName(world, entity.id),
    phase: 'targets',
    startedAt: world.clock.now(),
    tries: 0,
    clean: 0,
    found: 0,
    erased: {},
    kept: {},
    systems: systemsOf(world, entity),
    remains: [],
    who: await subjectOf(world, entity),
  };
  await writeErasure(world, erasure, 0);
  await send(world, 'jobs', 'erase', [{ v: 1, workspace: world.config.workspace, job: 'erase', id: erasure.id }]);
  return erasure;
}
