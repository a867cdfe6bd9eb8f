import { minuteMs } from '../../../core/model/time.ts';
import type { Entity } from '../../../core/sync/entity.ts';
import { sameText, streamsOf } from '../config.ts';
import { kindOf, type RecordKind, valuesOf } from '../kinds.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { isBlackened } from './blackened.ts';
import { isErased } from './erased.ts';
import { isLoggedAsGolden } from './logged-as-golden.ts';
import { isLoggedAsSent } from './logged-as-sent.ts';
import { isPutBack } from './put-back.ts';
import { booksOf } from './records.ts';
import { isSetAndCleared } from './set-and-cleared.ts';
import { leftOfOurs } from './taken-for-a-persons.ts';
import { isTakenOut } from './taken-out.ts';
import { canonicalName, goldenElements, goldenText, hasSeen, isLogged, type LastEdit, Truth } from './truth.ts';
import type { Excused, Violation } from './violation.ts';

/** Ten minutes, and what a clock may jump meanwhile. */
const takenForOursMs = 15 * minuteMs;

/** Every accepted edit is golden, in the conflict log, or followed by a later edit of the cell or of somebody who saw it. */
export function lost(setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  return peopleIn(setup).flatMap((kind) => [...lostOf(kind, setup, snapshot, excused), ...elementsLost(kind, setup, snapshot, excused)]);
}

/** The kinds of records of a scenario that are somebody. */
const peopleIn = ({ scenario }: Setup): readonly RecordKind[] =>
  streamsOf(scenario)
    .map(kindOf)
    .filter((kind) => kind.isSomebody);

function lostOf(kind: RecordKind, setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const truth = new Truth(setup, kind.stream);
  const erased = setup.erasing.refs();
  const who = { books: booksOf(setup), refs: erased };
  const found: Violation[] = [];
  for (const edit of truth.edits) {
    if (!kind.compared.includes(edit.field) || !truth.isLast(edit)) continue;
    const entity = snapshot.entityOf(edit.ref);
    const record = edit.book.records.get(edit.record);
    // Also what we had made for whom somebody erased, and never got to know: it is nobody's.
    if (erased.has(edit.ref) || (entity === undefined && record !== undefined && isErased(setup, edit.book, record, edit.ref))) continue;
    if (edit.field === 'legal' && setup.mapping.version === 1) continue;
    if (sameText(edit.field, goldenOf(entity, edit), edit.reads) || isLogged(snapshot, edit) || truth.wasSeen(edit, entity)) continue;
    // A delete takes the record's say with it; what it had said is in history.
    if (edit.book.wentWithRecord(edit)) continue;
    if (wasNeverRead(snapshot, edit) || isSetAndCleared(edit.book, edit, setup.texts)) {
      excused.neverRead += 1;
      continue;
    }
    if (isLoggedByTwin(snapshot, truth, edit, entity) || isLoggedAsSent(setup.taken, snapshot.conflicts, edit, nameOf(edit))) continue;
    if (isLoggedAsGolden(setup.agreed, snapshot.conflicts, edit, nameOf(edit), entity)) continue;
    if (isBlackened(who, snapshot.conflicts, { ref: edit.ref, name: nameOf(edit), value: edit.value })) continue;
    if (edit.value === '' ? isSameNothing(setup, truth, edit, entity) : isSameName(truth, edit, entity)) {
      excused.emptyBoth += 1;
      continue;
    }
    if (isOverwritten(edit)) {
      excused.overwritten += 1;
      continue;
    }
    if (isTextPutBack(setup, edit)) {
      excused.putBack += 1;
      continue;
    }
    if (isReplacedByOurs(setup, truth, edit, entity) || isBehindOurs(setup, truth, edit, entity)) {
      excused.landedLate += 1;
      continue;
    }
    found.push({ oracle: 'lost', what: `${describe(edit)}; golden is ${JSON.stringify(goldenOf(entity, edit))}` });
  }
  return found;
}

