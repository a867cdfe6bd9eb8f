import type { JsonObject } from '../../core/model/json.ts';
import type { Abilities } from './abilities.ts';
import { agreesIn, isSame, kindOf, type RecordKind } from './kinds.ts';

/** One person's edit of one cell, for the oracles: values are unique, so a value tells its author. */
export interface Edit {
  readonly order: number;
  readonly record: string;
  readonly field: string;
  readonly value: string;
  /** What the cell showed before. */
  readonly saw: string;
  readonly at: number;
  /** What the cell showed before our last write to it: putting this back while we do not know that it has landed is N2. */
  readonly beforeOurs?: string;
  /** N1: gone over by a write of ours that had not seen it, where the system offers no guard. */
  overwritten?: boolean;
}

/** A record as its system keeps it. */
export interface BookRecord {
  readonly id: string;
  readonly madeBy: 'human' | 'us';
  readonly madeAt: number;
  /** Invocation that asked for it, when it was ours. */
  readonly maker?: string;
  readonly externalId: string;
  fields: Record<string, string>;
  /** What each cell showed before our last write to it. */
  readonly beforeOurs: Record<string, string>;
  revision: number;
  modifiedAt: number;
  goneAt?: number;
  goneBy?: 'human' | 'us';
}

/** A write as our connector sends it. */
export interface BookOp {
  readonly key: string;
  readonly action: string;
  readonly id?: string;
  readonly externalId?: string;
  readonly fields: Readonly<Record<string, string | null>>;
  readonly base?: { readonly revision?: string; readonly record?: JsonObject };
}

/** One cell that we have written: what we sent, and what the system made of it. */
export interface Put {
  readonly record: string;
  readonly field: string;
  readonly sent: string;
  readonly value: string;
  readonly at: number;
}

/** One kind of record in one system: people edit it, we read and write it, and it remembers who put what where. */
export class Book {
  readonly name: string;
  readonly abilities: Abilities;
  readonly kind: RecordKind;
  readonly records = new Map<string, BookRecord>();
  /** Records that were gone when another was made under their name. */
  readonly former: BookRecord[] = [];
  readonly edits: Edit[] = [];
  /** Every write that we asked for, whatever became of it. */
  writes = 0;
  /** Guarded writes that were refused. */
  conflicts = 0;
  /** Records we made although the maker's own search had shown one of the same, or without a search beside one. */
  readonly doubles: { readonly id: string; readonly beside: string; readonly key: string }[] = [];
  /** Records whose maker had given its request up before it landed, and when it was sent. */
  readonly landedLate = new Map<string, number>();
  /** What our records showed when they were made, and when somebody who was shown them lived to store it; and whether the answer reached their maker, who then asked for them by name. */
  readonly made = new Map<string, { readonly as: Readonly<Record<string, string>>; shown?: Readonly<Record<string, string>>; answered?: true }>();
  /** Writes of ours by an invocation that had not looked at the record. */
  readonly blind: string[] = [];
  /** Ids we asked for that never were. */
  readonly strangers: string[] = [];
  /** Cells that we have written. */
  readonly puts: Put[] = [];
  /** Those of them whose sender had given the request up before it landed. */
  readonly latePuts: Put[] = [];
  /** When all its records were asked for. */
  readonly listedAt: number[] = [];
  /** How often a value was sent that the system had refused before, by record and cell. */
  readonly refusals = new Map<string, number>();
  /** Called after a write of ours changed cells: a workflow of the system may set them back. */
  onOurs: ((record: BookRecord, fields: readonly string[]) => void) | undefined;
  readonly #looked = new Set<string>();
  readonly #found = new Set<string>();
  readonly #outOfReach = new Set<string>();
  readonly #skewMs: number;
  readonly #grainMs: number;
  readonly #searchedAt = new Map<string, number>();
  #ids = 0;

  constructor(name: string, abilities: Abilities, clock: { readonly skewMs: number; readonly grainMs: number }) {
    this.name = name;
    this.abilities = abilities;
    this.kind = kindOf(name);
    this.#skewMs = clock.skewMs;
    this.#grainMs = clock.grainMs;
  }

  live(): BookRecord[] {
    return [...this.records.values()].filter((r) => r.goneAt === undefined);
  }

  /** Every record that ever was, also those under whose name another was made since. */
  ever(): BookRecord[] {
    return [...this.former, ...this.records.values()];
  }

