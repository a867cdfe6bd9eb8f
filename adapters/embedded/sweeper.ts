import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Clock } from '../../core/ports/world.ts';
import { isExpired } from '../guard.ts';
import type { GroupCommit } from './commit.ts';
import type { Rows } from './rows.ts';

/** Rows looked at in one sweep: a million rows are passed in a day, a sweep takes some milliseconds. */
const sliceRows = 1_000;

interface SweptRow {
  readonly id: number;
  readonly pk: string;
  readonly sk: string;
  readonly expires: number | null;
}

/** Deletes expired items, a slice of the table at a time (they are hidden from reads long before). An index on the time would cost a write with every history row. */
export class Sweeper {
  readonly #slice: StatementSync;
  readonly #commit: GroupCommit;
  readonly #rows: Rows;
  readonly #clock: Clock;
  #after = 0;

  constructor(db: DatabaseSync, commit: GroupCommit, rows: Rows, clock: Clock) {
    this.#slice = db.prepare('SELECT id, pk, sk, expires FROM item WHERE id > ? ORDER BY id LIMIT ?');
    this.#commit = commit;
    this.#rows = rows;
    this.#clock = clock;
  }

  /** Sweeps the next slice; resolves to the number of items deleted. */
  async sweep(rowsMax = sliceRows): Promise<number> {
    if (this.#after === 0 && this.#rows.overlay.size > 0) this.#commit.fold(); // the table shows everything as a round begins
    const rows = this.#slice.all(this.#after, rowsMax) as unknown as readonly SweptRow[];
    this.#after = rows.length < rowsMax ? 0 : (rows.at(-1)?.id ?? 0);
    const now = this.#clock.now();
    const expired = rows.filter((row) => row.expires !== null && row.expires * 1_000 <= now);
    if (expired.length === 0) return 0;
    await this.#commit.run(() => {
      for (const row of expired) this.#drop(row, now);
    });
    return expired.length;
  }

  #drop(row: SweptRow, now: number): void {
    const prefix = row.pk.slice(0, row.pk.indexOf('#') + 1);
    const stored = this.#rows.find(row.pk, row.sk, prefix.length);
    // What the table does not know yet may have given it more time.
    if (stored !== undefined && isExpired(stored.item, now)) this.#rows.remove(prefix, stored, now);
  }
}
