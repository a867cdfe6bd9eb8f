import type { Sentence } from '../../model/error.ts';
import type { Entity } from '../entity.ts';
import type { RecordsView } from '../views/records.ts';

/** An entity that may be meant, and where to go on after it. */
export interface Found {
  readonly id: string;
  readonly cursor: string;
  /** Read, and known not to fit. */
  readonly skip?: true;
}

/** One way to find entities. */
export interface Finder {
  readonly used: RecordsView['used'];
  readonly how: Sentence;
  /** Candidates in the order of the answer, from after a cursor. */
  candidates(after: string | undefined): AsyncIterable<Found>;
  /** What a candidate must fulfil besides the filters of the query. */
  keeps?(entity: Entity): boolean;
}

/** A short list of ids as candidates; the cursor is the place in it. */
export async function* fromList(ids: readonly string[], after: string | undefined): AsyncGenerator<Found> {
  const start = after === undefined ? 0 : Number(after) + 1;
  for (let at = start; at < ids.length; at += 1) yield { id: ids[at] as string, cursor: String(at) };
}

/** Candidates in lists of at most `size`. */
export async function* inBatches(all: AsyncIterable<Found>, size: number): AsyncGenerator<Found[]> {
  let batch: Found[] = [];
  for await (const one of all) {
    batch.push(one);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
