import { refOf } from '../../../core/model/ids.ts';
import { missingLimit } from '../../../core/sync/brake.ts';
import type { Entity } from '../../../core/sync/entity.ts';
import type { Book, BookRecord } from '../book.ts';
import { sweepEveryMs } from '../connector.ts';
import { agreesIn, connected, isSame, kinds, type RecordKind, type Shown } from '../kinds.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { isLeftOut } from '../vendor.ts';
import { isErased } from './erased.ts';
import { isCopyOfSecond } from './second-documents.ts';
import { isOutOfReach, lastLookBefore, takenForAPersons } from './taken-for-a-persons.ts';
import type { Excused, Violation } from './violation.ts';

/** Every book of the watched workspace. */
export function booksOf(setup: Setup): { readonly system: string; readonly book: Book }[] {
  return Object.values(setup.vendors).flatMap((v) => [...v.books.values()].map((book) => ({ system: v.name, book })));
}

/** We never make a record beside one that our own search had shown; never two for one customer; and what we made is known. */
export function duplicates(setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const found: Violation[] = [];
  for (const { system, book } of booksOf(setup)) {
    const ours = book.live().filter((r) => r.madeBy === 'us');
    for (const r of ours) {
      const ref = refOf(system, book.name, r.id);
      if (snapshot.entityOf(ref) === undefined && isErased(setup, book, r, ref)) continue;
      else if (snapshot.entityOf(ref) === undefined) found.push({ oracle: 'orphan', what: `${ref} made by us, known to nobody` });
      else if (snapshot.records.get(ref)?.origin === 'ours') continue;
      const as = takenForAPersons(setup, snapshot, system, book, r);
      if (as !== undefined) excused[as] += 1;
      else found.push({ oracle: 'orphan', what: `${ref} made by us, taken for a person's` });
    }
    for (const [whose, records] of severalOf(snapshot, system, book, ours)) {
      // Customers that a person merged or split had two records before, and keep them.
      if (records.some((r) => setup.decisions.has(book.name, r.fields)) || areMadeOne(setup, snapshot, system, book, records)) continue;
      // N6: no wait is long enough where the clock that measures it jumps.
      const jumped = (setup.sim.faults()['clockJump'] ?? 0) > 0;
      const timely = records.filter((r) => !(jumped && (book.landedLate.has(r.id) || isOvertaken(setup, book, r))));
      if (timely.length < 2 || isCopied(setup, snapshot, system, book, timely)) excused.landedLate += 1;
      else if (timely.filter((r) => !isOutOfReach(setup, system, book, r, timely)).length < 2) excused.rewritten += 1;
      else found.push({ oracle: 'duplicate', what: `${system} ${book.name}: ${records.map((r) => r.id).join(', ')} made by us for ${whose}` });
    }
    for (const { id, beside, key } of setup.decisions.any(book.name) ? [] : book.doubles) {
      const records = [id, beside].flatMap((one) => book.records.get(one) ?? []);
      if (areMadeOne(setup, snapshot, system, book, records)) continue;
      else if (records.some((r) => isCopyOfSecond(setup, snapshot, refOf(system, book.name, r.id)))) excused.landedLate += 1;
      else found.push({ oracle: 'duplicate', what: `${system} ${book.name}: ${id} beside ${beside} (${key})` });
    }
  }
  return [...found, ...twins(setup, snapshot, excused), ...wronglyDeleted(setup, snapshot, excused)];
}

/** What people know a record by. */
const nameIn = ({ kind }: Book, record: BookRecord | undefined): string => kind.knownBy.map((field) => record?.fields[field] ?? '').join(' ');

/** Records of ours of which a system has several: of what people see as one, or of one entity, whose number or name somebody may have corrected. */
function severalOf(snapshot: Snapshot, system: string, book: Book, ours: readonly BookRecord[]): readonly (readonly [string, readonly BookRecord[]])[] {
  const byIdentity = connected(ours, (a, b) => isSame(book.kind, a.fields, b.fields)).map((records) => [nameIn(book, records[0]), records] as const);
  const byEntity = Map.groupBy(ours, (r) => snapshot.entityOf(refOf(system, book.name, r.id))?.id ?? '');
  const several = [...byIdentity, ...byEntity].filter(([whose, records]) => whose !== '' && records.length > 1);
  return several.filter(([, records], at) => several.findIndex(([, same]) => same.length === records.length && same.every((r) => records.includes(r))) === at);
}

