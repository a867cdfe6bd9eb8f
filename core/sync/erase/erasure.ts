import type { Sentence } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Key } from '../../ports/table.ts';
import { put, readItems, type Versioned } from '../store.ts';
import type { World } from '../world.ts';
import type { Subject } from './subject.ts';

/** What an erasure does next: waits for targets, takes the person's entity away, looks through everything until nothing is left, then through dead letters, then leaves no trace in the store. */
export type ErasePhase = 'targets' | 'entity' | 'scan' | 'letters' | 'scrub' | 'done';

/** What became of the records that stand at a system. */
export interface AtSystem {
  readonly connection: string;
  readonly stream: string;
  readonly records: number;
  /**
   * `kept`: no route says that we delete there. `asked`: we did, and it had not happened when we stopped waiting, or a record was not shown and nobody could tell whether it stands.
   * `gone`: a record was no longer there, though we had not deleted it.
   */
  readonly did: 'kept' | 'deleted' | 'archived' | 'asked' | 'gone';
}

/** An erasure, and in the end its receipt: whom it was about stands in it only while it runs. */
export interface Erasure {
  readonly id: string;
  readonly by: string;
  readonly reason: string;
  /** The entity's id as a keyed hash. */
  readonly subject: string;
  readonly phase: ErasePhase;
  readonly startedAt: number;
  readonly endedAt?: number;
  /** No create was in flight any more, and targets were asked to delete what routes say. */
  readonly asked?: boolean;
  /** What the next step takes away is counted already: a worker that dies in the middle of it leaves a receipt that tells of it. */
  readonly counted?: boolean;
  /** Rows erased before those of the entity were counted: whoever joins before the first of them goes is counted with all the others, anew. */
  readonly before?: Readonly<Record<string, number>>;
  /** When the next step is due. One that comes earlier is a message told twice. */
  readonly dueAt?: number;
  /** Steps of a phase so far. */
  readonly tries: number;
  /** Passes over the table that found nothing, one after the other. */
  readonly clean: number;
  readonly found: number;
  readonly after?: string;
  /** Rows deleted or blackened, by what they are. */
  readonly erased: Readonly<Record<string, number>>;
  /** Rows of others that still name the person, by what they are, as the last pass saw them. */
  readonly kept: Readonly<Record<string, number>>;
  readonly systems: readonly AtSystem[];
  /** What is to be told of systems besides, while targets are asked once more for a record that became known late. */
  readonly told?: readonly AtSystem[];
  /** What no delete reaches, and until when. */
  readonly remains: readonly Sentence[];
  readonly who?: Subject;
}

/** Index partitions that list erasures by time: those that have ended, and those that go on. */
const endedKey = 'ERASURES';
const runningKey = 'ERASING';

/** Erasures that go on at one time and are looked at by one tick. */
const runningMax = 100;

const erasureKey = (id: string): Key => ({ pk: `ERASURE#${id}`, sk: '@' });

/** The erasure of that id. */
export async function readErasure(world: World, id: string): Promise<Versioned<Erasure> | undefined> {
  const [item] = await world.table.get([erasureKey(id)], { consistent: true });
  return item === undefined ? undefined : { value: item.body as unknown as Erasure, version: item.version };
}

/** Stores how far an erasure is; `conflict` when another worker is further. */
export async function writeErasure(world: World, erasure: Erasure, version: number): Promise<'ok' | 'conflict'> {
  const index = { lpk: erasure.phase === 'done' ? endedKey : runningKey, lsk: `${String(erasure.startedAt).padStart(15, '0')}#${erasure.id}` };
  return put(world, [
    { op: 'put', item: { ...erasureKey(erasure.id), kind: 'erasure', body: erasure as unknown as JsonObject, index }, when: version === 0 ? 'absent' : { version } },
  ]);
}

/** Erasures that go on, as far as the index knows. */
export async function runningErasures(world: World): Promise<Erasure[]> {
  const { entries } = await world.table.list(runningKey, { limit: runningMax });
  const items = await readItems(world, entries, true);
  return items.flatMap((item) => (item === undefined || item.body['phase'] === 'done' ? [] : [item.body as unknown as Erasure]));
}

/** The sum of two counts. */
export function summed(a: Readonly<Record<string, number>>, b: Readonly<Record<string, number>>): Record<string, number> {
  return Object.entries(b).reduce((sum, [kind, count]) => counted(sum, kind, count), { ...a });
}

/** Adds to a count. */
export function counted(counts: Readonly<Record<string, number>>, kind: string, by = 1): Record<string, number> {
  return { ...counts, [kind]: (counts[kind] ?? 0) + by };
}
