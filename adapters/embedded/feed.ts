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
  /** Calls `hear` after a commit that left changes to take. */
  onChange(hear: () => void): void;
}

/** The feed as its consumer sees it. */
export function embeddedFeed(log: FeedLog, commit: GroupCommit): Feed {
  return {
    size: () => log.size(),
    take: (limit, after) => log.take(after === undefined ? 0 : Number(after), limit),
    ack: (id) => commit.run(() => log.drop(Number(id))),
    onChange: (hear) => commit.onCommit(() => (log.size() > 0 ? hear() : undefined)),
  };
}
