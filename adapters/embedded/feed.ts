import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Change } from '../../core/ports/feed.ts';
import type { GroupCommit } from './commit.ts';
import type { FeedLog } from './feed-log.ts';

/** The change feed of a store: taken in order, acknowledged up to a change. */
export interface Feed {
  /** Changes that nobody has acknowledged. */
  size(): number;
  /** The first `limit` durable changes after the change `after` (or the first that are left). */
  take(limit: number, after?: string): readonly Change[];
  /** Forgets changes up to and including one. */
  ack(id: string): Promise<void>;
  /** Resolves once nobody writes on after a commit, or after `ms`: those who wrote a record mostly fold it into its entity with their next commit. */
  settled(ms: number): Promise<void>;
  /** Calls `hear` after a commit that left changes to take. */
  onChange(hear: () => void): void;
}

/** The feed as its consumer sees it. */
export function embeddedFeed(log: FeedLog, commit: GroupCommit): Feed {
  return {
    size: () => log.size(),
    take: (limit, after) => log.take(after === undefined ? 0 : Number(after), limit),
    ack: (id) => log.ack(Number(id)),
    settled: async (ms) => {
      const until = performance.now() + ms;
      do {
        await commit.settled();
        await nextTurn(); // whoever was answered by the commit has gone on by now
      } while (commit.busy && performance.now() < until);
    },
    onChange: (hear) => commit.onCommit(() => (log.size() > 0 ? hear() : undefined)),
  };
}
