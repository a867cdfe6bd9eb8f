import { isoOf } from '../../model/time.ts';
import type { ModelType } from '../identity-models.ts';
import { type ReResolution, readReResolution, startReResolution } from '../re-resolve/state.ts';
import type { Actor } from '../service.ts';
import type { ReResolutionView } from '../views/re-resolve.ts';
import type { World } from '../world.ts';
import { writeLog } from './log.ts';

/** Begins to look at all records of a type again, or goes on with a run that stands still. */
export async function beginReResolution(world: World, type: ModelType, by: Actor): Promise<ReResolutionView> {
  const run = await startReResolution(world, type, by.name);
  await writeLog(world, by, 'identity resolve', { type, id: run.id, model: run.model });
  return viewOf(run);
}

/** How far it is, or what the last one came to. */
export async function reResolutionView(world: World, type: ModelType): Promise<ReResolutionView | undefined> {
  const read = await readReResolution(world, type);
  return read === undefined ? undefined : viewOf(read.value);
}

function viewOf({ startedAt, endedAt, version: _, segments: _s, ...run }: ReResolution): ReResolutionView {
  return { ...run, startedAt: isoOf(startedAt), ...(endedAt === undefined ? {} : { endedAt: isoOf(endedAt) }) };
}
