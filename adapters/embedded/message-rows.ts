import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { QueueName } from '../../core/ports/queue.ts';
import type { Foldable, GroupCommit } from './commit.ts';

/** A message as its row has it. */
export interface MessageRow {
  readonly id: number;
  readonly queue: QueueName;
  readonly grp: string;
  readonly sent: number;
  readonly visible: number;
  readonly receives: number;
  readonly claimed: number;
}

/** A message that changed since the last fold. Its body is kept until it has a row. */
interface FreshMessage extends MessageRow {
  readonly body: string | undefined;
  readonly inTable: boolean;
  /** Acknowledged, or buried at that time. */
  readonly end?: { readonly deadAt?: number };
}

/** The messages of all queues on disk. One that is acknowledged before a fold never gets a row. */
export class MessageRows implements Foldable {
  readonly #commit: GroupCommit;
  readonly #fresh = new Map<number, FreshMessage>();
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #delete: StatementSync;
  readonly #row: StatementSync;
  readonly #body: StatementSync;
  readonly #bury: StatementSync;

  constructor(db: DatabaseSync, commit: GroupCommit) {
    this.#commit = commit;
    this.#insert = db.prepare('INSERT OR REPLACE INTO message (id, queue, grp, sent, visible, receives, claimed, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#update = db.prepare('UPDATE message SET visible = ?, receives = ?, claimed = ? WHERE id = ?');
    this.#delete = db.prepare('DELETE FROM message WHERE id = ?');
    this.#row = db.prepare('SELECT id, queue, grp, sent, visible, receives, claimed FROM message WHERE id = ?');
    this.#body = db.prepare('SELECT body FROM message WHERE id = ?');
    this.#bury = db.prepare('INSERT OR REPLACE INTO dead (id, queue, grp, sent, receives, dead_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)');
    commit.keep(this);
  }

  /** Dead letters that have no row yet. */
  get burials(): boolean {
    for (const { end } of this.#fresh.values()) if (end?.deadAt !== undefined) return true;
    return false;
  }

  /** The body of a message; undefined when there is none. */
  body(id: number): string | undefined {
    return this.#fresh.get(id)?.body ?? (this.#body.get(id) as { body: string } | undefined)?.body;
  }

  insert(row: MessageRow, body: string): void {
    const { id, queue, grp, sent, visible } = row;
    this.#commit.note(JSON.stringify(['send', id, queue, grp, sent, visible, body]));
    this.#commit.set(this.#fresh, id, { ...row, body, inTable: false });
  }

  claim(id: number, visible: number): void {
    this.#commit.note(JSON.stringify(['claim', id, visible]));
    this.#change(id, (m) => ({ visible, receives: m.receives + 1, claimed: 1 }));
  }

  /** Gives a message back; `uncounted` when its worker could do nothing for it. */
  release(id: number, visible: number, receive: 'counted' | 'uncounted'): void {
    const forgiven = receive === 'uncounted' ? 1 : 0;
    this.#commit.note(JSON.stringify(['release', id, visible, forgiven]));
    this.#change(id, (m) => ({ visible, receives: m.receives - forgiven, claimed: 0 }));
  }

  /** Removes a message that was handled. */
  remove(id: number): void {
    this.#commit.note(JSON.stringify(['done', id]));
    this.#end(id, {});
  }

  /** Moves a message to the dead letters. */
  bury(id: number, deadAt: number): void {
    this.#commit.note(JSON.stringify(['bury', id, deadAt]));
    this.#end(id, { deadAt });
  }

  /** Does again what a line of the journal says. */
  redo(line: readonly (string | number | null)[]): void {
    const [what, id, ...more] = line as [string, number, ...(string | number)[]];
    if (what === 'send') {
      const [queue, grp, sent, visible, body] = more as [QueueName, string, number, number, string];
      this.#fresh.set(id, { id, queue, grp, sent, visible, receives: 0, claimed: 0, body, inTable: false });
    }
    const [at, forgiven = 0] = more as [number, number?];
    if (what === 'claim') this.#change(id, (m) => ({ visible: at, receives: m.receives + 1, claimed: 1 }));
    if (what === 'release') this.#change(id, (m) => ({ visible: at, receives: m.receives - forgiven, claimed: 0 }));
    if (what === 'done') this.#end(id, {});
    if (what === 'bury') this.#end(id, { deadAt: at });
  }

  fold(): void {
    for (const m of this.#fresh.values()) {
      if (m.end?.deadAt !== undefined) this.#bury.run(m.id, m.queue, m.grp, m.sent, m.receives, m.end.deadAt, this.body(m.id) as string);
      if (m.end !== undefined && m.inTable) this.#delete.run(m.id);
      else if (m.end === undefined && m.inTable) this.#update.run(m.visible, m.receives, m.claimed, m.id);
      else if (m.end === undefined) this.#insert.run(m.id, m.queue, m.grp, m.sent, m.visible, m.receives, m.claimed, m.body as string);
    }
  }

  folded(): void {
    this.#fresh.clear();
  }

  #find(id: number): FreshMessage | undefined {
    const fresh = this.#fresh.get(id);
    if (fresh !== undefined) return fresh.end === undefined ? fresh : undefined;
    const row = this.#row.get(id) as unknown as MessageRow | undefined;
    return row === undefined ? undefined : { ...row, body: undefined, inTable: true };
  }

  #change(id: number, to: (m: FreshMessage) => Partial<FreshMessage>): void {
    const m = this.#find(id);
    if (m !== undefined) this.#commit.set(this.#fresh, id, { ...m, ...to(m) });
  }

  #end(id: number, end: NonNullable<FreshMessage['end']>): void {
    const m = this.#find(id);
    if (m === undefined) return;
    this.#commit.set(this.#fresh, id, m.inTable || end.deadAt !== undefined ? { ...m, end } : undefined);
  }
}
