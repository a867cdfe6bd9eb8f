import { partsOf, type Ref, refOf } from '../../../core/model/ids.ts';
import type { Entity } from '../../../core/sync/entity.ts';
import type { Book, BookRecord } from '../book.ts';
import { reads, sameText } from '../config.ts';
import { isSame, type RecordKind } from '../kinds.ts';
import { portCallMsOf } from '../scenario.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { isLikeAnother, isMostlyOther } from './like-another.ts';
import { isSecondDocument } from './second-documents.ts';
import { canonicalName, goldenText, type Truth } from './truth.ts';
import type { Excused } from './violation.ts';

/** As what it is counted that a record of ours was taken for a person's. */
type TakenAs = keyof Pick<Excused, 'rewritten' | 'landedLate'>;

/**
 * Nothing could tell that we made this record. N4: its answer was lost, and people had rewritten most of it before we were shown it, or had corrected another there to be the same. N6: it was made beside that of another try of its
 * create, since our clock jumped over the wait, and is a document, or was edited before we were shown it.
 */
export function takenForAPersons(setup: Setup, snapshot: Snapshot, system: string, book: Book, record: BookRecord): TakenAs | undefined {
  if (isRewritten(setup, system, book, record) || isMistaken(snapshot, system, book, record)) return 'rewritten';
  return isSecondAndEdited(setup, book, record) || isSecondDocument(setup, book, record) ? 'landedLate' : undefined;
}

/**
 * Of a field golden is what such a record was made with and showed when we were shown it first, in the form that its system keeps. It counts as said by whoever edited the rest of it, and later than what we had sent.
 *
 *   maker:   sent name 0010 · note 0012note · no answer
 *   person:                                     name 0027 · city 0029 ·
 *   search:                                                             shows name 0027 · city 0029 · note 0012no
 */
export function leftOfOurs(setup: Setup, snapshot: Snapshot, truth: Truth, entity: Entity, kind: RecordKind, field: string): TakenAs | undefined {
  const ref = entity.golden[canonicalName(kind, field)]?.ref ?? '';
  if (snapshot.records.get(ref)?.origin !== 'native') return undefined;
  const { connection, id } = partsOf(ref as Ref);
  const book = setup.vendors[connection]?.books.get(kind.stream);
  const record = book?.records.get(id);
  const { as, shown } = book?.made.get(id) ?? {};
  const value = as?.[field] ?? '';
  if (book === undefined || record?.madeBy !== 'us' || value === '' || shown?.[field] !== value) return undefined;
  if (!sameText(field, reads(connection, field, value, setup.mapping.version), goldenText(entity, canonicalName(kind, field)))) return undefined;
  return truth.last(ref, field) === undefined ? takenForAPersons(setup, snapshot, connection, book, record) : undefined;
}

/**
 * N4: nothing but what it says tells whose it is, where a system keeps no name of ours and the answer was lost, and less than half of it was what we had sent when we were shown it first, or not what it is known by.
 * Where a name of ours is no key, also one that no search could show any more, so that another was made under its name.
 */
function isRewritten(setup: Setup, system: string, book: Book, record: BookRecord): boolean {
  const { abilities, kind, made } = book;
  const { as, shown } = made.get(record.id) ?? {};
  if (isAnswered(setup, book, record) || as === undefined || shown === undefined) return false;
  if (abilities.kind === 'none') return isMostlyOther(kind, as, shown) || !(kind.customer === undefined || isSame(kind, as, shown));
  const namesakes = book.live().filter(({ madeBy, externalId }) => madeBy === 'us' && externalId === record.externalId);
  return isLikeAnother(book, record) && isOutOfReach(setup, system, book, record, namesakes);
}

/** An answer is not lost whose maker asked for the record that it named, and came to its end: unless our clock jumped so that another took its slot over meanwhile. */
function isAnswered({ sim, tries }: Setup, { made }: Book, { id, maker = '' }: BookRecord): boolean {
  return made.get(id)?.answered === true && tries.hasFinished(maker) && (sim.faults()['clockJump'] ?? 0) === 0;
}

/** N4: of these another was made after it, whose maker could not find it: people had rewritten all that its system searches by, its answer was lost, and nobody knew of it at the maker's last look. */
export function isOutOfReach(setup: Setup, system: string, book: Book, record: BookRecord, records: readonly BookRecord[]): boolean {
  if (isAnswered(setup, book, record)) return false;
  const ref = refOf(system, book.name, record.id);
  return records.some(
    (later) =>
      later !== record && later.madeAt >= record.madeAt && book.wasOutOfReach(record.id, later.maker ?? '') && !setup.cursors.wasKnown(ref, lastLookBefore(setup, book, later)),
  );
}

/** N4: a person corrected another record there to be the same before we were shown this one: nothing tells which of them we made. */
function isMistaken(snapshot: Snapshot, system: string, book: Book, record: BookRecord): boolean {
  if (book.abilities.kind !== 'none') return false;
  return book.live().some((r) => r.madeBy === 'human' && isSame(book.kind, r.fields, record.fields) && snapshot.records.get(refOf(system, book.name, r.id))?.origin === 'ours');
}

/**
 * N6: both tries of a create landed since our clock jumped over the wait, and somebody had edited this one before we were shown it: it did not show what we had sent and nothing else, or, where it bears our name, was known as somebody
 * else.
 *
 *   try 1: sent · no answer · our clock jumps                     lands · edited · read: a person's
 *   try 2:                                    sent · answered
 */
function isSecondAndEdited({ sim }: Setup, book: Book, record: BookRecord): boolean {
  const { as = {}, shown = {} } = book.made.get(record.id) ?? {};
  if ((sim.faults()['clockJump'] ?? 0) === 0 || (book.abilities.kind !== 'none' && !isLikeAnother(book, record))) return false;
  if (!book.edits.some((edit) => edit.record === record.id && (shown[edit.field] ?? '') !== (as[edit.field] ?? ''))) return false;
  // As they were made: what one is known by may have been corrected since.
  return book.live().some((other) => other !== record && other.madeBy === 'us' && isSame(book.kind, book.made.get(other.id)?.as ?? other.fields, as));
}

/** The last look at a customer and the call that makes its record: each takes a port call at most. */
const lookAndCall = 2;

/** Whoever made this record has looked at its customer at this time or later. */
export function lastLookBefore({ scenario }: Setup, book: Book, { id, madeAt }: BookRecord): number {
  return (book.landedLate.get(id) ?? madeAt) - lookAndCall * portCallMsOf(scenario);
}
