import { partsOf, refOf } from '../../../core/model/ids.ts';
import { type Item, setKind } from '../../../core/ports/table.ts';
import type { Erasure } from '../../../core/sync/erase/erasure.ts';
import type { Book, BookRecord } from '../book.ts';
import type { Erased } from '../erasing.ts';
import { isSame, type RecordKind, valuesOf } from '../kinds.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { isLeftOut } from '../vendor.ts';
import { enteredIn } from './joined.ts';
import { booksOf } from './records.ts';
import { takenForAPersons } from './taken-for-a-persons.ts';
import type { Excused, Violation } from './violation.ts';

const wrong = (what: string): Violation => ({ oracle: 'erased', what: what.slice(0, 600) });

/** Who was erased is nowhere, does not come back, and the receipt tells the truth. */
export function erased(setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const { all } = setup.erasing;
  if (all.length === 0) return [];
  return [
    ...remains(setup, snapshot),
    ...traces(setup, snapshot),
    ...madeAgain(setup, snapshot),
    ...untold(setup, snapshot),
    ...all.flatMap((one) => receipt(setup, snapshot, one, excused)),
  ];
}

/** True for a record of somebody who was erased: one that was known as theirs, or that we had made for them and never got to know. */
export function isErased(setup: Setup, book: Book, { madeBy, fields }: BookRecord, ref: string): boolean {
  const refs = setup.erasing.refs();
  if (refs.has(ref)) return true;
  if (refs.size === 0 || madeBy !== 'us' || !book.kind.isSomebody) return false;
  return booksOf(setup).some(
    ({ system, book: other }) =>
      other.kind === book.kind && [...other.records.values()].some((r) => refs.has(refOf(system, other.name, r.id)) && isSame(book.kind, r.fields, fields)),
  );
}

/** No row is the person's own. */
function remains(setup: Setup, snapshot: Snapshot): Violation[] {
  const ids = new Set(setup.erasing.all.flatMap((one) => [...setup.erasing.idsOf(one)]));
  const refs = setup.erasing.refs();
  const rows = snapshot.items.filter(({ pk, kind, body }) => ids.has(pk.slice('ENT#'.length)) || (kind === setKind && (body['values'] as string[]).some((id) => ids.has(id))));
  return [
    ...rows.map(({ pk, sk, kind }) => wrong(`${pk} ${sk} (${kind}) is left`)),
    ...[...refs].filter((ref) => snapshot.records.has(ref)).map((ref) => wrong(`${ref} is known`)),
  ];
}

/** No value that people typed of an erased person is anywhere, unless somebody who was not erased shows it. */
function traces(setup: Setup, snapshot: Snapshot): Violation[] {
  const { never, once } = ownValues(setup, snapshot);
  if (never.size + once.size === 0) return [];
  // Who was one with somebody else for a while has left values there: docs/operate.md.
  const isOthers = ({ kind }: Item): boolean => ['record', 'entity', 'key', 'failure'].includes(kind);
  const texts = [
    ...snapshot.items.map((item) => ({ where: `${item.pk} ${item.sk} (${item.kind})`, text: JSON.stringify(item), values: isOthers(item) ? never : never.union(once) })),
    ...setup.sim.texts().map((text) => ({ ...text, values: never.union(once) })),
  ];
  return texts.flatMap(({ where, text, values }) => {
    const folded = text.toLowerCase();
    const value = [...values].find((v) => folded.includes(v));
    return value === undefined ? [] : [wrong(`${where} holds ${JSON.stringify(value)}`)];
  });
}

/** What a field shows, element by element: mailboxes are kept, and names compared, whatever their case. */
const shownIn = (kind: RecordKind, field: string, text: string | null): readonly string[] => valuesOf(kind, field, text).map((value) => value.toLowerCase());

/** What many records share says nothing about one of them. */
const isVague = ({ customer }: RecordKind, field: string): boolean => field === 'tags' || field === customer?.field;

/** What was typed into records of erased persons and stands in no other customer's: of those who never were one with somebody else, and of those who once were. */
function ownValues(setup: Setup, snapshot: Snapshot): { readonly never: ReadonlySet<string>; readonly once: ReadonlySet<string> } {
  const refs = setup.erasing.refs();
  const [never, once, others] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { system, book } of booksOf(setup)) {
    for (const record of book.records.values()) {
      const ref = refOf(system, book.name, record.id);
      const own = wasOneWithOthers(setup, book, record) ? once : never;
      for (const { field, value: text } of book.edits.filter((edit) => edit.record === record.id))
        if (!isVague(book.kind, field)) for (const value of shownIn(book.kind, field, text)) (refs.has(ref) ? own : others).add(value);
      if (snapshot.records.has(ref) && !refs.has(ref))
        for (const [field, text] of Object.entries(record.fields)) for (const value of shownIn(book.kind, field, text)) others.add(value);
    }
  }
  return { never: never.difference(others), once: once.difference(others) };
}

/** Somebody who was known by one of these was merged with somebody, or split. */
function wasOneWithOthers({ decisions }: Setup, book: Book, record: BookRecord): boolean {
  return book.kind.isSomebody && (decisions.has(book.name, record.fields) || decisions.hasAny(book.name, enteredIn(book, record)));
}