/** An element that a person put into a set is in golden or in the log, unless somebody who saw it took it out. */
function elementsLost(kind: RecordKind, setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const truth = new Truth(setup, kind.stream);
  const erased = setup.erasing.refs();
  const who = { books: booksOf(setup), refs: erased };
  return truth.edits.flatMap((edit): Violation[] => {
    const name = kind.sets[edit.field];
    const [entity, record] = [snapshot.entityOf(edit.ref), edit.book.records.get(edit.record)];
    if (name === undefined || !truth.isLast(edit) || edit.book.wentWithRecord(edit) || erased.has(edit.ref)) return [];
    if (entity === undefined && record !== undefined && isErased(setup, edit.book, record, edit.ref)) return [];
    const shows = (text: string, element: string): boolean => valuesOf(kind, edit.field, text).includes(element);
    const isRemoved = (element: string): boolean => truth.edits.some((e) => e.field === edit.field && shows(e.saw, element) && !shows(e.value, element));
    const isToldOf = (element: string): boolean =>
      snapshot.conflicts.some((c) => c.field === `${name}:${element}` && c.loser === edit.ref) ||
      isBlackened(who, snapshot.conflicts, { ref: edit.ref, name: `${name}:${element}`, value: element });
    const put = valuesOf(kind, edit.field, edit.value).filter((element) => !shows(edit.saw, element));
    const missing = put.filter((element) => !goldenElements(entity, name).includes(element) && !isRemoved(element) && !isToldOf(element));
    if (missing.length === 0) return [];
    if (isOverwritten(edit)) {
      excused.overwritten += 1;
      return [];
    }
    const gone = missing.filter((element) => !isPutBack(edit, (text) => shows(text, element), setup.texts));
    excused.putBack += missing.length - gone.length;
    return gone.length === 0 ? [] : [{ oracle: 'lost', what: `${describe(edit)}; golden lacks ${gone.join(', ')}` }];
  });
}

const nameOf = ({ book, field }: LastEdit): string => canonicalName(book.kind, field);
const goldenOf = (entity: Entity | undefined, edit: LastEdit): string => goldenText(entity, nameOf(edit));

/**
 * Two people said the same of one: the word of the one was golden, the other's agreed with it, and the first is in the log with what both lost to.
 * Of a clear, which says no more than any other, what it lost to must be golden still; where golden has changed since, `isLoggedAsGolden` judges.
 */
function isLoggedByTwin(snapshot: Snapshot, truth: Truth, edit: LastEdit, entity: Entity | undefined): boolean {
  const name = nameOf(edit);
  const said = (ref: string): LastEdit[] => truth.edits.filter((e) => e.ref === ref && e.field === edit.field && e.reads === edit.reads);
  const isTwin = (ref: string): boolean => ref !== edit.ref && entity?.members[ref] !== undefined && said(ref).length > 0;
  return snapshot.conflicts.some((c) => c.field === name && (c.value ?? '') === edit.reads && isTwin(c.loser) && (edit.value !== '' || c.winning === entity?.golden[name]?.value));
}

/**
 * N7: a clear lost to an edit whose author saw an empty cell, too: what he put something in place of was the same nothing. Either that edit is golden, or its stamp says that it came after
 * the clear (clocks decide between two that have not seen each other), and it is held against the rules as an edit of its own.
 */
function isSameNothing({ filled }: Setup, truth: Truth, clear: LastEdit, entity: Entity | undefined): boolean {
  const name = nameOf(clear);
  const sawNothing = truth.edits.filter((e) => e.field === clear.field && e.saw === '');
  if (sawNothing.some((e) => e.reads === goldenText(entity, name))) return true;
  const cleared = entity?.members[clear.ref]?.assertions[name]?.stamp.at ?? Number.POSITIVE_INFINITY;
  return Object.keys(entity?.members ?? {}).some((ref) => filled.isLater(ref, name, cleared) && sawNothing.some((e) => e.ref === ref));
}

