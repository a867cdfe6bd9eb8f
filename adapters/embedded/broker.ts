import type { DatabaseSync } from 'node:sqlite';
import type { SynclineError } from '../../core/model/error.ts';
import type { OutMessage, Queue, QueueName, ReceivedMessage } from '../../core/ports/queue.ts';
import { queueLimits } from '../../core/ports/queue.ts';
import type { Clock } from '../../core/ports/world.ts';
import { checkMessage, queueNames, sourceOf } from '../messages.ts';
import type { GroupCommit } from './commit.ts';
import type { MessageRow, MessageRows } from './message-rows.ts';
import { type Entry, Schedule } from './schedule.ts';

/** A worker that is gone for this long gives its messages back; SQS advises six times the function's time-out. */
const visibilityMs = 30 * 60_000;

/** A store that failed is tried again after this long. */
const storeRetryMs = 1_000;

/** Bodies of waiting messages kept in memory, per store; the rest are read from the file again. */
const keptBodiesMax = 2_000_000;

/** How many messages a queue holds. */
export interface Depth {
  readonly ready: number;
  readonly delayed: number;
  readonly inFlight: number;
}

/** All queues of a store: rows on disk, their order in memory. */
export class Broker {
  readonly #commit: GroupCommit;
  readonly #clock: Clock;
  readonly #schedules = new Map<QueueName, Schedule>(queueNames.map((name) => [name, new Schedule()]));
  readonly #inFlight = new Map<QueueName, Map<number, Entry>>(queueNames.map((name) => [name, new Map()]));
  readonly #rows: MessageRows;
  readonly #hear: ((queue: QueueName) => void)[] = [];
  #nextId: number;
  /** The last time that the disk was full, monotonic ms. */
  #full: { readonly at: number; readonly why: SynclineError } | undefined;
  #keptBodies = 0;

  constructor(db: DatabaseSync, commit: GroupCommit, rows: MessageRows, clock: Clock) {
    this.#commit = commit;
    this.#clock = clock;
    this.#rows = rows;
    commit.onRollback((why) => {
      if (why.code === 'STORE_FULL') this.#full = { at: performance.now(), why };
    });
    const now = this.#clock.now();
    buryPoison(db, now);
    this.#load(db, now);
    const { last } = db.prepare('SELECT max(coalesce((SELECT max(id) FROM message), 0), coalesce((SELECT max(id) FROM dead), 0)) AS last').get() as { last: number };
    this.#nextId = Math.max(last, now * 1_024) + 1;
  }

