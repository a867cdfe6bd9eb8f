import { refOf } from '../../core/model/ids.ts';
import type { Item } from '../../core/ports/table.ts';
import { entityOf } from '../../core/sync/entity-item.ts';
import type { InboundMessage } from '../../core/sync/messages.ts';
import type { SourceRecord } from '../../core/sync/record.ts';
import type { Vendor } from './vendor.ts';

/** Watches that no stored position passes a record that is neither in the table nor handed over. */
export class CursorWatch {
  readonly violations: string[] = [];
  /** Writes of workers whose lease somebody else had taken over. */
  readonly unfenced: string[] = [];
  readonly #known = new Map<string, number>();
  readonly #metAt = new Map<string, number>();
  /** Entities that stand under a key, where others of the same customer find them. */
  readonly #named = new Set<string>();
  /** Records of entities that nobody finds yet, and since when those have them. */
  readonly #unnamed = new Map<string, Map<string, number>>();
  /** Within this time of the record its entity has it, ms. */
  readonly #foldMs: number;
  /** Names of erased records: they are not handed over. */
  readonly #erased: () => ReadonlySet<string>;
  readonly #tokens = new Map<string, number>();
  readonly #vendors: Readonly<Record<string, Vendor>>;

  constructor(vendors: Readonly<Record<string, Vendor>>, options: { readonly foldMs: number; readonly erased: () => ReadonlySet<string> }) {
    this.#vendors = vendors;
    this.#erased = options.erased;
    this.#foldMs = options.foldMs;
  }

  /** A message that the inbound queue took. */
  sent(message: InboundMessage): void {
    for (const sighting of message.sightings) if ('record' in sighting) this.#know(refOf(message.connection, message.stream, sighting.id), Number(sighting.modifiedAt ?? 0));
  }

  /** An item that was stored, now, with the record that it is. */
  stored(item: Item, rec: SourceRecord | undefined, now: number): void {
    if (item.kind === 'cursor') this.#moved(item);
    else if (rec !== undefined) {
      this.#know(rec.ref, rec.modifiedAt);
      // Whoever looks at its entity does not see it at once. Never, if whoever took it in died and nobody folds it, which is a bug.
      this.#meet(rec.ref, rec.entity, now + this.#foldMs);
    } else if (item.kind === 'entity') {
      const entity = entityOf(item);
      for (const ref of Object.keys(entity.members)) this.#meet(ref, entity.id, now);
    } else if (item.kind === 'key') for (const id of item.body['values'] as readonly string[]) this.#name(id, now);
  }

  /** True when the record was known at that time, or earlier: its entity had it (or should have), and whoever took in another of its customer could find it. */
  wasKnown(ref: string, at: number): boolean {
    return (this.#metAt.get(ref) ?? Number.POSITIVE_INFINITY) <= at;
  }

  #meet(ref: string, entity: string, since: number): void {
    if (this.#named.has(entity)) this.#metAt.set(ref, Math.min(since, this.#metAt.get(ref) ?? since));
    else if (!this.#metAt.has(ref)) {
      const waiting = this.#unnamed.get(entity) ?? new Map<string, number>();
      this.#unnamed.set(entity, waiting.set(ref, Math.min(since, waiting.get(ref) ?? since)));
    }
  }

  #name(entity: string, now: number): void {
    this.#named.add(entity);
    for (const [ref, since] of this.#unnamed.get(entity) ?? []) this.#meet(ref, entity, Math.max(since, now));
    this.#unnamed.delete(entity);
  }

  #moved(item: Item): void {
    const [name, token] = [`${item.pk} ${item.sk}`, Number(item.body['token'])];
    const newest = this.#tokens.get(name) ?? 0;
    if (token < newest) this.unfenced.push(`${name} was written under lease ${token}, and lease ${newest} had begun`);
    this.#tokens.set(name, Math.max(token, newest));
    const since = (item.body['cursor'] as { since?: number } | undefined)?.since;
    if (since === undefined) return;
    const [connection, stream] = [item.pk.slice('CON#'.length), item.sk.slice('CUR#'.length)];
    const vendor = this.#vendors[connection];
    // Only systems read by watermark have positions that can pass anything.
    if (vendor?.book(stream).abilities.kind !== 'etag') return;
    for (const record of vendor.book(stream).live()) {
      const ref = refOf(connection, stream, record.id);
      if (this.#erased().has(ref)) continue;
      if (record.modifiedAt < since && (this.#known.get(ref) ?? 0) < record.modifiedAt && vendor.hides.share === 0)
        this.violations.push(`${connection}.${stream} is at ${since}, and ${record.id} of ${record.modifiedAt} was not handed over`);
    }
  }

  #know(ref: string, modifiedAt: number): void {
    this.#known.set(ref, Math.max(modifiedAt, this.#known.get(ref) ?? 0));
  }
}
