import { jsonEqual } from '../../core/model/json.ts';
import type { Raw } from '../../core/ports/mapping.ts';
import type { SourceRecord } from '../../core/sync/record.ts';
import { type Stamp, sameStamp } from '../../core/sync/stamp.ts';

/** What was found where a write without an answer had sent it, and counts as ours. */
interface Found {
  readonly raw: Raw;
  readonly stamp: Stamp;
  readonly sentAt: number;
  readonly at: number;
}

/** N3: each value that counted as what a write without an answer had sent; who put it there while that was on its way, nobody can tell. */
export class TakenForOurs {
  readonly #sent = new Map<string, { readonly intent: string; readonly stamp: Stamp; readonly at: number }>();
  readonly #found = new Map<string, Found[]>();

  /** A record that was stored, and when. */
  stored({ ref, cells, intent }: Pick<SourceRecord, 'ref' | 'cells' | 'intent'>, at: number): void {
    for (const [field, { stamp }] of Object.entries(intent?.fields ?? {})) {
      const cell = `${ref} ${field}`;
      if (intent !== undefined && this.#sent.get(cell)?.intent !== intent.id) this.#sent.set(cell, { intent: intent.id, stamp, at });
    }
    for (const [field, { unanswered, synced, stored = null }] of Object.entries(cells)) {
      const cell = `${ref} ${field}`;
      const sent = this.#sent.get(cell);
      const found = this.#found.get(cell) ?? [];
      // Mostly it was found by an earlier look.
      if (unanswered === undefined || sent === undefined || !sameStamp(sent.stamp, synced) || found.some((one) => one.sentAt === sent.at)) continue;
      this.#found.set(cell, [...found, { raw: stored, stamp: synced, sentAt: sent.at, at }]);
    }
  }

  /** The stamps of what we had sent, where a person who put just this there at that time counts as having put in nothing of his own. */
  stampsOf(ref: string, field: string, raw: Raw, at: number): readonly Stamp[] {
    const found = this.#found.get(`${ref} ${field}`) ?? [];
    return found.filter((one) => jsonEqual(one.raw, raw) && one.sentAt <= at && at <= one.at).map(({ stamp }) => stamp);
  }
}