/** N7: a name that was entered in several records, and lost to a correction whose author saw it in another of them: one text, whoever entered it, counts as seen. */
function isSameName(truth: Truth, edit: LastEdit, entity: Entity | undefined): boolean {
  return !truth.isUnique(edit) && truth.edits.some((e) => e.field === edit.field && e.saw === edit.value && e.reads === goldenOf(entity, edit));
}

/** N5: set and cleared between two reads of ours, in a cell of which nobody ever said anything, it never existed. */
function wasNeverRead(snapshot: Snapshot, edit: LastEdit): boolean {
  const record = snapshot.records.get(edit.ref);
  return edit.value === '' && record !== undefined && record.assertions[nameOf(edit)] === undefined;
}

/** N1 of the guarantees. */
function isOverwritten({ overwritten, book }: LastEdit): boolean {
  return overwritten === true && book.abilities.kind !== 'etag';
}

/** N2 of the guarantees, of a whole text. */
function isTextPutBack({ texts }: Setup, edit: LastEdit): boolean {
  return isPutBack(edit, (text) => text === edit.value, texts);
}

function describe(edit: LastEdit): string {
  return `${edit.ref} ${edit.field} = ${JSON.stringify(edit.value)} (event ${edit.order}, saw ${JSON.stringify(edit.saw)})`;
}

/** Golden is what the policy makes of people's last words: the owner's or the first ranked system's, else one that nobody later saw. Exact, by a model that shares no code with `survive`. */
export function policy(setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  return peopleIn(setup).flatMap((kind) => policyOf(kind, setup, snapshot, excused));
}

function policyOf(kind: RecordKind, setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const truth = new Truth(setup, kind.stream);
  const found: Violation[] = [];
  for (const entity of snapshot.entities.values()) {
    if (entity.type !== kind.type) continue;
    for (const field of kind.compared) {
      const name = canonicalName(kind, field);
      if (field === 'legal' && setup.mapping.version === 1) continue;
      if (entity.pins[field] !== undefined || entity.freezes[field] !== undefined) continue;
      const standing = truth.standing(entity, field).filter((e) => !wasNeverRead(snapshot, e));
      const golden = goldenText(entity, name);
      const ranked = kind.ranks[field]?.map((system) => standing.filter((e) => e.system === system)).find((group) => group.length > 0) ?? standing;
      if (ranked.length === 0) continue;
      if (ranked.some((e) => sameText(field, e.reads, golden) && !isBeaten(truth, e, ranked))) continue;
      if (ranked.some((e) => isOverwritten(e) || isTextPutBack(setup, e))) {
        excused.overwritten += 1;
        continue;
      }
      if (ranked.some((e) => isSetAndCleared(e.book, e, setup.texts))) {
        excused.neverRead += 1;
        continue;
      }
      if (isInDoubtForGood(snapshot, entity, name, ranked)) {
        excused.heldInDoubt += 1;
        continue;
      }
      if (isOursTakenForAnEdit(kind, setup, truth, entity, field) || ranked.some((e) => isTakenForOurs(snapshot, e) && !isBeaten(truth, e, ranked))) {
        excused.landedLate += 1;
        continue;
      }
      const as = leftOfOurs(setup, snapshot, truth, entity, kind, field);
      if (as !== undefined) {
        excused[as] += 1;
        continue;
      }
      const spoken = standing.filter((e) => !isTakenOut(snapshot, truth, e, entity));
      if (spoken.length < standing.length && (spoken.length === 0 ? golden === '' : spoken.some((e) => sameText(field, e.reads, golden)))) {
        excused.takenOut += 1;
        continue;
      }
      found.push({
        oracle: 'policy',
        what: `${entity.id} ${field} is ${JSON.stringify(golden)}; people last said ${ranked.map((e) => `${e.system}: ${JSON.stringify(e.value)}`).join(', ')}`,
      });
    }
  }
  return found;
}

