import { partsOf, type Ref } from '../../../core/model/ids.ts';
import type { Entity } from '../../../core/sync/entity.ts';
import type { Book, BookRecord } from '../book.ts';
import { isSame } from '../kinds.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';

/** N6: both tries to make a document landed since our clock jumped over the wait, where no name of ours is kept. Nothing tells the later from a person's: identity does not know documents. */
export function isSecondDocument(setup: Setup, book: Book, { id, fields }: BookRecord): boolean {
  if (book.name !== 'invoices' || book.abilities.kind !== 'none') return false;
  if ((setup.sim.faults()['clockJump'] ?? 0) === 0 || !book.landedLate.has(id)) return false;
  return [...book.records.values()].some((other) => other.id !== id && other.madeBy === 'us' && isSame(book.kind, other.fields, fields));
}

/** Such a second document counts as a person's, and is carried to the other systems as that, beside what the first has there. */
export function isCopyOfSecond(setup: Setup, snapshot: Snapshot, copy: Ref): boolean {
  return secondsAmong(setup, snapshot, Object.keys(snapshot.entityOf(copy)?.members ?? {})).some(({ ref }) => ref !== copy);
}

/** Not made where the system keeps our names and its search shows the first: a failure of the second names that. */
export function isToldOfFirst(setup: Setup, snapshot: Snapshot, entity: Entity, system: string): boolean {
  const book = setup.vendors[system]?.books.get('invoices');
  if (book?.abilities.kind !== 'external-id') return false;
  const seconds = secondsAmong(setup, snapshot, Object.keys(entity.members));
  const firsts = book.live().filter((r) => seconds.some(({ record }) => isSame(book.kind, record.fields, r.fields)));
  const failures = snapshot.items.filter(({ kind, body }) => kind === 'failure' && body['entity'] === entity.id && body['connection'] === system);
  return failures.some(({ body }) => body['cause'] === 'write.duplicate.external-id.taken' && firsts.some(({ id }) => JSON.stringify(body['reason']).includes(id)));
}

function secondsAmong(setup: Setup, snapshot: Snapshot, refs: readonly string[]): readonly { readonly ref: string; readonly record: BookRecord }[] {
  return refs.flatMap((ref) => {
    const { connection, stream, id } = partsOf(ref as Ref);
    const book = setup.vendors[connection]?.books.get(stream);
    const record = book?.records.get(id);
    if (book === undefined || record === undefined || !isSecondDocument(setup, book, record)) return [];
    return snapshot.records.get(ref as Ref)?.origin === 'native' ? [{ ref, record }] : [];
  });
}