  /** True when the record that somebody edited there has been deleted since: what stands under its name now is another. */
  wentWithRecord({ record, at }: Edit): boolean {
    return this.ever().some((r) => r.id === record && r.goneAt !== undefined && r.goneAt >= at);
  }

  /** What it holds and remembers for the oracles, in one text. What each asker has looked at is left out: it follows from what the asker was told. */
  fingerprint(): string {
    const { edits, doubles, blind, strangers, puts } = this;
    return JSON.stringify([this.name, this.#ids, this.ever(), edits, doubles, [...this.landedLate.keys()], blind, strangers, puts]);
  }

  /** A person makes a record. */
  make(fields: Readonly<Record<string, string>>, now: number, order: number): BookRecord {
    const record = this.#insert(now, 'human', '');
    record.fields = { ...fields };
    for (const [field, value] of Object.entries(fields)) if (value !== '') this.edits.push({ order, record: record.id, field, value, saw: '', at: now });
    return record;
  }

  /** A person edits one cell. */
  edit(id: string, field: string, value: string, now: number, order: number): void {
    const record = this.records.get(id);
    if (record === undefined || record.goneAt !== undefined) return;
    const saw = record.fields[field] ?? '';
    if (saw === value) return;
    record.fields[field] = value;
    this.#touch(record, now);
    const beforeOurs = record.beforeOurs[field];
    this.edits.push({ order, record: id, field, value, saw, at: now, ...(beforeOurs === undefined ? {} : { beforeOurs }) });
  }

  /** The system shows a text in capitals, or no longer: nobody has edited anything. */
  restyle(field: string, now: number): void {
    for (const record of this.live()) {
      const text = record.fields[field] ?? '';
      if (text === '') continue;
      record.fields[field] = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
      this.#touch(record, now);
    }
  }

  /** A person deletes a record. */
  remove(id: string, now: number): void {
    const record = this.records.get(id);
    if (record === undefined || record.goneAt !== undefined) return;
    record.goneAt = now;
    record.goneBy = 'human';
    this.#touch(record, now);
  }

  show(record: BookRecord): JsonObject {
    return { id: record.id, ...record.fields, revision: String(record.revision), modifiedAt: record.modifiedAt, externalId: record.externalId };
  }

  list(since: number | undefined, now: number): JsonObject[] {
    if (since === undefined) this.listedAt.push(now);
    return this.live()
      .filter((r) => since === undefined || r.modifiedAt >= since)
      .map((r) => this.show(r));
  }

  fetch(ids: readonly string[], asker: string): JsonObject[] {
    return ids.flatMap((id) => {
      this.#looked.add(`${asker} ${id}`);
      const record = this.records.get(id);
      if (record === undefined) this.strangers.push(id);
      const made = record?.maker === asker ? this.made.get(id) : undefined;
      if (made !== undefined) made.answered = true;
      return record === undefined || record.goneAt !== undefined ? [] : [this.show(record)];
    });
  }

  find(op: BookOp, now: number, asker: string): JsonObject[] {
    const { kind, searchable } = this.abilities;
    const { searchBy } = this.kind;
    if (searchable) this.#searchedAt.set(`${asker} ${op.fields[searchBy] ?? ''}`, now);
    const hits = this.live().filter((r) => (kind === 'external-id' && r.externalId === op.externalId) || (searchable && agreesIn(this.kind, searchBy, r.fields, op.fields)));
    for (const r of hits) this.#found.add(`${asker} ${r.id}`);
    for (const r of this.live()) if (this.#isOutOfReach(r)) this.#outOfReach.add(`${asker} ${r.id}`);
    return hits.map((r) => this.show(r));
  }

  /** True for a record of ours that no search of that invocation showed, since nothing was left of what the system searches by: people had put something else there before anybody here had stored it. */
  wasOutOfReach(id: string, asker: string): boolean {
    return this.#outOfReach.has(`${asker} ${id}`) && !this.#found.has(`${asker} ${id}`);
  }

  /** No search for what the record was made with can show it, nobody has stored it, and its name is no key there. */
  #isOutOfReach({ id, fields }: BookRecord): boolean {
    const { as, shown } = this.made.get(id) ?? {};
    return this.abilities.kind !== 'external-id' && as !== undefined && shown === undefined && !agreesIn(this.kind, this.kind.searchBy, as, fields);
  }

  write(op: BookOp, now: number, maker: string): JsonObject {
    this.writes += 1;
    for (const [field, value] of Object.entries(op.fields)) if (this.abilities.refuses(field, value ?? '')) return this.#refuse(op, field, value ?? '');
    if (op.action === 'create') return this.#create(op, now, maker);
    const record = this.records.get(op.id ?? '');
    if (record === undefined || record.goneAt !== undefined) return { state: 'missing' };
    if (!this.#looked.has(`${maker} ${record.id}`)) this.blind.push(`${op.action} of ${record.id} at ${now}`);
    if (this.abilities.kind === 'etag' && op.base?.revision !== undefined && op.base.revision !== String(record.revision)) {
      this.conflicts += 1;
      return { state: 'conflict' };
    }
    if (op.action === 'delete') {
      record.goneAt = now;
      record.goneBy = 'us';
      this.#touch(record, now);
      return { state: 'applied', id: record.id };
    }
    this.#put(record, op, now);
    return { state: 'applied', id: record.id, record: this.show(record) };
  }

  #refuse(op: BookOp, field: string, value: string): JsonObject {
    const name = `${op.action} ${op.id ?? op.externalId ?? ''} ${field} ${value}`;
    this.refusals.set(name, (this.refusals.get(name) ?? 0) + 1);
    return { state: 'rejected', field };
  }

  #create(op: BookOp, now: number, maker: string): JsonObject {
    const same = this.abilities.kind === 'external-id' ? this.records.get(op.externalId ?? '') : undefined;
    if (same !== undefined && same.goneAt === undefined) {
      this.#put(same, op, now);
      return { state: 'applied', id: same.id, record: this.show(same) };
    }
    const key = op.fields[this.kind.searchBy] ?? '';
    // What a person makes between the maker's look and its write nobody could have shown it, though another worker may find it then.
    const searchedAt = this.#searchedAt.get(`${maker} ${key}`) ?? (this.abilities.searchable ? now : 0);
    const shown = this.live().find((r) => isSame(this.kind, r.fields, op.fields) && r.madeAt < searchedAt);
    const record = this.#insert(now, 'us', op.externalId ?? '', maker);
    if (shown !== undefined) this.doubles.push({ id: record.id, beside: shown.id, key });
    this.#put(record, op, now);
    this.made.set(record.id, { as: { ...record.fields } });
    return { state: 'applied', id: record.id, record: this.show(record) };
  }

  /** Somebody has stored what he was shown of a record: whoever died before he came to that leaves us as if nobody had seen it. */
  stored(id: string, shown: JsonObject): void {
    const made = this.made.get(id);
    if (made !== undefined) made.shown ??= Object.fromEntries(Object.entries(shown).filter((field): field is [string, string] => typeof field[1] === 'string'));
  }

  #insert(now: number, madeBy: 'human' | 'us', externalId: string, maker?: string): BookRecord {
    this.#ids += 1;
    const id = this.abilities.kind === 'external-id' && madeBy === 'us' ? externalId : `${this.name}-${this.#ids}`;
    const record: BookRecord = { id, madeBy, madeAt: now, externalId, fields: {}, beforeOurs: {}, revision: 0, modifiedAt: 0, ...(maker === undefined ? {} : { maker }) };
    const before = this.records.get(id);
    if (before !== undefined) this.former.push(before);
    this.landedLate.delete(id);
    this.records.set(id, record);
    this.#touch(record, now);
    return record;
  }

  #touch(record: BookRecord, now: number): void {
    record.revision += 1;
    record.modifiedAt = Math.floor((now + this.#skewMs) / this.#grainMs) * this.#grainMs;
  }

  #put(record: BookRecord, op: BookOp, now: number): void {
    const changed: string[] = [];
    for (const [field, value] of Object.entries(op.fields)) {
      const next = value === null ? '' : this.abilities.normalise(field, value);
      const before = record.fields[field] ?? '';
      if (before === next) continue;
      // The writer rests on a read that does not show this value: only a guard of the system could have prevented it.
      const rested = op.base?.record?.[field] ?? '';
      const last = this.edits.findLast((e) => e.record === record.id && e.field === field);
      if (last !== undefined && last.value === before && rested !== before) last.overwritten = true;
      record.beforeOurs[field] = before;
      record.fields[field] = next;
      changed.push(field);
      this.puts.push({ record: record.id, field, sent: value ?? '', value: next, at: now });
    }
    if (changed.length === 0) return;
    this.#touch(record, now);
    this.onOurs?.(record, changed);
  }
}