/** Another worker took its slot over while its request was on the way: before its maker's last look that would have stopped it. */
function isOvertaken(setup: Setup, book: Book, record: BookRecord): boolean {
  const { externalId, maker = '', madeAt } = record;
  const takenOverAt = setup.tries.takenOverAt(externalId, maker, madeAt);
  return takenOverAt !== undefined && takenOverAt >= lastLookBefore(setup, book, record);
}

/** People entered two, and corrected one of them to be the other: what we had made for each of them stays. */
function areMadeOne(setup: Setup, snapshot: Snapshot, system: string, { kind, name }: Book, records: readonly BookRecord[]): boolean {
  const ids = new Set(records.map(({ id }) => snapshot.entityOf(refOf(system, name, id))?.id));
  const entered = booksOf(setup).flatMap((other) =>
    other.book.kind !== kind
      ? []
      : [...other.book.records.values()].flatMap((r) =>
          r.madeBy === 'human' && ids.has(snapshot.entityOf(refOf(other.system, name, r.id))?.id) ? [enteredFirst(other.book, r)] : [],
        ),
  );
  return connected(entered, (a, b) => kind.joinedBy.every((fields) => fields.some((field) => agreesIn(kind, field, a, b)))).length > 1;
}

/** What a person entered when he made it. */
function enteredFirst({ edits }: Book, { id, madeAt }: BookRecord): Shown {
  return Object.fromEntries(edits.flatMap((edit) => (edit.record === id && edit.at === madeAt && edit.saw === '' ? [[edit.field, edit.value]] : [])));
}

/** One of these each was made for another document, and all but one of those are such second ones. */
function isCopied(setup: Setup, snapshot: Snapshot, system: string, book: Book, records: readonly BookRecord[]): boolean {
  const refs = records.map((r) => refOf(system, book.name, r.id));
  const documents = new Set(refs.map((ref) => snapshot.entityOf(ref)?.id));
  return documents.size === refs.length && refs.filter((ref) => !isCopyOfSecond(setup, snapshot, ref)).length < 2;
}

/** Records that people made of one customer, known by its tax id, or of one contact, known by name and mailbox, are one entity, unless a person merged or split it. */
function twins(setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const erased = setup.erasing.refs();
  return kinds
    .filter((kind) => kind.isSomebody)
    .flatMap((kind) => {
      const records = booksOf(setup).flatMap(({ system, book }) =>
        book.kind === kind ? book.live().flatMap((r) => (r.madeBy === 'human' ? [{ ref: refOf(system, book.name, r.id), r, book }] : [])) : [],
      );
      const groups = connected(
        records.filter(({ ref }) => !erased.has(ref)),
        (a, b) => isSame(kind, a.r.fields, b.r.fields),
      );
      return groups.flatMap((same): Violation[] => {
        const ids = new Set(same.map(({ ref }) => snapshot.entityOf(ref)?.id));
        if (ids.size > 1 && same.some(({ r }) => isBesideDeleted(setup, snapshot, kind, r.fields, ids))) {
          excused.besideDeleted += 1;
          return [];
        }
        if (ids.size < 2 || same.some(({ r }) => setup.decisions.has(kind.stream, r.fields))) return [];
        return [{ oracle: 'duplicate', what: `${same.map(({ book, r }) => nameIn(book, r))[0]} is ${ids.size} entities: ${same.map(({ ref }) => ref).join(', ')}` }];
      });
    });
}

/** A person deleted one of what people know it by, which still stands elsewhere, edited since, until somebody decides; what is shown for the first time after that is somebody new. */
function isBesideDeleted(setup: Setup, snapshot: Snapshot, kind: RecordKind, shown: Shown, ids: ReadonlySet<string | undefined>): boolean {
  const isDeleted = booksOf(setup).some(({ book }) => book.kind === kind && book.ever().some((r) => r.goneBy === 'human' && isSame(kind, r.fields, shown)));
  const entities = [...ids].flatMap((id) => snapshot.entities.get(id ?? '') ?? []);
  const [deleted, ...others] = entities.toSorted((a, b) => a.foundedAt - b.foundedAt);
  if (!isDeleted || deleted?.deleted === undefined || others.length !== ids.size - 1) return false;
  return others.length === 1 && (others[0]?.foundedAt ?? 0) > deleted.deleted.stamp.at;
}

