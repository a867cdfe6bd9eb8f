import type { DatabaseSync } from 'node:sqlite';
import type { DeadLetter, DeadLetters, QueueName } from '../../core/ports/queue.ts';
import type { Broker } from './broker.ts';
import type { GroupCommit } from './commit.ts';

interface DeadRow {
  readonly id: number;
  readonly grp: string;
  readonly body: string;
  readonly sent: number;
  readonly receives: number;
  readonly dead_at: number;
}

/** The dead letters of one queue, oldest first. */
export function embeddedDeadLetters(db: DatabaseSync, commit: GroupCommit, broker: Broker, queue: QueueName): DeadLetters {
  const select = db.prepare('SELECT id, grp, body, sent, receives, dead_at FROM dead WHERE queue = ? ORDER BY dead_at, id LIMIT ?');
  const find = db.prepare('SELECT id, grp, body, sent, receives, dead_at FROM dead WHERE queue = ? AND id = ?');
  const remove = db.prepare('DELETE FROM dead WHERE id = ?');
  return {
    async list(limit) {
      await commit.settled();
      return (select.all(queue, limit) as unknown as readonly DeadRow[]).map(letterOf);
    },
    async redrive(messageId) {
      const admit = await commit.run(() => {
        const row = find.get(queue, Number(messageId)) as unknown as DeadRow | undefined;
        if (row === undefined) return undefined;
        remove.run(row.id);
        return broker.store(queue, { body: row.body, group: row.grp });
      });
      admit?.();
      return admit !== undefined;
    },
  };
}

function letterOf(row: DeadRow): DeadLetter {
  return { messageId: String(row.id), body: row.body, group: row.grp, receives: row.receives, sentAt: row.sent, deadAt: row.dead_at };
}
