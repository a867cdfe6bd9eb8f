import { refOf } from '../../../core/model/ids.ts';
import type { Entity } from '../../../core/sync/entity.ts';
import type { Book, Edit } from '../book.ts';
import { reads, sameText } from '../config.ts';
import type { RecordKind } from '../kinds.ts';
import type { Setup } from '../setup.ts';
import type { Snapshot } from '../snapshot.ts';

/** A person's last word in one cell, with where it was said. */
export interface LastEdit extends Edit {
  readonly ref: string;
  readonly system: string;
  readonly book: Book;
  /** The value as the mappings read it in the end. */
  readonly reads: string;
}

/** What people did, from the systems' own books: the model that the product is held against. It shares no code with it. */
export class Truth {
  readonly edits: readonly LastEdit[];
  readonly #last = new Map<string, LastEdit>();
  readonly #byRef = new Map<string, LastEdit[]>();

  constructor(setup: Setup, stream: string) {
    const all: LastEdit[] = [];
    for (const vendor of Object.values(setup.vendors)) {
      const book = vendor.books.get(stream);
      for (const edit of book?.edits ?? []) {
        const read = reads(vendor.name, edit.field, edit.value, setup.mapping.version);
        all.push({ ...edit, ref: refOf(vendor.name, stream, edit.record), system: vendor.name, book: book as Book, reads: read });
      }
    }
    this.edits = all;
    for (const edit of all) {
      const key = `${edit.ref} ${edit.field}`;
      this.#last.set(key, edit);
      this.#byRef.set(edit.ref, [...(this.#byRef.get(edit.ref) ?? []), edit]);
    }
  }

  /** The last edit of a cell by a person. */
  last(ref: string, field: string): LastEdit | undefined {
    return this.#last.get(`${ref} ${field}`);
  }

  /** True for a value that people entered in one record alone: whoever saw it saw that record's. A name stands in several from the start. */
  isUnique(edit: LastEdit): boolean {
    return this.edits.every((e) => e.ref === edit.ref || e.field !== edit.field || e.value !== edit.value);
  }

  isLast(edit: LastEdit): boolean {
    return this.#last.get(`${edit.ref} ${edit.field}`) === edit;
  }

  /** Last edits of a field in an entity's records that still stand at their systems. */
  standing(entity: Entity, field: string): LastEdit[] {
    return Object.keys(entity.members).flatMap((ref) => {
      const edit = this.last(ref, field);
      return edit === undefined || edit.book.wentWithRecord(edit) ? [] : [edit];
    });
  }

  /** True when somebody edited the field later, in any record, while seeing this value (as it stood, or as a system keeps it). */
  wasSeen(edit: LastEdit, within?: Entity): boolean {
    return this.edits.some((e) => {
      if (e === edit || e.field !== edit.field || e.at < edit.at) return false;
      if (edit.value === '' && (within === undefined || !(e.ref in within.members))) return false;
      return hasSeen(e, edit.value) || (edit.reads !== edit.value && e.saw === edit.reads);
    });
  }
}

/** True when the author of an edit saw this text in his cell before, as it is or as his system keeps it. */
export function hasSeen({ field, saw, book }: LastEdit, text: string): boolean {
  return sameText(field, saw, text) || (saw !== '' && book.abilities.normalise(field, text) === saw);
}

/** The canonical name of a field of the systems. */
export const canonicalName = ({ canonical }: RecordKind, field: string): string => canonical[field] ?? field;

/** What golden says of a canonical field as the systems would write it; '' for nothing. */
export function goldenText(entity: Entity | undefined, name: string): string {
  const value = entity?.golden[name]?.value;
  return value === undefined || value === null ? '' : String(value);
}

/** The elements of a canonical set, sorted. */
export function goldenElements(entity: Entity | undefined, name: string): readonly string[] {
  return Object.entries(entity?.golden ?? {})
    .flatMap(([field, { value }]) => (field.startsWith(`${name}:`) && value === true ? [field.slice(name.length + 1)] : []))
    .sort();
}

/** True when the conflict log holds this record's value of the field. */
export function isLogged(snapshot: Snapshot, edit: LastEdit): boolean {
  return snapshot.conflicts.some(
    (c) =>
      c.field === canonicalName(edit.book.kind, edit.field) && c.loser === edit.ref && [edit.value, edit.reads].some((value) => sameText(edit.field, value, String(c.value ?? ''))),
  );
}
