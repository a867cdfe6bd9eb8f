import type { Random } from '../../adapters/simulated/random.ts';
import type { JsonObject } from '../../core/model/json.ts';
import type { HttpRequest, HttpResponse } from '../../core/ports/world.ts';

/** What a simulated vendor can do: see the table of guarantees in docs/guarantees.md. */
export interface Abilities {
  /** `etag`: writes carry the revision they rest on · `external-id`: creates are idempotent by key · `none`: neither. */
  readonly kind: 'etag' | 'external-id' | 'none';
  /** How a vendor keeps a value that was sent, when it is not as sent; nobody is told. */
  normalise(field: string, value: string): string;
  /** Values the vendor refuses, naming the field. */
  refuses(field: string, value: string): boolean;
}

/** One person's edit of one cell, for the oracles: values are unique, so a value tells its author. */
export interface Edit {
  readonly id: string;
  readonly vendor: string;
  readonly record: string;
  readonly field: string;
  readonly value: string;
  /** What the cell showed before. */
  readonly saw: string;
  readonly at: number;
  /** Gone over by a write of ours that had not seen it, where the vendor offers no guard. */
  overwritten?: true;
}

/** A record as its vendor keeps it. */
export interface VendorRecord {
  readonly id: string;
  fields: Record<string, string>;
  revision: number;
  modifiedAt: number;
  externalId: string;
  madeBy: 'human' | 'us';
  gone: boolean;
  /** When we were last shown it. */
  shownAt: number;
}

interface Op {
  readonly key: string;
  readonly action: string;
  readonly id?: string;
  readonly externalId?: string;
  readonly fields: Record<string, string | null>;
  readonly base?: { readonly revision?: string };
}

/** A small system in virtual time: people edit it, we read and write it over HTTP, and it remembers who put what where. */
export class Vendor {
  readonly name: string;
  readonly abilities: Abilities;
  readonly records = new Map<string, VendorRecord>();
  readonly edits: Edit[] = [];
  /** Every write of ours that changed something, for the quiet oracle. */
  writes = 0;
  /** Guarded writes that were refused. */
  conflicts = 0;
  /** Answers nothing but 503 until this time. */
  downUntil = 0;
  /** Shows only this share of its records in listings (a broken listing). */
  shows = 1;
  readonly skewMs: number;
  #ids = 0;
  #random: Random;

  constructor(name: string, abilities: Abilities, random: Random) {
    this.name = name;
    this.abilities = abilities;
    this.#random = random;
    this.skewMs = random.int(-120_000, 120_000);
  }

  live(): VendorRecord[] {
    return [...this.records.values()].filter((r) => !r.gone);
  }

  /** A person makes a record. */
  make(fields: Record<string, string>, now: number): VendorRecord {
    const record = this.#insert(fields, now, 'human', '');
    for (const [field, value] of Object.entries(fields))
      if (value !== '') this.edits.push({ id: `${this.name}${this.edits.length}`, vendor: this.name, record: record.id, field, value, saw: '', at: now });
    return record;
  }

  /** A person edits one cell. */
  edit(id: string, field: string, value: string, now: number): void {
    const record = this.records.get(id);
    if (record === undefined || record.gone) return;
    const saw = record.fields[field] ?? '';
    if (saw === value) return;
    record.fields[field] = value;
    this.#touch(record, now);
    this.edits.push({ id: `${this.name}${this.edits.length}`, vendor: this.name, record: id, field, value, saw, at: now });
  }

  /** A person deletes a record. */
  remove(id: string, now: number): void {
    const record = this.records.get(id);
    if (record === undefined) return;
    record.gone = true;
    this.#touch(record, now);
  }