/** We delete nothing that nobody deleted: a listing that broke is no delete. */
function wronglyDeleted(setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const found: Violation[] = [];
  const all = booksOf(setup).flatMap(({ system, book }) =>
    setup.decisions.any(book.name) ? [] : book.ever().map((r) => ({ system, book, r, entity: snapshot.entityOf(refOf(system, book.name, r.id))?.id })),
  );
  for (const { system, book, r, entity } of all) {
    if (r.goneBy !== 'us' || isErased(setup, book, r, refOf(system, book.name, r.id))) continue;
    // Also of whom somebody corrected the name or the mailbox meanwhile.
    const others = all.filter((o) => o.book.kind === book.kind && (isSame(book.kind, o.r.fields, r.fields) || (entity !== undefined && o.entity === entity)));
    if (others.some((o) => o.r.goneBy === 'human' && (o.r.goneAt ?? 0) <= (r.goneAt ?? 0))) continue;
    if (others.some((o) => o.r !== r && wasHiddenTooLong(setup, o.system, o.book, o.r, r.goneAt ?? 0))) excused.hidden += 1;
    else found.push({ oracle: 'lost', what: `${system} ${book.name} ${r.id} was deleted by us, and nobody had deleted it anywhere` });
  }
  return found;
}

/** Its source hid it for longer than two sweeps before that time, or while our clock jumped over that, among so few that no brake is pulled. */
function wasHiddenTooLong(setup: Setup, system: string, book: Book, record: BookRecord, at: number): boolean {
  const intervalMs = (setup.sim.faults()['clockJump'] ?? 0) > 0 ? 0 : sweepEveryMs;
  return (setup.vendors[system]?.hidings ?? []).some(({ from, until, share }) => {
    if (!isLeftOut(record.id, share) || Math.min(until, at) - from < intervalMs) return false;
    // The first sweep that misses them weighs what is known by then: while systems are read for the first time that may be few of many. Later sweeps weigh whatever came to be known since by itself.
    const weighedAt = book.listedAt.find((t) => t >= from) ?? until;
    const isKnown = (r: BookRecord): boolean => setup.cursors.wasKnown(refOf(system, book.name, r.id), weighedAt);
    const there = book.ever().filter((r) => r.madeAt < until && (r.goneAt ?? Number.POSITIVE_INFINITY) > from && isKnown(r));
    return there.filter((r) => isLeftOut(r.id, share)).length <= missingLimit(there.length);
  });
}

/** Nothing that a forged webhook names is looked up or remembered. */
export function forgery(setup: Setup, snapshot: Snapshot): Violation[] {
  const asked = booksOf(setup).flatMap(({ system, book }) =>
    book.strangers.filter((id) => id.startsWith('forged')).map((id): Violation => ({ oracle: 'forgery', what: `${system} was asked for ${id}` })),
  );
  const kept = snapshot.items.filter((i) => i.pk.includes('forged')).map((i): Violation => ({ oracle: 'forgery', what: `${i.pk} is remembered` }));
  return [...asked, ...kept];
}

/** A record is linked to one entity that stands, and that is the one it names; of those that live in one system one is the primary. */
export function links(snapshot: Snapshot): Violation[] {
  return [...snapshot.entities.values()].flatMap((entity) => [
    ...Object.keys(entity.members).flatMap((ref): Violation[] => {
      const own = snapshot.entityOf(ref)?.id;
      return own === entity.id ? [] : [{ oracle: 'link', what: `${ref} is linked to ${entity.id}, and belongs to ${own ?? 'nobody'}` }];
    }),
    ...ledWrongly(entity),
  ]);
}

function ledWrongly(entity: Entity): Violation[] {
  const live = Object.entries(entity.members).filter(([, { dead }]) => dead !== true);
  const bySystem = Map.groupBy(live, ([ref]) => ref.slice(0, ref.indexOf('/')));
  return [...bySystem].flatMap(([system, members]): Violation[] => {
    const primaries = members.filter(([, { role }]) => role === 'primary').map(([ref]) => ref);
    return primaries.length === 1 ? [] : [{ oracle: 'link', what: `${entity.id} has ${members.length} records in ${system}, of which lead: ${primaries.join(', ') || 'none'}` }];
  });
}

/** No stored position passes what is not stored or handed over, and none is stored by a worker whose lease has gone to another. */
export function cursors(setup: Setup): Violation[] {
  const { violations, unfenced } = setup.cursors;
  return [...violations.map((what): Violation => ({ oracle: 'cursor', what })), ...unfenced.map((what): Violation => ({ oracle: 'fence', what }))];
}

/** No write of ours without a look by the same worker first. */
export function blind(setup: Setup): Violation[] {
  return booksOf(setup).flatMap(({ system, book }) => book.blind.map((what): Violation => ({ oracle: 'blind', what: `${system} ${book.name}: ${what} without a look` })));
}