/** What we had made for an erased person founds nobody anew: only what people enter does. */
function madeAgain(setup: Setup, snapshot: Snapshot): Violation[] {
  const human = new Set(
    booksOf(setup).flatMap(({ system, book }) => [...book.records.values()].flatMap((r) => (r.madeBy === 'human' ? [refOf(system, book.name, r.id) as string] : []))),
  );
  // A split leaves whom nobody entered, too; and of what people had rewritten before we were shown it nobody could tell that we had made it.
  const isExcused = (ref: string): boolean => {
    const { connection, stream, id } = partsOf(ref);
    const book = setup.vendors[connection]?.book(stream);
    const record = book?.records.get(id);
    if (book === undefined || record === undefined || wasOneWithOthers(setup, book, record)) return true;
    return snapshot.records.get(ref)?.origin === 'native' && takenForAPersons(setup, snapshot, connection, book, record) !== undefined;
  };
  return [...snapshot.entities.values()].flatMap((entity) =>
    setup.erasing.isOld(entity.id) || Object.keys(entity.members).some((ref) => human.has(ref) || isExcused(ref))
      ? []
      : [wrong(`${entity.id} is nobody that a person entered: ${Object.keys(entity.members).join(', ')}`)],
  );
}

/** A record that we had made for somebody erased, and that stands where no receipt tells of any: its create began after the erasure had looked for those in flight. */
function untold(setup: Setup, snapshot: Snapshot): Violation[] {
  const told = new Set(
    snapshot.items.filter(({ kind }) => kind === 'erasure').flatMap(({ body }) => (body as unknown as Erasure).systems.map((s) => `${s.connection}/${s.stream}`)),
  );
  return booksOf(setup).flatMap(({ system, book }) => {
    if (told.has(`${system}/${book.name}`)) return [];
    const isOurs = (r: BookRecord, ref: string): boolean => r.madeBy === 'us' && !snapshot.records.has(ref) && isErased(setup, book, r, ref);
    return book
      .live()
      .flatMap((r) => (isOurs(r, refOf(system, book.name, r.id)) ? [wrong(`${refOf(system, book.name, r.id)} was made for somebody erased, and no receipt tells of it`)] : []));
  });
}

/** The receipt is complete, does not say whom it was about, and says of each system what is so there. */
function receipt(setup: Setup, snapshot: Snapshot, one: Erased, excused: Excused): Violation[] {
  const item = snapshot.items.find(({ pk, kind }) => kind === 'erasure' && pk === `ERASURE#${one.id}`);
  if (item === undefined) return [wrong(`${one.id} has no receipt`)];
  const told = item.body as unknown as Erasure;
  if (told.phase !== 'done') return [wrong(`${one.id} did not come to its end: ${told.phase}`)];
  const text = JSON.stringify(item);
  const ids = setup.erasing.idsOf(one);
  const named = [...ids, ...setup.erasing.refs()].filter((name) => text.includes(name));
  const found = named.length > 0 || told.who !== undefined ? [wrong(`the receipt ${one.id} names ${named.join(', ')}`)] : [];
  // Whom two erasures name is told of by one of them.
  const isAlone = !setup.erasing.all.some((other) => other !== one && [...setup.erasing.idsOf(other)].some((id) => ids.has(id)));
  if (isAlone && (told.erased['entity'] ?? 0) < 1) found.push(wrong(`the receipt ${one.id} tells of nobody: ${JSON.stringify(told.erased)}`));
  return [...found, ...leftOut(setup, one, told.systems), ...told.systems.flatMap((system) => atSystem(setup, one, system, excused))];
}

/** No record of the person stands at a system that the receipt leaves out. */
function leftOut(setup: Setup, one: Erased, told: Erasure['systems']): Violation[] {
  if (setup.erasing.all.length > 1) return [];
  const refs = setup.erasing.refs();
  const isTold = (system: string, stream: string): boolean => told.some((t) => t.connection === system && t.stream === stream);
  return booksOf(setup).flatMap(({ system, book }) =>
    isTold(system, book.name)
      ? []
      : book.live().flatMap(({ id }) => (refs.has(refOf(system, book.name, id)) ? [wrong(`the receipt ${one.id} leaves out ${system}, where ${id} stands`)] : [])),
  );
}

function atSystem(setup: Setup, one: Erased, { connection, stream, did }: Erasure['systems'][number], excused: Excused): Violation[] {
  const refs = setup.erasing.refs();
  const book = setup.vendors[connection]?.book(stream);
  const standing = [...(book?.records.values() ?? [])].filter((r) => refs.has(refOf(connection, stream, r.id)) && r.goneAt === undefined);
  const shown = did === 'gone' ? standing.filter((r) => !wasHidden(setup, connection, r, one.at)) : standing;
  if ((did === 'deleted' || did === 'gone') && shown.length > 0 && setup.erasing.all.length === 1)
    return [wrong(`the receipt ${one.id} says ${did} at ${connection}, where ${shown.length} stand`)];
  if (did === 'gone') excused.hidden += standing.length;
  // No longer there is told whatever routes say; what stands and is shown is not told as that.
  if (did === 'gone') return [];
  return (did === 'kept') === (setup.scenario.onSourceDelete === 'keep') ? [] : [wrong(`the receipt ${one.id} says ${did} at ${connection}`)];
}

/** Its system left it out of what it showed at some time after the erasure began: whoever asked could not tell that from a delete. */
function wasHidden({ vendors }: Setup, system: string, { id }: BookRecord, since: number): boolean {
  return (vendors[system]?.hidings ?? []).some(({ until, share }) => isLeftOut(id, share) && until > since);
}
