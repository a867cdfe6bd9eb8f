import type { QueueName } from '../core/ports/queue.ts';

/** Functions by the name of their entry point in `functions/aws/entries`. */
export const functionNames = ['unify', 'deliver', 'reconcile', 'react', 'job', 'relay', 'tick', 'api', 'intake'] as const;

/** One of {@link functionNames}. */
export type FunctionName = (typeof functionNames)[number];

/** What a function is given and may do: nothing else is granted. */
export interface FunctionSpec {
  readonly memoryMb: number;
  /** A step of any work ends within five minutes; queues hide their messages for six times this. */
  readonly timeoutSeconds: number;
  /** What it is fed by. */
  readonly source: QueueName | 'stream' | 'schedule' | 'http';
  /** `scan`: also reads the whole table, for jobs and exports. */
  readonly table: 'items' | 'scan';
  readonly sends: readonly QueueName[];
  readonly publishes: boolean;
  /** Dead letters: look at them, or also send them again. */
  readonly dead: 'none' | 'look' | 'redrive';
  /** Files of file connections. */
  readonly files: 'none' | 'read' | 'write';
  /** Deletes files of records whose person is erased. */
  readonly erases: boolean;
  /** Secrets of connections. */
  readonly secrets: boolean;
}

const allQueues: readonly QueueName[] = ['inbound', 'outbound', 'receivables', 'reactions', 'jobs'];
const worker = { memoryMb: 512, timeoutSeconds: 120, table: 'items', sends: [], publishes: false, dead: 'none', files: 'none', erases: false, secrets: false } as const;

/** Every function of the product. */
export const functionSpecs: Readonly<Record<FunctionName, FunctionSpec>> = {
  unify: { ...worker, source: 'inbound', sends: ['inbound', 'outbound', 'jobs'], publishes: true, files: 'read', secrets: true },
  deliver: { ...worker, source: 'outbound', sends: ['inbound', 'outbound', 'jobs'], publishes: true, files: 'write', secrets: true },
  reconcile: { ...worker, source: 'receivables', sends: ['receivables'], publishes: true, files: 'write', secrets: true },
  react: { ...worker, source: 'reactions', publishes: true, dead: 'look', secrets: true },
  job: { ...worker, source: 'jobs', timeoutSeconds: 300, table: 'scan', sends: allQueues, publishes: true, dead: 'redrive', files: 'read', erases: true, secrets: true },
  relay: { ...worker, source: 'stream', timeoutSeconds: 60, sends: ['inbound', 'outbound'], publishes: true },
  tick: { ...worker, source: 'schedule', timeoutSeconds: 55, sends: ['inbound', 'outbound', 'receivables', 'jobs'], publishes: true, dead: 'look', secrets: true },
  api: { ...worker, source: 'http', timeoutSeconds: 29, table: 'scan', sends: allQueues, publishes: true, dead: 'redrive', files: 'read', secrets: true },
  intake: { ...worker, memoryMb: 256, source: 'http', timeoutSeconds: 10, sends: ['inbound', 'jobs'], secrets: true },
};
