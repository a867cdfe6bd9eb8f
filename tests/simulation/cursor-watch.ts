import { refOf } from '../../core/model/ids.ts';
import { parseJson } from '../../core/model/json.ts';
import type { Item } from '../../core/ports/table.ts';
import type { InboundMessage } from '../../core/sync/messages.ts';
import { recordOf } from '../../core/sync/record-item.ts';
import type { Vendor } from './vendor.ts';

/** Watches that no stored position passes a record that is neither in the table nor handed over. */
export class CursorWatch {
  readonly violations: string[] = [];
  /** Writes of workers whose lease somebody else had taken over. */
  readonly unfenced: string[] = [];
  readonly #known = new Map<string, number>();
  readonly #storedAt = new Map<string, number>();
  readonly #tokens = new Map<string, number>();
  readonly #vendors: Readonly<Record<string, Vendor>>;

  constructor(vendors: Readonly<Record<string, Vendor>>) {
    this.#vendors = vendors;
  }

  /** A message that the inbound queue took. */
  sent(body: string): void {
    const message = parseJson(body) as unknown as InboundMessage;
    for (const sighting of message.sightings) if ('record' in sighting) this.#know(refOf(message.connection, message.stream, sighting.id), Number(sighting.modifiedAt ?? 0));
  }

  /** An item that was stored, now. */
  stored(item: Item, now: number): void {
    if (item.kind === 'cursor') this.#moved(item);
    else if (item.kind === 'record') {
      const rec = recordOf(item);
      this.#know(rec.ref, rec.modifiedAt);
      if (!this.#storedAt.has(rec.ref)) this.#storedAt.set(rec.ref, now);
    }
  }

  /** True when the table held the record at that time, or earlier. */
  wasKnown(ref: string, at: number): boolean {
    return (this.#storedAt.get(ref) ?? Number.POSITIVE_INFINITY) <= at;
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
      if (record.modifiedAt < since && (this.#known.get(ref) ?? 0) < record.modifiedAt && vendor.hides.share === 0)
        this.violations.push(`${connection}.${stream} is at ${since}, and ${record.id} of ${record.modifiedAt} was not handed over`);
    }
  }

  #know(ref: string, modifiedAt: number): void {
    this.#known.set(ref, Math.max(modifiedAt, this.#known.get(ref) ?? 0));
  }
}
