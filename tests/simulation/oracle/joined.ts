import { refOf } from '../../../core/model/ids.ts';
import type { Book, BookRecord } from '../book.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { booksOf } from './records.ts';
import type { Violation } from './violation.ts';

/** Records are one customer only where people say so: each shares a tax number that somebody entered with another of them, or somebody merged or split customers of those numbers. */
export function joined(setup: Setup, snapshot: Snapshot): Violation[] {
  const members = new Map<string, Set<string>[]>();
  for (const { system, book } of booksOf(setup)) {
    if (book.name !== 'customers') continue;
    for (const record of book.records.values()) {
      const [entity, taxes] = [snapshot.entityOf(refOf(system, book.name, record.id)), taxesOf(book, record)];
      if (entity === undefined || taxes.size === 0) continue;
      members.set(entity.id, [...(members.get(entity.id) ?? []), taxes]);
    }
  }
  return [...members].flatMap(([entity, all]): Violation[] => {
    const groups = connected(all);
    const strangers = groups.filter((taxes) => taxes.isDisjointFrom(setup.mergedTaxes)).length;
    const isOne = groups.length < 2 || strangers === 0;
    return isOne ? [] : [{ oracle: 'joined', what: `${entity} is several customers: ${groups.map((taxes) => [...taxes].join('=')).join(', ')}` }];
  });
}

/** The numbers that people gave a record; of one that we made also the one it was made with. What we wrote later says nothing about whose it is. */
export function taxesOf(book: Book, { id }: BookRecord): Set<string> {
  const entered = book.edits.flatMap((edit) => (edit.record === id && edit.field === 'tax' ? [edit.value] : []));
  return new Set([book.made.get(id)?.as['tax'] ?? '', ...entered].filter((tax) => tax !== ''));
}

/** Sets that share something are one. */
function connected(sets: readonly ReadonlySet<string>[]): ReadonlySet<string>[] {
  return sets.reduce<ReadonlySet<string>[]>((groups, set) => {
    const apart = groups.filter((group) => group.isDisjointFrom(set));
    return [...apart, groups.filter((group) => !apart.includes(group)).reduce((all, group) => all.union(group), set)];
  }, []);
}
