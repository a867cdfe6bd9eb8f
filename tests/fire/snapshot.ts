import { stableStringify } from '../../core/model/json.ts';
import type { Item } from '../../core/ports/table.ts';
import type { Conflict } from '../../core/sync/conflicts.ts';
import { entityOf } from '../../core/sync/entity-item.ts';
import { recordOf } from '../../core/sync/record-item.ts';
import type { RouteState } from '../../core/sync/route-state.ts';
import { slotOf } from '../../core/sync/slot-item.ts';
import type { TestWorkspace } from '../integration/harness.ts';
import { rowsOf } from '../integration/two-systems.ts';

/** Everything that a workspace says of the world, in a form that does not depend on when and in which order it was learnt. */
export type Snapshot = Readonly<Record<'files' | 'records' | 'entities' | 'conflicts' | 'failures' | 'unfinished', readonly string[]>>;

/** Reads the files and the whole table. `unfinished` is what a crash may leave behind and a later run must have settled: it is empty when all is well. */
export async function snapshotOf(w: TestWorkspace, files: readonly string[]): Promise<Snapshot> {
  const items = await itemsOf(w);
  const of = (kind: string): readonly Item[] => items.filter((item) => item.kind === kind);
  const records = of('record').map(recordOf);
  return {
    files: files.flatMap((file) => rowsOf(w.read(file)).map((row) => `${file}: ${row}`)).sort(),
    records: records.map((r) => stableStringify([r.ref, r.state, r.snapshot])).sort(),
    entities: of('entity').flatMap(entityLine).sort(),
    conflicts: of('conflict').map(conflictLine).sort(),
    failures: of('failure')
      .map((item) => `${item.pk} ${item.sk}`)
      .sort(),
    unfinished: [
      ...records.filter((r) => r.intent !== undefined).map((r) => `an open intent on ${r.ref}`),
      ...of('slot')
        .filter((item) => slotOf(item).state === 'open')
        .map((item) => `an open create ${item.pk}`),
      ...of('waiting').map((item) => `waiting ${item.pk}`),
      ...of('route').flatMap(halted),
      ...(await queued(w)),
    ],
  };
}

/** What differs, in words; empty when they are equal and nothing is unfinished. */
export function differences(expected: Snapshot, found: Snapshot): string[] {
  const wrong: string[] = [];
  for (const part of ['files', 'records', 'entities', 'conflicts', 'failures'] as const) {
    if (JSON.stringify(expected[part]) === JSON.stringify(found[part])) continue;
    const lost = expected[part].filter((line) => !found[part].includes(line));
    const more = found[part].filter((line) => !expected[part].includes(line));
    wrong.push(`${part}: ${expected[part].length} became ${found[part].length}; lost ${JSON.stringify(lost.slice(0, 2))}, more ${JSON.stringify(more.slice(0, 2))}`);
  }
  return [...wrong, ...found.unfinished];
}

/** A route that does not run any more, and why. */
function halted({ pk, body }: Item): readonly string[] {
  const { state, reason, report } = body as unknown as RouteState;
  return state === 'live' ? [] : [`${pk} is ${state}${reason === undefined ? '' : ` (${reason}: ${report?.what} ${report?.count} of ${report?.of})`}`];
}

async function itemsOf(w: TestWorkspace): Promise<readonly Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await w.world.table.scan(0, 1, after);
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}

/** Who belongs together and what is said of it: not when it was said, nor by which of two records it was founded. */
function entityLine(item: Item): string[] {
  const entity = entityOf(item);
  if (entity.mergedInto !== undefined) return [];
  const golden = Object.entries(entity.golden).map(([field, { value }]) => [field, value] as const);
  return [stableStringify([entity.type, Object.keys(entity.members).sort(), golden.sort(([a], [b]) => (a < b ? -1 : 1)), entity.deleted === undefined])];
}

/** Which value lost to which. Whether it is called overruled or concurrent depends on who was read first. */
function conflictLine(item: Item): string {
  const { field, value, winning } = item.body as unknown as Conflict;
  return stableStringify([field, value, winning]);
}

async function queued(w: TestWorkspace): Promise<readonly string[]> {
  const depths = (await w.world.queues?.()) ?? [];
  const left = depths.flatMap((d) => (d.dead + d.ready + d.inFlight === 0 ? [] : [`${d.ready + d.inFlight} messages and ${d.dead} dead letters in ${d.name}`]));
  return w.store.feed.size() === 0 ? left : [...left, `${w.store.feed.size()} changes that nobody took`];
}
