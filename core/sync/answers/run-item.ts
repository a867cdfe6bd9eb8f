import type { JsonObject } from '../../model/json.ts';
import { put } from '../store.ts';
import type { Tally } from '../tally.ts';
import type { RunView } from '../views/runs.ts';
import type { World } from '../world.ts';

/** A stream of a run: which pass is its own. */
export interface RunStream {
  readonly connection: string;
  readonly stream: string;
  /** A pass that was under way already and goes on. */
  readonly resumes?: string;
  /** Last pass before the run. */
  readonly before?: string;
}

/** One command to pull, as stored. */
export interface RunItem {
  readonly id: string;
  readonly by: string;
  readonly startedAt: number;
  readonly full: boolean;
  readonly dryRun: boolean;
  readonly streams: readonly RunStream[];
  /** What each route had delivered when the run began. */
  readonly tallies: Readonly<Record<string, Tally>>;
  /** How it ended, stored when that is first seen: later looks answer the same, whatever is delivered since. */
  readonly ended?: RunView;
}

/** Runs are kept this long, seconds: as long as passes. */
const runSeconds = 90 * 86_400;

function runKey(id: string): { pk: string; sk: string } {
  return { pk: `RUN#${id}`, sk: '@' };
}

/** Stores a run. */
export async function writeRun(world: World, run: RunItem): Promise<void> {
  const expiresAt = Math.floor(run.startedAt / 1000) + runSeconds;
  const index = { lpk: 'RUN', lsk: String(run.startedAt).padStart(15, '0') };
  await put(world, [{ op: 'put', item: { ...runKey(run.id), kind: 'run', body: run as unknown as JsonObject, expiresAt, index }, when: 'any' }]);
}

/** The run of that id. */
export async function readRun(world: World, id: string): Promise<RunItem | undefined> {
  const [item] = await world.table.get([runKey(id)], { consistent: true });
  return item?.body as unknown as RunItem | undefined;
}
