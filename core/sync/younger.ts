import type { SourceRecord } from './record.ts';

/** True when the table learnt of the record after a reading of its stream began (ms): what that reading shows of it, or does not show, may be older than what we wrote there meanwhile. A time in the future (a clock that went back) tells nothing. */
export function isYounger(rec: Pick<SourceRecord, 'lastReadAt'>, since: number, now: number): boolean {
  return rec.lastReadAt > since && rec.lastReadAt <= now;
}