  #insert(fields: Record<string, string>, now: number, madeBy: 'human' | 'us', externalId: string): VendorRecord {
    this.#ids += 1;
    const id = this.abilities.kind === 'external-id' && madeBy === 'us' ? externalId : `${this.name}-${this.#ids}`;
    const record: VendorRecord = { id, fields: { ...fields }, revision: 0, modifiedAt: 0, externalId, madeBy, gone: false, shownAt: 0 };
    this.records.set(id, record);
    this.#touch(record, now);
    return record;
  }

  #touch(record: VendorRecord, now: number): void {
    record.revision += 1;
    record.modifiedAt = Math.floor((now + this.skewMs) / 1_000) * 1_000;
  }

  #show(record: VendorRecord, now: number): JsonObject {
    record.shownAt = now;
    return { id: record.id, ...record.fields, revision: String(record.revision), modifiedAt: record.modifiedAt, externalId: record.externalId };
  }

  /** Answers our requests. */
  answer = (request: HttpRequest, now: number): HttpResponse => {
    if (now < this.downUntil) return { status: 503, headers: {}, body: new Uint8Array() };
    const body = JSON.parse(String(request.body ?? '{}')) as { ids?: string[]; ops?: Op[]; since?: number };
    const send = (value: unknown): HttpResponse => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(value)) });
    const { pathname } = new URL(request.url);
    if (pathname === '/list') return send(this.#list(body.since, now));
    if (pathname === '/fetch') return send((body.ids ?? []).flatMap((id) => this.#fetch(id, now)));
    if (pathname === '/find') return send((body.ops ?? []).map((op) => this.#find(op, now)));
    return send((body.ops ?? []).map((op) => this.#write(op, now)));
  };

  #list(since: number | undefined, now: number): JsonObject[] {
    const listed = this.live().filter((r) => since === undefined || r.modifiedAt >= since);
    return listed.filter(() => this.shows >= 1 || this.#random.chance(this.shows)).map((r) => this.#show(r, now));
  }

  #fetch(id: string, now: number): JsonObject[] {
    const record = this.records.get(id);
    return record === undefined || record.gone ? [] : [this.#show(record, now)];
  }

  #find(op: Op, now: number): JsonObject[] {
    const tax = op.fields['tax'];
    const hits = this.live().filter(
      (r) => (this.abilities.kind === 'external-id' && r.externalId === op.externalId) || (tax !== undefined && tax !== null && r.fields['tax'] === tax),
    );
    return hits.map((r) => this.#show(r, now));
  }

  #write(op: Op, now: number): JsonObject {
    for (const [field, value] of Object.entries(op.fields)) if (this.abilities.refuses(field, value ?? '')) return { state: 'rejected', field };
    if (op.action === 'create') return this.#create(op, now);
    const record = this.records.get(op.id ?? '');
    if (record === undefined || record.gone) return { state: 'missing' };
    if (this.abilities.kind === 'etag' && op.base?.revision !== String(record.revision)) {
      this.conflicts += 1;
      return { state: 'conflict' };
    }
    if (op.action === 'delete') {
      record.gone = true;
      this.#touch(record, now);
      this.writes += 1;
      return { state: 'applied', id: record.id };
    }
    this.#put(record, op.fields, now);
    return { state: 'applied', id: record.id, record: this.#show(record, now) };
  }

  #create(op: Op, now: number): JsonObject {
    const same = this.abilities.kind === 'external-id' ? this.records.get(op.externalId ?? '') : undefined;
    if (same !== undefined && !same.gone) {
      this.#put(same, op.fields, now);
      return { state: 'applied', id: same.id, record: this.#show(same, now) };
    }
    const record = this.#insert({}, now, 'us', op.externalId ?? '');
    this.#put(record, op.fields, now);
    return { state: 'applied', id: record.id, record: this.#show(record, now) };
  }

  #put(record: VendorRecord, fields: Record<string, string | null>, now: number): void {
    let changed = false;
    for (const [field, value] of Object.entries(fields)) {
      const next = value === null ? '' : this.abilities.normalise(field, value);
      const before = record.fields[field] ?? '';
      if (before === next) continue;
      // An edit that we were never shown is gone over: only a guard of the vendor's could have prevented it.
      const lost = this.edits.findLast((e) => e.record === record.id && e.field === field && e.value === before && e.at > record.shownAt);
      if (lost !== undefined) lost.overwritten = true;
      record.fields[field] = next;
      changed = true;
    }
    if (!changed) return;
    this.#touch(record, now);
    this.writes += 1;
  }
}
