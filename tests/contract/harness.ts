import type { Ports } from '../../adapters/ports.ts';
import { workspace } from '../../core/model/ids.ts';
import type { ChangeHandler } from '../../core/ports/feed.ts';
import type { BatchResponse, QueueEvent, QueueName } from '../../core/ports/queue.ts';
import type { ItemInput, Op } from '../../core/ports/table.ts';

/** Who consumes what while a contract runs. */
export interface Consumers {
  readonly queues?: Partial<Record<QueueName, (event: QueueEvent, ports: Ports) => Promise<BatchResponse>>>;
  readonly feed?: ChangeHandler;
}

/** An adapter under contract. */
export interface Harness {
  /** Runs work on the adapter's ports until it has ended. */
  use<T>(work: (ports: Ports) => Promise<T>): Promise<T>;
  /** Starts consumers; once. */
  start(consumers: Consumers): void;
  /** Resolves when queues (delayed messages included) and feed are drained. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a fresh, empty adapter. */
export type MakeHarness = () => Promise<Harness>;

/** The workspace that contracts work in, and one that must not be touched. */
export const main = workspace('main');
export const other = workspace('other');

/** A small item. */
export function item(pk: string, sk: string, extra: Partial<ItemInput> = {}): ItemInput {
  return { pk, sk, kind: 'plain', body: { n: 1 }, ...extra };
}

/** A put of it. */
export function put(input: ItemInput, when: Extract<Op, { op: 'put' }>['when'] = 'any'): Op {
  return { op: 'put', item: input, when };
}

/** Runs a contract's test on a fresh adapter and closes it whatever happens. */
export async function on(make: MakeHarness, test: (harness: Harness) => Promise<void>): Promise<void> {
  const harness = await make();
  try {
    await test(harness);
  } finally {
    await harness.close();
  }
}
