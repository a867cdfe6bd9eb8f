import { refOf } from '../../../core/model/ids.ts';
import { canonicalType } from '../../../core/model/types.ts';
import { contestedAfterWrites } from '../../../core/sync/desired.ts';
import { type Entity, liveMembersOf } from '../../../core/sync/entity.ts';
import type { Book, BookRecord } from '../book.ts';
import { reads, sameText } from '../config.ts';
import { kinds, type RecordKind, valuesOf } from '../kinds.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { isErased } from './erased.ts';
import { booksOf } from './records.ts';
import { isToldOfFirst } from './second-documents.ts';
import { canonicalName, goldenElements, goldenText } from './truth.ts';
import type { Excused, Violation } from './violation.ts';

/** Every linked record says what golden says, as its system shows it. */
export function converge(setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const found: Violation[] = [];
  for (const { system, book } of booksOf(setup)) {
    for (const record of book.live()) {
      const ref = refOf(system, book.name, record.id);
      const entity = snapshot.entityOf(ref);
      if (entity === undefined && isErased(setup, book, record, ref)) continue;
      if (entity === undefined) found.push({ oracle: 'converge', what: `${ref} is not in the table` });
      else if (entity.members[ref]?.role === 'secondary' || entity.members[ref]?.held === true) continue;
      else if (entity.deleted !== undefined) found.push({ oracle: 'converge', what: `${ref} stands, although ${entity.deleted.by} was deleted and that is carried here` });
      else {
        const differs = [
          ...textsDiffer(setup, snapshot, system, record, book, entity, excused),
          ...setsDiffer(record, book, entity),
          ...customerDiffers(setup, snapshot, system, record, book, entity),
        ];
        for (const what of differs) found.push({ oracle: 'converge', what: `${ref} ${what}` });
      }
    }
  }
  return [...found, ...unmade(setup, snapshot, excused)];
}

function textsDiffer(setup: Setup, snapshot: Snapshot, system: string, record: BookRecord, book: Book, entity: Entity, excused: Excused): string[] {
  const { version } = setup.mapping;
  const { robot } = setup.scenario;
  const ref = refOf(system, book.name, record.id);
  const differs: string[] = [];
  for (const field of book.kind.compared) {
    if (entity.freezes[field] !== undefined || (field === 'legal' && version === 1)) continue;
    const cell = snapshot.records.get(ref)?.cells[canonicalName(book.kind, field)];
    if (cell?.park?.why === 'contested' && !robot) {
      if (isUndone(book, record, field, cell.park.raw) && isTold(snapshot, record, system, canonicalName(book.kind, field))) excused.insisted += 1;
      else differs.push(`${field} is given up as contested, and nobody fights over it`);
    }
    const [golden, there] = [goldenText(entity, canonicalName(book.kind, field)), record.fields[field] ?? ''];
    if (
      sameText(field, golden, there) ||
      golden === reads(system, field, there, version) ||
      book.abilities.normalise(field, golden) === there ||
      book.abilities.refuses(field, golden)
    )
      continue;
    if (cell?.park?.why === 'contested') continue;
    // A workflow that always answers with the same value cannot be told from a system's own form where there is no body (rule 6): it is noted as such, and left alone.
    if (robot && field === 'name' && cell?.stored === there && cell.sent === golden) continue;
    differs.push(`${field} is ${JSON.stringify(there)}, golden ${JSON.stringify(golden)}`);
  }
  return differs;
}

/** People put something else over this very value as often as a workflow may, before it counts as contested: nobody can tell them from one. */
function isUndone({ abilities, edits }: Book, { id }: BookRecord, field: string, raw: unknown): boolean {
  const ours = abilities.normalise(field, String(raw ?? ''));
  return edits.filter((edit) => edit.record === id && edit.field === field && edit.saw === ours).length >= contestedAfterWrites;
}

/** A failure that a person sees says that the field was given up there. */
function isTold(snapshot: Snapshot, { id }: BookRecord, system: string, field: string): boolean {
  return snapshot.items.some(({ kind, body }) => kind === 'failure' && body['connection'] === system && body['record'] === id && body['cause'] === `write.contested.${field}`);
}

