import type { Sentence } from '../model/error.ts';
import type { JsonObject } from '../model/json.ts';
import { keyPart, shardOf } from '../model/keys.ts';
import type { Item, Key } from '../ports/table.ts';
import { put } from './store.ts';
import type { World } from './world.ts';

/** What a person must know of one record that could not be handled. */
export interface Failure {
  readonly connection: string;
  readonly stream: string;
  /** Record id, a place such as `contacts.csv:17`, or `new:<entity>` for a create. */
  readonly record: string;
  /** Groups failures: `read.date.format`, `write.invalid.taxId`, `wait.parent` … */
  readonly cause: string;
  readonly kind: 'parked' | 'refused' | 'dead-lettered' | 'waiting';
  readonly reason: Sentence;
  readonly field?: string;
  readonly entity?: string;
  readonly label?: string;
  /** Decimal and currency of the money in the record, when it holds any. */
  readonly amount?: { readonly amount: string; readonly currency: string };
  readonly since: number;
  readonly latest: number;
  readonly tries: number;
  /** Pass that reported it last: a later complete pass that does not report it again closes it. */
  readonly pass?: string;
}

/** Failures of bank files stand under this name, as if their folder were a stream of a connection. */
export const statementsConnection = 'statements';

/** Where the failure of a record and cause lies. */
export function failureKey(connection: string, stream: string, record: string, cause: string): Key {
  return { pk: `FAIL#${keyPart(connection)}#${keyPart(stream)}#${keyPart(record)}`, sk: keyPart(cause) };
}

/** Index partition that lists failures of a connection. */
export function failureListKey(connection: string, shard: string): string {
  return `FAIL#${keyPart(connection)}#${shard}`;
}

/** A failure as it is reported; when it began and how often it was met is kept by the table. */
export type Reported = Omit<Failure, 'since' | 'latest' | 'tries'>;

/** Failures written at the same time: a store that waits for its disk takes them together. */
export const failuresAtOnceMax = 50;

/** Opens a failure, or counts one more try of an open one. */
export async function reportFailure(world: World, failure: Reported): Promise<void> {
  for (;;) {
    const [item] = await world.table.get([keyOf(failure)], { consistent: true });
    if (await stored(world, failure, item)) return;
  }
}

/** The same for many, a page of refused rows for example: read together and written beside each other. */
export async function reportFailures(world: World, failures: readonly Reported[]): Promise<void> {
  for (let i = 0; i < failures.length; i += failuresAtOnceMax) {
    const some = failures.slice(i, i + failuresAtOnceMax);
    const items = await world.table.get(some.map(keyOf), { consistent: true });
    const lost = await Promise.all(some.map(async (failure, at) => ((await stored(world, failure, items[at])) ? [] : [failure])));
    for (const failure of lost.flat()) await reportFailure(world, failure);
  }
}

function keyOf({ connection, stream, record, cause }: Reported): Key {
  return failureKey(connection, stream, record, cause);
}

/** False when somebody else wrote it since `item` was read. */
async function stored(world: World, failure: Reported, item: Item | undefined): Promise<boolean> {
  const open = item?.body as unknown as Failure | undefined;
  const now = world.clock.now();
  const body: Failure = { ...failure, since: open?.since ?? now, latest: now, tries: (open?.tries ?? 0) + 1 };
  const index = {
    lpk: failureListKey(failure.connection, shardOf(failure.record)),
    lsk: `${keyPart(failure.cause)}#${keyPart(failure.stream)}#${keyPart(failure.record)}`,
    state: failure.kind,
  };
  const op = {
    op: 'put',
    item: { ...keyOf(failure), kind: 'failure', body: body as unknown as JsonObject, index },
    when: item === undefined ? 'absent' : { version: item.version },
  } as const;
  return (await put(world, [op])) === 'ok';
}

/** Closes a failure; closing one that is not open is nothing. */
export async function closeFailure(world: World, connection: string, stream: string, record: string, cause: string): Promise<void> {
  await put(world, [{ op: 'delete', key: failureKey(connection, stream, record, cause), when: 'any' }]);
}

/** Closes the failures of a create that has been made, or whose record has been found. */
export async function closeCreateFailures(world: World, connection: string, stream: string, entity: string): Promise<void> {
  const record = `new:${entity}`;
  const page = await world.table.query(failureKey(connection, stream, record, '').pk, { limit: 10 });
  for (const item of page.items) await closeFailure(world, connection, stream, record, String(item.body['cause']));
}