/** A value in doubt is asked about by the next write. What is held for a person to decide is not written to before that; the second record of its system never is, and there the doubt is told in the conflict log. */
function isInDoubtForGood(snapshot: Snapshot, entity: Entity, name: string, said: readonly LastEdit[]): boolean {
  const inDoubt = (ref: string): boolean => snapshot.records.get(ref)?.cells[name]?.doubt !== undefined;
  if (Object.entries(entity.members).some(([ref, m]) => m.held === true && inDoubt(ref))) return true;
  return said.some((e) => entity.members[e.ref]?.role === 'secondary' && inDoubt(e.ref) && isLogged(snapshot, e));
}

/** N6: our clock jumped over the time in which a write could still land, and what then landed looks like a person's edit. */
function isOursTakenForAnEdit(kind: RecordKind, setup: Setup, truth: Truth, entity: Entity, field: string): boolean {
  const name = canonicalName(kind, field);
  const ref = entity.golden[name]?.ref ?? '';
  const [system = '', , id = ''] = ref.split('/');
  const value = goldenText(entity, name);
  if ((setup.sim.faults()['clockJump'] ?? 0) === 0 || truth.edits.some((e) => e.ref === ref && e.field === field && e.reads === value)) return false;
  const book = setup.vendors[system]?.book(kind.stream);
  // What landed as it was sent must be known as ours, however often it landed.
  return book?.puts.some((p) => p.record === id && p.field === field && p.value === value && p.sent !== p.value) === true;
}

/** N6 the other way round: a person put just that there which a write of ours without an answer had put there before. It is told in the log. */
function isTakenForOurs(snapshot: Snapshot, edit: LastEdit): boolean {
  const wasPut = edit.book.puts.some((p) => p.record === edit.record && p.field === edit.field && p.sent === edit.value && p.at < edit.at && edit.at - p.at < takenForOursMs);
  return wasPut && snapshot.conflicts.some((c) => c.reason === 'doubt' && c.field === nameOf(edit) && c.loser === edit.ref && String(c.value ?? '') === edit.reads);
}

/** N6 again: what landed so late, in the form that its system keeps, stands in place of this edit as if somebody had seen it. */
function isReplacedByOurs(setup: Setup, truth: Truth, edit: LastEdit, entity: Entity | undefined): boolean {
  if (entity === undefined || !isOursTakenForAnEdit(edit.book.kind, setup, truth, entity, edit.field)) return false;
  return isReplacedBy(setup, entity, entity.golden[nameOf(edit)]?.ref ?? '', edit);
}

/** True when an assertion says that its author saw this edit, maybe in the form that his system keeps; where nobody knows what he saw, what he replaced must be in the log. */
function isReplacedBy(setup: Setup, entity: Entity, ref: string, edit: LastEdit): boolean {
  const prev = entity.members[ref]?.assertions[nameOf(edit)]?.prev;
  const keeps = setup.vendors[ref.split('/')[0] ?? '']?.book(edit.book.kind.stream).abilities.normalise(edit.field, edit.reads) ?? edit.reads;
  return prev !== undefined && [edit.reads, keeps].some((text) => sameText(edit.field, text, String(prev ?? '')));
}

/** And again: somebody put the golden value in place of what landed so late, before we were shown that. What we had been shown there before was this very edit, so that he counts as having seen it. */
function isBehindOurs(setup: Setup, truth: Truth, edit: LastEdit, entity: Entity | undefined): boolean {
  const golden = entity?.golden[nameOf(edit)];
  if (entity === undefined || golden === undefined || (setup.sim.faults()['clockJump'] ?? 0) === 0) return false;
  if (!isReplacedBy(setup, entity, golden.ref, edit)) return false;
  const winner = truth.last(golden.ref, edit.field);
  return winner?.book.latePuts.some((put) => put.record === winner.record && put.field === winner.field && put.value === winner.saw && put.at <= winner.at) === true;
}

/** Somebody saw this value and put another in its place, which stands. */
function isBeaten(truth: Truth, edit: LastEdit, among: readonly LastEdit[]): boolean {
  if (edit.value === '' || !truth.isUnique(edit)) return false;
  return among.some((e) => e !== edit && e.at > edit.at && hasSeen(e, edit.value) && truth.isLast(e));
}
