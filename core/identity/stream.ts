import { partsOf, type Ref } from '../model/ids.ts';

/** What two records of one stream need to be called duplicates at their source: `free` as any two, `strong` an agreeing identifier or {@link sameStreamBits} more than a link needs, `never` the source is trusted to hold nobody twice. */
export type SameStream = 'free' | 'strong' | 'never';

/** `connection/stream` of a record. */
export function streamOf(ref: Ref): string {
  const { connection, stream } = partsOf(ref);
  return `${connection}/${stream}`;
}

/** Two records of one `strong` stream are the same customer eight times more rarely than two records of two streams: log2 of that. Asking a person about each of them instead gave 420 questions per 1,000 records of a stream full of duplicates. */
export const sameStreamBits = 3;
