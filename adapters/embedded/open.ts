import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Sentence } from '../../core/model/error.ts';
import type { QueueName } from '../../core/ports/queue.ts';
import type { Clock, Secrets } from '../../core/ports/world.ts';
import { type BusRule, busRules } from '../bus-rules.ts';
import { queueNames } from '../messages.ts';
import type { Ports } from '../ports.ts';
import { UnitMeter } from '../units.ts';
import { embeddedBlobs } from './blobs.ts';
import { Broker } from './broker.ts';
import { EmbeddedBus } from './bus.ts';
import { systemClock } from './clock.ts';
import { GroupCommit } from './commit.ts';
import { explainOpening, openDatabase } from './database.ts';
import { embeddedDeadLetters } from './dead-letters.ts';
import { embeddedFeed, type Feed } from './feed.ts';
import { FeedLog } from './feed-log.ts';
import { type HttpOptions, systemHttp } from './http.ts';
import { systemIds } from './ids.ts';
import { inMemory } from './in-memory.ts';
import { Journal, journalOf } from './journal.ts';
import { readJournal } from './journal-read.ts';
import { MessageRows } from './message-rows.ts';
import { forgetOwner, type Owner, tellOwner } from './owner.ts';
import { Pages } from './pages.ts';
import { redo } from './redo.ts';
import { Rows } from './rows.ts';
import { type SecretStore, secretStore } from './secrets.ts';
import { Sweeper } from './sweeper.ts';
import { embeddedTables } from './table.ts';

/** How a store is opened; only `file` is needed. */
export interface EmbeddedOptions {
  readonly file: string;
  /** Count read and write units (see `UnitMeter`); off costs nothing. */
  readonly metered?: boolean;
  readonly clock?: Clock;
  readonly busRules?: readonly BusRule[];
  readonly http?: HttpOptions;
  /** Environment for secrets; the process's own unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** All ports on one file, until `close`. */
export interface EmbeddedStore extends Ports {
  readonly file: string;
  readonly bus: EmbeddedBus;
  readonly secrets: Secrets & SecretStore;
  readonly feed: Feed;
  /** The queues as their consumer sees them: what `startRunner` works with. */
  readonly broker: Broker;
  /** Counts units; undefined unless opened `metered`. */
  readonly meter: UnitMeter | undefined;
  /** Drops a slice of what has expired; the runner calls it every minute. */
  readonly sweeper: Sweeper;
  /** Notes beside the file where this process's API answers, for `ownerOf`. */
  announce(api: string): void;
  /** Commits what is open, folds everything into the file and gives up the lock. */
  close(): Promise<void>;
}

/** What a store cannot know of. */
const copiesRemain: Sentence = {
  en: 'Copies that were made of the store file (backups, snapshots of the disk) still hold the person, as long as you keep them: delete those made before now, or erase again after restoring one.',
  zh: '此前对存储文件所做的副本（备份、磁盘快照）在保留期内仍含此人数据：请删除旧副本，或在恢复后重新执行擦除。',
};

/** Opens or creates the store in `file` as its only owner; `:memory:` is one without a file. Throws `SynclineError` `STORE_HELD` (naming pid and API of the holder), `STORE_UNUSABLE` or `STORE_DAMAGED`. */
export function openEmbedded(options: EmbeddedOptions): EmbeddedStore {
  const { file } = options;
  const db = openDatabase(file);
  try {
    return storeOn(db, options);
  } catch (cause) {
    forgetOwner(file);
    db.close();
    throw explainOpening(file, cause);
  }
}

function storeOn(db: DatabaseSync, options: EmbeddedOptions): EmbeddedStore {
  const { file, clock = systemClock } = options;
  const owner: Owner = { pid: process.pid, since: Date.now() };
  tellOwner(file, owner);
  const { folded } = db.prepare('SELECT folded FROM journal').get() as { folded: number };
  const left = file === inMemory ? [] : readJournal(journalOf(file), folded);
  const commit = new GroupCommit(db, file === inMemory ? undefined : new Journal(journalOf(file), folded));
  const log = new FeedLog(db, commit);
  const rows = new Rows(db, commit, log);
  const messages = new MessageRows(db, commit);
  redo(left, { rows, log, messages, commit });
  log.begin(clock.now());
  const broker = new Broker(db, commit, messages, clock);
  const meter = options.metered === true ? new UnitMeter() : undefined;
  const each = <T>(make: (queue: QueueName) => T): Record<QueueName, T> => Object.fromEntries(queueNames.map((name) => [name, make(name)])) as Record<QueueName, T>;
  return {
    file,
    tables: embeddedTables({ rows, pages: new Pages(db, commit, rows.overlay), commit, clock, meter }),
    queues: each((queue) => broker.queue(queue)),
    deadLetters: each((queue) => embeddedDeadLetters(db, commit, messages, broker, queue)),
    bus: new EmbeddedBus(broker, options.busRules ?? busRules),
    blobs: embeddedBlobs(db, commit),
    clock,
    ids: systemIds(),
    http: systemHttp(options.http),
    secrets: secretStore({ file: `${file}.secrets`, keyFile: `${file}.key`, env: options.env ?? process.env }),
    feed: embeddedFeed(log, commit),
    broker,
    meter,
    sweeper: new Sweeper(db, commit, rows, clock),
    async forget() {
      await commit.scrub();
      return [copiesRemain];
    },
    announce: (api) => tellOwner(file, { ...owner, api }),
    async close() {
      if (!db.isOpen) return;
      try {
        await commit.close();
        await nextTurn(); // those who waited for the last commit hear of it first
      } finally {
        if (db.isOpen) {
          forgetOwner(file);
          db.close();
        }
      }
    },
  };
}
