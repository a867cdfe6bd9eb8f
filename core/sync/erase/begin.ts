import type { Entity } from '../entity.ts';
import { send } from '../messages.ts';
import type { World } from '../world.ts';
import { type Erasure, readErasure, writeErasure } from './erasure.ts';
import { subjectOf } from './subject.ts';
import { systemsOf } from './targets.ts';
import { hashedName } from './tombstone.ts';

/** Characters of a keyed hash in a receipt's name: 132 bits. */
const idChars = 22;

/** Begins to erase a person; the job goes on from its item, whatever dies. Asked again while it runs, it is the same erasure: whoever asked first may have died before anybody was told to do it. */
export async function beginErasure(world: World, entity: Entity, by: string, reason: string): Promise<Erasure> {
  for (let life = 0; ; life += 1) {
    const id = `erasure_${(await hashedName(world, `erasure ${life} of ${entity.id}`)).slice(0, idChars)}`;
    const erasure = (await readErasure(world, id))?.value ?? (await written(world, id, entity, by, reason));
    if (erasure.phase === 'done') continue; // a store put back to an earlier day knows the person again
    await send(world, 'jobs', 'erase', [{ v: 1, workspace: world.config.workspace, job: 'erase', id }]);
    return erasure;
  }
}

/** The row of a new erasure, or that of whoever was quicker. */
async function written(world: World, id: string, entity: Entity, by: string, reason: string): Promise<Erasure> {
  const erasure: Erasure = {
    id,
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
    systems: await systemsOf(world, entity),
    remains: [],
    who: await subjectOf(world, entity),
  };
  const isFirst = (await writeErasure(world, erasure, 0)) === 'ok';
  return isFirst ? erasure : ((await readErasure(world, id))?.value ?? erasure);
}
