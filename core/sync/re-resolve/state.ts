import { modelId } from '../../identity/model/model.ts';
import type { Sentence } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import { minuteMs } from '../../model/time.ts';
import type { Key } from '../../ports/table.ts';
import { type ActiveModel, type ModelType, modelKey, readActiveModels, shippedModel } from '../identity-models.ts';
import { type JobMessage, messageSchema, send } from '../messages.ts';
import { put, type Versioned } from '../store.ts';
import type { World } from '../world.ts';

/** Where one part of the table has got to. */
export interface Segment {
  readonly after?: string;
  readonly done?: true;
}

/** An example of what was found. */
export interface Sample {
  /** `merged`: two entities became one. `doubted`: a record that is linked and would not be today. */
  readonly what: 'merged' | 'doubted';
  readonly record: string;
  readonly entity: string;
  readonly bits: number;
  readonly reason: Sentence;
}

/** What looking at all records again has come to so far. Counts are of steps that ended: one that died and is repeated finds its merges made. */
export interface Found {
  /** Records compared with those that share a key. */
  readonly records: number;
  /** Entities of several records, whose links were weighed again. */
  readonly entities: number;
  readonly merged: number;
  /** New questions to a person, both kinds. */
  readonly asked: number;
  /** Links that would not be made today and of which no person said that they hold. */
  readonly doubted: number;
  readonly samples: readonly Sample[];
}

/** Nothing found yet. */
export const nothingFound: Found = { records: 0, entities: 0, merged: 0, asked: 0, doubted: 0, samples: [] };

/** All records of one type looked at again under the model in use. One item per type: there is one run at a time, and the last one is kept. */
export interface ReResolution extends Found {
  readonly id: string;
  readonly type: ModelType;
  /** Version of the model in use when it began; exchanged meanwhile it stops. */
  readonly version: number;
  readonly model: string;
  readonly by: string;
  readonly state: 'running' | 'done' | 'stopped';
  readonly startedAt: number;
  readonly endedAt?: number;
  /** Links are weighed before anything is merged: what a merge brings together was one before or is one by this model. */
  readonly phase: 'links' | 'records';
  readonly segments: readonly Segment[];
}

/** The table is looked through in this many parts, side by side. */
export const reResolveSegments = 4;

/** Workers elsewhere may use the model from before for so long after another was activated; what they take in then must be looked at, too. */
const exchangedMs = minuteMs;

/** Where it lies. */
export function reResolveKey(type: ModelType): Key {
  return { pk: `RERESOLVE#${type}`, sk: '@' };
}

/** The run of a type, under way or the last one. */
export async function readReResolution(world: World, type: ModelType): Promise<Versioned<ReResolution> | undefined> {
  const [item] = await world.table.get([reResolveKey(type)], { consistent: true });
  return item === undefined ? undefined : { value: item.body as unknown as ReResolution, version: item.version };
}

/** Writes it if nobody else did since it was read (version 0: there was none). */
export function writeReResolution(world: World, run: ReResolution, version: number): Promise<'ok' | 'conflict'> {
  const item = { ...reResolveKey(run.type), kind: 're-resolution', body: run as unknown as JsonObject };
  return put(world, [{ op: 'put', item, when: version === 0 ? 'absent' : { version } }]);
}

/** Which version of a type's model is in use, and since when. */
export async function activeModel(world: World, type: ModelType): Promise<Pick<ActiveModel, 'version' | 'at'>> {
  const [item] = await world.table.get([modelKey(type, 'active')], { consistent: true });
  const { version = 0, at = 0 } = (item?.body ?? {}) as Partial<ActiveModel>;
  return { version, at };
}

/** Begins to look at all records of a type again, or goes on with a run that has not ended: its parts are asked for once more, and of two workers at one part one goes on. */
export async function startReResolution(world: World, type: ModelType, by: string): Promise<ReResolution> {
  for (;;) {
    const read = await readReResolution(world, type);
    const { version, at } = await activeModel(world, type);
    const goesOn = read?.value.state === 'running' && read.value.version === version;
    const run = goesOn ? read.value : await fresh(world, type, version, by);
    if (!goesOn && (await writeReResolution(world, run, read?.version ?? 0)) === 'conflict') continue;
    const waitMs = world.incarnation === undefined ? at + exchangedMs - world.clock.now() : 0;
    await sendSegments(world, run, Math.max(0, Math.ceil(waitMs / 1_000)));
    return run;
  }
}

async function fresh(world: World, type: ModelType, version: number, by: string): Promise<ReResolution> {
  const model = (await readActiveModels(world.table)).find((m) => m.type === type) ?? shippedModel(type);
  const begun = { id: world.ids.fresh('resolve'), type, version, model: modelId(model), by, startedAt: world.clock.now() };
  return { ...nothingFound, ...begun, state: 'running', phase: 'links', segments: freshSegments() };
}

/** Every part at its beginning. */
export function freshSegments(): Segment[] {
  return Array.from({ length: reResolveSegments }, (): Segment => ({}));
}

/** Asks for every part of the phase that has not ended. */
export async function sendSegments(world: World, { id, type, phase, segments }: ReResolution, delaySeconds = 0): Promise<void> {
  const jobs = segments.flatMap(({ done }, segment): JobMessage[] =>
    done === true ? [] : [{ v: messageSchema, workspace: world.config.workspace, job: 're-resolve', id, type, phase, segment }],
  );
  await send(world, 'jobs', `resolve-${type}`, jobs, delaySeconds === 0 ? undefined : delaySeconds);
}
