import type { Sentence } from '../model/error.ts';
import type { JsonObject } from '../model/json.ts';
import { keyPart, shardOf } from '../model/keys.ts';
import type { Key } from '../ports/table.ts';
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

/** Opens a failure, or counts one more try of an open one. */
export async function reportFailure(world: World, failure: Omit<Failure, 'since' | 'latest' | 'tries'>): Promise<void> {
  const key = failureKey(failure.connection, failure.stream, failure.record, failure.cause);
  for (;;) {
    const [item] = await world.table.get([key], { consistent: true });
    const open = item?.body as unknown as Failure | undefined;
    const now = world.clock.now();
    const body: Failure = { ...failure, since: open?.since ?? now, latest: now, tries: (open?.tries ?? 0) + 1 };
    const index = {
      lpk: failureListKey(failure.connection, shardOf(failure.record)),
      lsk: `${keyPart(failure.cause)}#${keyPart(failure.stream)}#${keyPart(failure.record)}`,
      state: failure.kind,
    };
    const written = await put(world, [
      { op: 'put', item: { ...key, kind: 'failure', body: body as unknown as JsonObject, index }, when: item === undefined ? 'absent' : { version: item.version } },
    ]);
    if (written === 'ok') return;
  }
}

/** Closes the failures of a create that has been made, or whose record has been found. */
export async function closeCreateFailures(world: World, connection: string, stream: string, entity: string): Promise<void> {
  const record = `new:${entity}`;
  const page = await world.table.query(failureKey(connection, stream, record, '').pk, { limit: 10 });
  for (const item of page.items) await closeFailure(world, connection, stream, record, String(item.body['cause']));
}

/** Closes a failure; closing one that is not open is nothing. */
export async function closeFailure(world: World, connection: string, stream: string, record: string, cause: string): Promise<void> {
  await put(world, [{ op: 'delete', key: failureKey(connection, stream, record, cause), when: 'any' }]);
}
