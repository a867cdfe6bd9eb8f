import type { DatabaseSync } from 'node:sqlite';
import type { DeadLetter, DeadLetters, QueueName } from '../../core/ports/queue.ts';
import type { Broker } from './broker.ts';
import type { GroupCommit } from './commit.ts';
import type { MessageRows } from './message-rows.ts';

interface DeadRow {
  readonly id: number;
  readonly grp: string;
  readonly body: string;
  readonly sent: number;
  readonly receives: number;
  readonly dead_at: number;
}

/** The dead letters of one queue, oldest first. */
export function embeddedDeadLetters(db: DatabaseSync, commit: GroupCommit, rows: MessageRows, broker: Broker, queue: QueueName): DeadLetters {
  const select = db.prepare('SELECT id, grp, body, sent, receives, dead_at FROM dead WHERE queue = ? ORDER BY dead_at, id LIMIT ?');
  const find = db.prepare('SELECT id, grp, body, sent, receives, dead_at FROM dead WHERE queue = ? AND id = ?');
  const remove = db.prepare('DELETE FROM dead WHERE id = ?');
  const taken = new Set<number>();
  return {
    async list(limit) {
      await commit.settled();
      if (rows.burials) commit.fold();
      return (select.all(queue, limit) as unknown as readonly DeadRow[]).map(letterOf);
    },
    async redrive(messageId) {
      if (rows.burials) commit.fold();
      const admit = await commit.run(() => {
        const row = find.get(queue, Number(messageId)) as unknown as DeadRow | undefined;
        if (row === undefined || taken.has(row.id)) return undefined;
        taken.add(row.id); // its row goes with the commit
        commit.inFile(() => remove.run(row.id));
        return broker.store(queue, { body: row.body, group: row.grp });
      });
      admit?.();
      return admit !== undefined;
    },
    async remove(messageId) {
      if (rows.burials) commit.fold();
      return commit.run(() => {
        const row = find.get(queue, Number(messageId)) as unknown as DeadRow | undefined;
        if (row === undefined || taken.has(row.id)) return false;
        taken.add(row.id);
        commit.inFile(() => remove.run(row.id));
        return true;
      });
    },
  };
}

function letterOf(row: DeadRow): DeadLetter {
  return { messageId: String(row.id), body: row.body, group: row.grp, receives: row.receives, sentAt: row.sent, deadAt: row.dead_at };
}