function setsDiffer(record: BookRecord, { kind }: Book, entity: Entity): string[] {
  return Object.entries(kind.sets).flatMap(([field, name]) => {
    const [there, golden] = [valuesOf(kind, field, record.fields[field]).toSorted().join(';'), goldenElements(entity, name).join(';')];
    return there === golden ? [] : [`${field} are ${there}, golden ${golden}`];
  });
}

/** A record names the customer that golden names: by its record there, where it has one. */
function customerDiffers(setup: Setup, snapshot: Snapshot, system: string, record: BookRecord, { kind }: Book, entity: Entity): string[] {
  // A record keeps naming the part of a split customer that kept the id, until it is edited: see docs/guarantees.md.
  if (kind.customer === undefined || setup.decisions.any('customers')) return [];
  const customer = snapshot.entityOf(refOf(system, 'customers', record.fields[kind.customer.field] ?? ''));
  const golden = goldenText(entity, kind.customer.canonical);
  const owner = ownerOf(snapshot, golden);
  // Whoever has no record there cannot be named there: the one that is named stays.
  if (owner === undefined || liveMembersOf(owner, system, 'customers').length === 0 || customer?.id === owner.id) return [];
  return [`names ${customer?.id ?? 'nobody'} as its ${kind.customer.field}, golden ${golden}`];
}

const ownerOf = (snapshot: Snapshot, golden: string): Entity | undefined => snapshot.entities.get(golden) ?? snapshot.entityOf(golden);

/** Every customer and contact has a record in every system, unless a person took it out there, or deleted it. */
function unmade(setup: Setup, snapshot: Snapshot, excused: Excused): Violation[] {
  const found: Violation[] = [];
  if (!setup.scenario.creates) return found;
  for (const entity of snapshot.entities.values()) {
    if (entity.deleted !== undefined || Object.values(entity.members).every((m) => m.dead === true)) continue;
    const kind = kinds.find(({ type }) => type === entity.type) as RecordKind;
    const { stream } = kind;
    for (const system of Object.keys(setup.vendors)) {
      if (entity.suppress.includes(system) || liveMembersOf(entity, system, stream).length > 0) continue;
      // A record that we deleted there ourselves stays deleted; a parent that was taken out takes its children along.
      if (Object.entries(entity.members).some(([ref, m]) => ref.startsWith(`${system}/`) && m.dead === true)) continue;
      // Not made and said so: a failure that a person sees (the record found there belongs to the other part of a split, or to who was deleted elsewhere).
      if (mayBeTaken(setup, stream) && snapshot.items.some((i) => i.kind === 'failure' && i.body['entity'] === entity.id && i.body['connection'] === system)) continue;
      if (wasDeletedUnseen(snapshot, setup.vendors[system]?.book(stream) as Book, system, entity)) continue;
      if (canonicalType(kind.type).requires.includes(kind.customer?.canonical ?? '') && !hasParent(snapshot, entity, system)) continue;
      if (isToldOfFirst(setup, snapshot, entity, system)) excused.landedLate += 1;
      else found.push({ oracle: 'converge', what: `${entity.id} (${stream}) has no record in ${system}` });
    }
  }
  return found;
}

/** The answer of its create named a record that a person deleted before its system showed it to us: that is not made again. */
function wasDeletedUnseen(snapshot: Snapshot, book: Book, system: string, { members }: Entity): boolean {
  return snapshot.items.some(({ kind, pk, body }) => {
    if (kind !== 'slot' || !pk.startsWith(`SLOT#${system}#`) || body['stream'] !== book.name || members[String(body['anchor'])] === undefined) return false;
    const id = String(body['recordId']);
    return book.records.get(id)?.goneBy === 'human' && !snapshot.records.has(refOf(system, book.name, id));
  });
}

/** People have taken somebody apart, or out of a system, so that what is found there may be somebody else's. */
function mayBeTaken(setup: Setup, stream: string): boolean {
  return setup.decisions.any(stream) || setup.erasing.all.length > 0 || booksOf(setup).some(({ book }) => book.name === stream && book.ever().some((r) => r.goneBy === 'human'));
}

function hasParent(snapshot: Snapshot, entity: Entity, system: string): boolean {
  const owner = ownerOf(snapshot, goldenText(entity, 'customer'));
  return owner !== undefined && liveMembersOf(owner, system, 'customers').length > 0;
}
