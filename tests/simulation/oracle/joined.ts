import { refOf } from '../../../core/model/ids.ts';
import type { Book, BookRecord } from '../book.ts';
import { connected, type RecordKind, valuesOf } from '../kinds.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { booksOf } from './records.ts';
import type { Violation } from './violation.ts';

/** What people entered into records, and what ours were made with, by field. */
type Entered = Readonly<Record<string, readonly string[]>>;

/**
 * Records are one only where people say so: of a customer each shares a tax number that somebody entered with another of them, of a contact the name, and a mailbox or telephone,
 * unless somebody merged or split records that are known by one of these.
 */
export function joined(setup: Setup, snapshot: Snapshot): Violation[] {
  const members = new Map<string, { readonly kind: RecordKind; readonly all: Entered[] }>();
  for (const { system, book } of booksOf(setup)) {
    if (!book.kind.isSomebody) continue;
    for (const record of book.records.values()) {
      const [entity, entered] = [snapshot.entityOf(refOf(system, book.name, record.id)), enteredIn(book, record)];
      if (entity === undefined || book.kind.joinedBy.every((fields) => fields.every((field) => entered[field]?.length === 0))) continue;
      const member = members.get(entity.id) ?? { kind: book.kind, all: [] };
      members.set(entity.id, member);
      member.all.push(entered);
    }
  }
  return [...members].flatMap(([entity, { kind, all }]): Violation[] => {
    const groups = groupsOf(kind, all);
    const strangers = groups.filter((group) => !setup.decisions.hasAny(kind.stream, group)).length;
    const isOne = groups.length < 2 || strangers === 0;
    return isOne ? [] : [{ oracle: 'joined', what: `${entity} is several: ${groups.map((group) => JSON.stringify(group)).join(', ')}` }];
  });
}

/** What people gave a record; of one that we made also what it was made with. What we wrote later says nothing about whose it is. */
export function enteredIn({ kind, edits, made }: Book, { id }: BookRecord): Entered {
  const fields = kind.joinedBy.flat();
  const texts = (field: string): string[] => [made.get(id)?.as[field] ?? '', ...edits.flatMap((edit) => (edit.record === id && edit.field === field ? [edit.value] : []))];
  return Object.fromEntries(fields.map((field) => [field, [...new Set(texts(field).flatMap((text) => valuesOf(kind, field, text)))]]));
}

/** Groups of records that have nothing in common. A contact whose name was corrected in one record, and whose mailbox in another, is known by both. */
function groupsOf(kind: RecordKind, all: readonly Entered[]): readonly Entered[] {
  const isOne = (a: Entered, b: Entered): boolean => kind.joinedBy.every((fields) => fields.some((field) => a[field]?.some((value) => b[field]?.includes(value))));
  const groups = connected(all, isOne).map(unionOf);
  return groups.length === all.length ? groups : groupsOf(kind, groups);
}

function unionOf(group: readonly Entered[]): Entered {
  const fields = Object.keys(group[0] ?? {});
  return Object.fromEntries(fields.map((field) => [field, [...new Set(group.flatMap((one) => one[field] ?? []))]]));
}