  /** Whoever worked on a claimed message died with the process that held the file: it is due at once. */
  #load(db: DatabaseSync, now: number): void {
    const mono = performance.now();
    for (const raw of db.prepare('SELECT id, queue, grp, sent, visible, receives, claimed FROM message ORDER BY id').iterate()) {
      const row = raw as unknown as MessageRow;
      const waitMs = row.claimed === 1 ? 0 : Math.min(Math.max(0, row.visible - now), queueLimits.delaySeconds * 1_000);
      const entry: Entry = { id: row.id, group: row.grp, sentAt: row.sent, receives: row.receives, due: mono + waitMs, body: undefined };
      if (row.claimed === 1) this.#schedules.get(row.queue)?.suspect(entry);
      else this.#schedules.get(row.queue)?.add(entry, mono);
    }
  }

  /** Calls `hear` when a queue has something new, due or delayed. */
  onSend(hear: (queue: QueueName) => void): void {
    this.#hear.push(hear);
  }

  queue(name: QueueName): Queue {
    return { send: (messages) => this.send(name, messages) };
  }

  /** Stores messages; they can be received once they are on disk. */
  async send(queue: QueueName, messages: readonly OutMessage[]): Promise<readonly number[]> {
    for (const message of messages) checkMessage(message);
    const now = this.#clock.now();
    const mono = performance.now();
    const entries = await this.#commit.run(() => messages.map((message) => this.#store(queue, message, now, mono)));
    for (const entry of entries) this.#add(queue, entry, mono);
    if (entries.length > 0) this.#tell(queue);
    return [];
  }

  /** Puts back a dead letter's body; see `dead-letters.ts`. Call inside a commit, and `admit` after it. */
  store(queue: QueueName, message: OutMessage): () => void {
    const entry = this.#store(queue, message, this.#clock.now(), performance.now());
    return () => {
      this.#add(queue, entry, performance.now());
      this.#tell(queue);
    };
  }

  #store(queue: QueueName, message: OutMessage, now: number, mono: number): Entry {
    const id = this.#nextId;
    this.#nextId += 1;
    const delayMs = (message.delaySeconds ?? 0) * 1_000;
    this.#rows.insert({ id, queue, grp: message.group, sent: now, visible: now + delayMs, receives: 0, claimed: 0 }, message.body);
    return { id, group: message.group, sentAt: now, receives: 0, due: mono + delayMs, body: message.body };
  }

  #add(queue: QueueName, entry: Entry, mono: number): void {
    if (entry.body !== undefined) {
      if (this.#keptBodies + entry.body.length > keptBodiesMax) entry.body = undefined;
      else this.#keptBodies += entry.body.length;
    }
    this.#scheduleOf(queue).add(entry, mono);
  }

  /** Claims up to `max` messages; resolves once the claim is on disk, so that a message that kills the process is counted. */
  async receive(queue: QueueName, max: number): Promise<readonly ReceivedMessage[]> {
    const schedule = this.#scheduleOf(queue);
    schedule.wake(performance.now());
    const entries = schedule.take(max);
    if (entries.length === 0) return [];
    const flying = this.#flyingOf(queue);
    for (const entry of entries) {
      entry.claimedAt = performance.now();
      flying.set(entry.id, entry);
    }
    const before = entries.map((entry) => entry.receives);
    const claim = this.#commit.run(() => {
      const deadline = this.#clock.now() + visibilityMs;
      return entries.map((entry) => {
        entry.receives += 1;
        this.#rows.claim(entry.id, deadline);
        return this.#received(queue, entry);
      });
    });
    return claim.catch((error: unknown) => {
      for (const [at, entry] of entries.entries()) entry.receives = before[at] ?? entry.receives; // a store that failed has handed out nothing
      this.#giveBack(queue, entries);
      throw error;
    });
  }

  /** The store failed under us: what was taken is tried again when it is back. */
  #giveBack(queue: QueueName, entries: readonly Entry[]): void {
    const mono = performance.now();
    for (const entry of entries) {
      this.#landed(queue, entry);
      entry.due = mono + storeRetryMs;
      this.#scheduleOf(queue).add(entry, mono);
    }
  }

  /** Whoever worked on it lives, whatever came of it. */
  #landed(queue: QueueName, entry: Entry): void {
    this.#flyingOf(queue).delete(entry.id);
    this.#scheduleOf(queue).survived(entry);
  }

  #received(queue: QueueName, entry: Entry): ReceivedMessage {
    const body = entry.body ?? (this.#rows.body(entry.id) as string);
    if (entry.body !== undefined) this.#keptBodies -= entry.body.length;
    entry.body = undefined;
    return {
      messageId: String(entry.id),
      receiptHandle: `${entry.id}.${entry.receives}`,
      body,
      attributes: { ApproximateReceiveCount: String(entry.receives), SentTimestamp: String(entry.sentAt), MessageGroupId: entry.group },
      eventSourceARN: sourceOf(queue),
    };
  }

  /** Removes what was handled; gives the failed back after a pause that grows with their receives, or buries them. What failed while the disk was full is not counted, or an hour of that would bury everything; resolves with what the store said then. */
  async settle(queue: QueueName, received: readonly ReceivedMessage[], failed: ReadonlySet<string>, retryMs: (receives: number) => number): Promise<SynclineError | undefined> {
    const flying = this.#flyingOf(queue);
    const now = this.#clock.now();
    const mono = performance.now();
    const again: Entry[] = [];
    const work = (): void => {
      for (const { messageId } of received) {
        const entry = flying.get(Number(messageId));
        if (entry === undefined) continue;
        if (!failed.has(messageId)) this.#rows.remove(entry.id);
        else if (entry.receives >= queueLimits.receives && !this.#wasFull(entry)) this.#rows.bury(entry.id, now);
        else {
          const waitMs = retryMs(entry.receives);
          this.#rows.release(entry.id, now + waitMs, this.#wasFull(entry) ? 'uncounted' : 'counted');
          if (this.#wasFull(entry)) entry.receives -= 1;
          entry.due = mono + waitMs;
          again.push(entry);
        }
      }
    };
    await this.#commit.run(work).catch((error: unknown) => {
      this.#giveBack(
        queue,
        [...flying.values()].filter((entry) => received.some((message) => message.messageId === String(entry.id))),
      );
      throw error;
    });
    for (const { messageId } of received) {
      const entry = flying.get(Number(messageId));
      if (entry !== undefined) this.#landed(queue, entry);
    }
    for (const entry of again) this.#scheduleOf(queue).add(entry, mono);
    if (again.length > 0) this.#tell(queue);
    return again.some((entry) => this.#wasFull(entry)) ? this.#full?.why : undefined;
  }

  /** The disk was full while a worker had this message. */
  #wasFull({ claimedAt = 0 }: Entry): boolean {
    return this.#full !== undefined && this.#full.at >= claimedAt;
  }

  depth(queue: QueueName): Depth {
    const schedule = this.#scheduleOf(queue);
    schedule.wake(performance.now());
    return { ready: schedule.ready, delayed: schedule.later, inFlight: this.#flyingOf(queue).size };
  }

  /** How many messages of a queue can be received now: of those that died with their worker one at a time. */
  open(queue: QueueName): number {
    const schedule = this.#scheduleOf(queue);
    schedule.wake(performance.now());
    return schedule.open;
  }

  /** Ms until the next delayed message of a queue is due. */
  nextDueInMs(queue: QueueName): number | undefined {
    const due = this.#scheduleOf(queue).nextDue;
    return due === undefined ? undefined : Math.max(0, due - performance.now());
  }

  #scheduleOf(queue: QueueName): Schedule {
    return this.#schedules.get(queue) as Schedule;
  }

  #flyingOf(queue: QueueName): Map<number, Entry> {
    return this.#inFlight.get(queue) as Map<number, Entry>;
  }

  #tell(queue: QueueName): void {
    for (const hear of this.#hear) hear(queue);
  }
}

/** Messages that took their worker with them as often as is allowed: in one commit, so that none is in two places. */
function buryPoison(db: DatabaseSync, now: number): void {
  const { receives } = queueLimits;
  const dead = 'INSERT INTO dead (id, queue, grp, sent, receives, dead_at, body) SELECT id, queue, grp, sent, receives, ?, body FROM message WHERE claimed = 1 AND receives >= ?';
  db.exec('BEGIN IMMEDIATE');
  db.prepare(dead).run(now, receives);
  db.prepare('DELETE FROM message WHERE claimed = 1 AND receives >= ?').run(receives);
  db.exec('COMMIT');
}
