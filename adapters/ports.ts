import type { Sentence } from '../core/model/error.ts';
import type { Blobs } from '../core/ports/blobs.ts';
import type { Bus } from '../core/ports/bus.ts';
import type { DeadLetters, Queue, QueueName } from '../core/ports/queue.ts';
import type { Tables } from '../core/ports/table.ts';
import type { Clock, Http, Ids, Secrets } from '../core/ports/world.ts';

/** Every port that a use case may be given; each runtime has one of these. */
export interface Ports {
  readonly tables: Tables;
  readonly queues: Readonly<Record<QueueName, Queue>>;
  readonly deadLetters: Readonly<Record<QueueName, DeadLetters>>;
  readonly bus: Bus;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly http: Http;
  readonly secrets: Secrets;
  /** Leaves no trace of what was deleted where the adapter can; tells what no delete reaches. */
  forget?(): Promise<readonly Sentence[]>;
}
