import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { storeUnavailable } from './errors.ts';

/** A database whose prepared statements throw `SynclineError`s that say what is the matter with the file and what to do, instead of SQLite's own words. */
export class GuardedDatabase extends DatabaseSync {
  override prepare(sql: string): StatementSync {
    const statement = super.prepare(sql);
    const { get, all, run, iterate } = statement;
    return Object.assign(statement, {
      get: guarded(get.bind(statement)),
      all: guarded(all.bind(statement)),
      run: guarded(run.bind(statement)),
      iterate: (...values: Parameters<typeof iterate>) => stepped(() => iterate.apply(statement, values)),
    });
  }
}

function guarded<A extends readonly unknown[], R>(work: (...values: A) => R): (...values: A) => R {
  return (...values) => {
    try {
      return work(...values);
    } catch (cause) {
      throw explained(cause);
    }
  };
}

function* stepped<T>(rows: () => Iterable<T>): Generator<T> {
  try {
    yield* rows();
  } catch (cause) {
    throw explained(cause);
  }
}

/** Errors of SQLite carry a result code; others are bugs and pass as they are. */
function explained(cause: unknown): unknown {
  return (cause as { errcode?: unknown }).errcode === undefined ? cause : storeUnavailable(cause);
}
