import { refOf } from '../../../core/model/ids.ts';
import { contestedAfterWrites } from '../../../core/sync/desired.ts';
import { type Entity, liveMembersOf } from '../../../core/sync/entity.ts';
import type { Book, BookRecord } from '../book.ts';
import { reads, sameText } from '../config.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';
import { comparedFields } from '../workload.ts';
import { isErased } from './erased.ts';
import { booksOf } from './records.ts';
import { canonicalName, goldenText } from './truth.ts';
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
        const differs =
          book.name === 'customers'
            ? customerDiffers(setup, snapshot, system, record, book, entity, excused)
            : invoiceDiffers(snapshot, system, record, entity, setup.mergedTaxes.size > 0);
        for (const what of differs) found.push({ oracle: 'converge', what: `${ref} ${what}` });
      }
    }
  }
  return [...found, ...unmade(setup, snapshot)];
}

function customerDiffers(setup: Setup, snapshot: Snapshot, system: string, record: BookRecord, book: Book, entity: Entity, excused: Excused): string[] {
  const { version } = setup.mapping;
  const { robot } = setup.scenario;
  const ref = refOf(system, book.name, record.id);
  const differs: string[] = [];
  for (const field of comparedFields) {
    if (entity.freezes[field] !== undefined || (field === 'legal' && version === 1)) continue;
    const cell = snapshot.records.get(ref)?.cells[canonicalName(field)];
    if (cell?.park?.why === 'contested' && !robot) {
      if (isUndone(book, record, field, cell.park.raw) && isTold(snapshot, record, system, field)) excused.insisted += 1;
      else differs.push(`${field} is given up as contested, and nobody fights over it`);
    }
    const [golden, there] = [goldenText(entity, field), record.fields[field] ?? ''];
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
  const [tags, golden] = [tagsIn(record.fields['tags'] ?? ''), tagsOf(entity)];
  if (tags !== golden) differs.push(`tags are ${tags}, golden ${golden}`);
  return differs;
}

/** People put something else over this very value as often as a workflow may, before it counts as contested: nobody can tell them from one. */
function isUndone({ abilities, edits }: Book, { id }: BookRecord, field: string, raw: unknown): boolean {
  const ours = abilities.normalise(field, String(raw ?? ''));
  return edits.filter((edit) => edit.record === id && edit.field === field && edit.saw === ours).length >= contestedAfterWrites;
}

/** A failure that a person sees says that the field was given up there. */
function isTold(snapshot: Snapshot, { id }: BookRecord, system: string, field: string): boolean {
  return snapshot.items.some(
    ({ kind, body }) => kind === 'failure' && body['connection'] === system && body['record'] === id && body['cause'] === `write.contested.${canonicalName(field)}`,
  );
}

function tagsIn(text: string): string {
  return text.split(/;\s*/).filter(Boolean).sort().join(';');
}

function tagsOf(entity: Entity): string {
  return Object.entries(entity.golden)
    .flatMap(([f, g]) => (f.startsWith('tags:') && g.value === true ? [f.slice(5)] : []))
    .sort()
    .join(';');
}

function invoiceDiffers(snapshot: Snapshot, system: string, record: BookRecord, entity: Entity, split: boolean): string[] {
  const differs: string[] = [];
  const text = goldenText(entity, 'description');
  if (text !== (record.fields['description'] ?? '')) differs.push(`description is ${record.fields['description']}, golden ${text}`);
  // A document keeps naming the part of a split customer that kept the id, until it is edited: see docs/guarantees.md.
  if (split) return differs;
  const customer = snapshot.entityOf(refOf(system, 'customers', record.fields['customer'] ?? ''));
  const golden = goldenText(entity, 'customer');
  const owner = snapshot.entities.get(golden) ?? snapshot.entityOf(golden);
  if (customer !== undefined && owner !== undefined && customer.id !== owner.id) differs.push(`is the invoice of ${customer.id}, golden ${golden}`);
  return differs;
}

/** Every customer has a record in every system, unless a person took it out there, or deleted it. */
function unmade(setup: Setup, snapshot: Snapshot): Violation[] {
  const found: Violation[] = [];
  if (!setup.scenario.creates) return found;
  for (const entity of snapshot.entities.values()) {
    if (entity.deleted !== undefined || Object.values(entity.members).every((m) => m.dead === true)) continue;
    const stream = entity.type === 'organization' ? 'customers' : 'invoices';
    for (const system of Object.keys(setup.vendors)) {
      if (entity.suppress.includes(system) || liveMembersOf(entity, system, stream).length > 0) continue;
      // A record that we deleted there ourselves stays deleted; a parent that was taken out takes its children along.
      if (Object.entries(entity.members).some(([ref, m]) => ref.startsWith(`${system}/`) && m.dead === true)) continue;
      // Not made and said so: a failure that a person sees (the record found there belongs to the other part of a split).
      if (snapshot.items.some((i) => i.kind === 'failure' && i.body['entity'] === entity.id && i.body['connection'] === system)) continue;
      if (stream === 'invoices' && !hasParent(snapshot, entity, system)) continue;
      found.push({ oracle: 'converge', what: `${entity.id} (${stream}) has no record in ${system}` });
    }
  }
  return found;
}

function hasParent(snapshot: Snapshot, entity: Entity, system: string): boolean {
  const golden = goldenText(entity, 'customer');
  const owner = snapshot.entities.get(golden) ?? snapshot.entityOf(golden);
  return owner !== undefined && liveMembersOf(owner, system, 'customers').length > 0;
}
