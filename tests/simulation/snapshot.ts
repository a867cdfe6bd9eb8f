import { workspace } from '../../core/model/ids.ts';
import type { Item } from '../../core/ports/table.ts';
import type { Conflict } from '../../core/sync/conflicts.ts';
import type { Entity } from '../../core/sync/entity.ts';
import { entityOf } from '../../core/sync/entity-item.ts';
import type { SourceRecord } from '../../core/sync/record.ts';
import { recordOf } from '../../core/sync/record-item.ts';
import { homeName } from './config.ts';
import type { Setup } from './setup.ts';

/** Everything the table holds at the end. */
export interface Snapshot {
  readonly items: readonly Item[];
  readonly records: ReadonlyMap<string, SourceRecord>;
  /** Those that stand, by id. */
  readonly entities: ReadonlyMap<string, Entity>;
  readonly conflicts: readonly Conflict[];
  /** The entity a record belongs to, redirects followed. */
  entityOf(ref: string): Entity | undefined;
}

/** Reads the whole table of the watched workspace. */
export async function snapshotOf(setup: Setup): Promise<Snapshot> {
  const items = await setup.sim.drive(async (ports) => {
    const table = ports.tables.in(workspace(homeName));
    const all: Item[] = [];
    let after: string | undefined;
    do {
      const page = await table.scan(0, 1, after);
      all.push(...page.items);
      after = page.next;
    } while (after !== undefined);
    return all;
  });
  const records = new Map(items.filter((i) => i.kind === 'record').map((i) => [recordOf(i).ref as string, recordOf(i)]));
  const everything = new Map(items.filter((i) => i.kind === 'entity').map((i) => [entityOf(i).id as string, entityOf(i)]));
  const conflicts = items.filter((i) => i.kind === 'conflict').map((i) => i.body as unknown as Conflict);
  return {
    items,
    records,
    entities: new Map([...everything].filter(([, e]) => e.mergedInto === undefined)),
    conflicts,
    entityOf(ref) {
      let entity = everything.get(records.get(ref)?.entity ?? '');
      while (entity?.mergedInto !== undefined) entity = everything.get(entity.mergedInto);
      return entity?.members[ref] === undefined ? undefined : entity;
    },
  };
}
