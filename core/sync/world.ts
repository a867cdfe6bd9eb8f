import type { Resolver } from '../identity/resolver.ts';
import { type Sentence, SynclineError } from '../model/error.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Bus } from '../ports/bus.ts';
import type { AnyStream, ConnectorContext, Fault, Files } from '../ports/connector.ts';
import type { StreamMapping } from '../ports/mapping.ts';
import type { DeadLetters, Queue, QueueName } from '../ports/queue.ts';
import type { Table } from '../ports/table.ts';
import type { Clock, Ids } from '../ports/world.ts';
import type { WorkspaceConfig } from './config.ts';
import type { ErasureSecret } from './erase/secret.ts';

/** How much a queue holds, as its adapter knows it. */
export interface QueueDepth {
  /** A queue's name, or `feed` for changes that relay has not taken yet. */
  readonly name: QueueName | 'feed';
  /** Can be received now. */
  readonly ready: number;
  /** Due later. */
  readonly delayed: number;
  readonly inFlight: number;
  readonly dead: number;
  /** Age of the oldest that can be received, where the adapter knows it. */
  readonly oldestMs?: number;
  /** Until the next delayed one is due. */
  readonly nextDueInMs?: number;
}

/** Everything the use cases of one workspace see of the world. */
export interface World {
  readonly table: Table;
  readonly config: WorkspaceConfig;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly bus: Bus;
  readonly blobs: Blobs;
  readonly resolver: Resolver;
  /** Takes note of what the table says of how records are told apart: which identity model is in use, and among how many; absent where that cannot change. Every handler that decides calls it first, since each may be a process of its own. */
  freshen?(when: 'soon' | 'now'): Promise<void>;
  /** Names this life of the process where no other process can work on the same table; absent where many can. */
  readonly incarnation?: string;
  queue(name: QueueName): Queue;
  /** What waits in the queues, for people; absent where nobody can tell. Never used to decide about data. */
  queues?(): Promise<readonly QueueDepth[]>;
  /** Who was erased; absent where nobody ever is. */
  readonly erasures?: ErasureSecret;
  /** Leaves no trace of what was deleted where this adapter can, and tells what no delete reaches, and until when. */
  forget?(): Promise<readonly Sentence[]>;
  /** Messages that were received too often, for people and `retry`. */
  deadLetters?(name: QueueName): DeadLetters;
  /** The compiled mapping of a stream; undefined when the stream is not configured. */
  mapping(connection: string, stream: string): StreamMapping | undefined;
  /** The connector's stream; rejects with a `SynclineError` when the connection or stream is not configured. */
  stream(connection: string, stream: string): Promise<AnyStream>;
  /** What the connector is called with. */
  context(connection: string, purpose: 'pull' | 'deliver', signal?: AbortSignal): Promise<ConnectorContext>;
  /** A folder of the workspace; absent where there are none. */
  files?(folder: string): Files;
  /** Maps anything a connector threw to a fault. */
  explain(connection: string, error: unknown): Promise<Fault>;
  /** Vendor's clock minus ours, ms, as last told by a `Date` header. */
  clockOffsetMs(connection: string): number;
}

/** Finds a workspace's world by name; undefined for a workspace that is not (or no longer) configured. */
export type Worlds = (workspace: string) => World | undefined;

/** The mapping of a stream that must exist: messages only name configured streams, unless the configuration changed meanwhile. */
export function mappingOf(world: World, connection: string, stream: string): StreamMapping {
  const mapping = world.mapping(connection, stream);
  if (mapping === undefined) {
    throw new SynclineError(
      'STREAM_UNKNOWN',
      {
        en: `There is no stream ${stream} of connection ${connection} in this workspace. Add it to syncline.yaml or remove what still names it.`,
        zh: `本工作区没有连接 ${connection} 的数据流 ${stream}。请在 syncline.yaml 中添加，或删除引用它的内容。`,
      },
      { where: { connection, stream } },
    );
  }
  return mapping;
}

const throttledCode = 'TABLE_THROTTLED';

/** Thrown when the table asks for less load: the message is delivered again. */
export function throttled(): SynclineError {
  return new SynclineError(throttledCode, { en: 'The table is busy; the work is repeated.', zh: '数据表繁忙，稍后自动重试。' }, { retryable: true });
}

/** True when our own table or queue refused or did not answer, busy or on a full disk: no vendor is to blame, and trying again can help. */
export function isOwnStoreFailure(error: unknown): boolean {
  return error instanceof SynclineError && (error.code.startsWith('STORE_') || error.code === throttledCode);
}
