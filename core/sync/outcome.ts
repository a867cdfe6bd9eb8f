import type { JsonObject } from '../model/json.ts';
import { partitionPages, put } from './store.ts';
import type { PassLeg } from './stream-state.ts';
import type { World } from './world.ts';

/** Every input ends as exactly one of these; `skipped` are records that the mapping's `when` does not take, and those of a person who was erased. */
export type Outcome = 'applied' | 'unchanged' | 'conflict' | 'parked' | 'refused' | 'deadLettered' | 'skipped';

/** How many inputs ended how. */
export type Outcomes = Readonly<Record<Outcome, number>>;

/** Zero of everything. */
export const noOutcomes: Outcomes = { applied: 0, unchanged: 0, conflict: 0, parked: 0, refused: 0, deadLettered: 0, skipped: 0 };

/** Counts a list of outcomes. */
export function countOutcomes(all: readonly Outcome[]): Outcomes {
  const counts: Record<Outcome, number> = { ...noOutcomes };
  for (const outcome of all) counts[outcome] += 1;
  return counts;
}

/** Adds two counts. */
export function addOutcomes(a: Outcomes, b: Outcomes): Outcomes {
  const sum: Record<Outcome, number> = { ...a };
  for (const key of Object.keys(b) as Outcome[]) sum[key] += b[key];
  return sum;
}

/** How long outcomes of packs are kept, seconds. */
const outcomeSeconds = 90 * 86_400;

/** Where a pass and its packs lie. */
export function passPk(pass: string): string {
  return `PASS#${pass}`;
}

/** Writes the outcome of a pack; the first one counts, a redelivered pack changes nothing. */
export async function recordPack(world: World, pass: string, pack: string, outcomes: Outcomes): Promise<void> {
  const expiresAt = Math.floor(world.clock.now() / 1000) + outcomeSeconds;
  await put(world, [{ op: 'put', item: { pk: passPk(pass), sk: `P#${pack}`, kind: 'pack', body: outcomes as unknown as JsonObject, expiresAt }, when: 'absent' }]);
}

/** The sum of a pass's packs, and how many have an outcome. Rows that no leg counts belong to pages that were handed over again. */
export async function sumPacks(world: World, pass: string, legs: readonly PassLeg[]): Promise<{ packs: number; outcomes: Outcomes }> {
  const counted = new Map(legs);
  let [packs, outcomes] = [0, noOutcomes];
  for await (const items of partitionPages(world, passPk(pass), { prefix: 'P#' })) {
    for (const item of items) {
      const [token, number] = item.sk.slice('P#'.length).split('.').map(Number) as [number, number];
      if (number >= (counted.get(token) ?? 0)) continue;
      outcomes = addOutcomes(outcomes, item.body as unknown as Outcomes);
      packs += 1;
    }
  }
  return { packs, outcomes };
}
