import type { JsonObject } from '../../model/json.ts';
import { isoOf } from '../../model/time.ts';
import type { Actor } from '../service.ts';
import { put } from '../store.ts';
import type { World } from '../world.ts';

/** Entries are kept this long, seconds: as long as history. */
const logSeconds = 400 * 86_400;

/** Who did what, and when: written with every command that changes something. */
export interface LogEntry {
  /** Principal id. */
  readonly by: string;
  readonly name: string;
  /** `retry`, `pause`, `resume`, `release`, `audit`, `sync`. */
  readonly what: string;
  readonly about: JsonObject;
  readonly at: number;
}

/** Partition of the entries of a month (UTC). */
export function logPk(at: number): string {
  return `LOG#${isoOf(at).slice(0, 7)}`;
}

/** Stores that somebody did something. */
export async function writeLog(world: World, by: Actor, what: string, about: JsonObject): Promise<void> {
  const at = world.clock.now();
  const body: LogEntry = { by: by.id, name: by.name, what, about, at };
  const sk = `${String(at).padStart(15, '0')}#${world.ids.fresh('log')}`;
  await put(world, [{ op: 'put', item: { pk: logPk(at), sk, kind: 'log', body: body as unknown as JsonObject, expiresAt: Math.floor(at / 1000) + logSeconds }, when: 'absent' }]);
}

/** Entries of the month that holds `at`, newest first. */
export async function readLog(world: World, at: number, limit: number): Promise<LogEntry[]> {
  const page = await world.table.query(logPk(at), { reverse: true, limit, consistent: true });
  return page.items.map((item) => item.body as unknown as LogEntry);
}
