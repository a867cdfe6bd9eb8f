import { partsOf, type Ref } from '../model/ids.ts';

/** What two records of one stream need to be called duplicates at their source: `free` as any two, `strong` more than two of different streams (`isDuplicate`), `never` the source is trusted to hold nobody twice. */
export type SameStream = 'free' | 'strong' | 'never';

/** `connection/stream` of a record. */
export function streamOf(ref: Ref): string {
  const { connection, stream } = partsOf(ref);
  return `${connection}/${stream}`;
}
