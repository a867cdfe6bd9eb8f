import { partsOf } from '../model/ids.ts';
import type { FieldProblem } from '../ports/mapping.ts';
import { closeFailure, reportFailure } from './failure.ts';
import { problemsOf } from './reading.ts';
import type { SourceRecord } from './record.ts';
import type { StreamWork } from './unify-record.ts';

/** Prefix of causes that come from reading a field. */
const readCause = 'read.';

/** Opens a failure for each field that cannot be read, and closes those that can again. The rest of the record goes on. */
export async function reportProblems(work: StreamWork, rec: SourceRecord, pass: string | undefined): Promise<SourceRecord> {
  const problems = problemsOf(rec.snapshot, work.mapping);
  if (problems.length === 0 && rec.failing.length === 0) return rec;
  const { connection, stream, id } = partsOf(rec.ref);
  const open = new Map(problems.map((p) => [causeOf(p), p]));
  const closed = rec.failing.filter((cause) => cause.startsWith(readCause) && !open.has(cause));
  for (const cause of closed) await closeFailure(work.world, connection, stream, id, cause);
  for (const [cause, problem] of open) {
    const failure = { connection, stream, record: id, cause, kind: 'parked' as const, reason: problem.message, field: problem.field, entity: rec.entity };
    await reportFailure(work.world, pass === undefined ? failure : { ...failure, pass });
  }
  const kept = rec.failing.filter((cause) => !cause.startsWith(readCause));
  return { ...rec, failing: [...kept, ...open.keys()] };
}

/** Closes every failure of a record that is gone: nobody can mend it any more. Repeatable, so the causes stay in the record. */
export async function closeAll(work: StreamWork, rec: SourceRecord): Promise<void> {
  const { connection, stream, id } = partsOf(rec.ref);
  for (const cause of rec.failing) await closeFailure(work.world, connection, stream, id, cause);
}

/** Whether a cause in a record's `failing` says that this field could not be read. */
export function isReadProblemOf(cause: string, field: string): boolean {
  return cause.startsWith(readCause) && cause.endsWith(`.${field}`);
}

function causeOf(problem: FieldProblem): string {
  return `${readCause}${problem.code}.${problem.field}`;
}
