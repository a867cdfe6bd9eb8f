import { partsOf } from '../../model/ids.ts';
import { keyPart } from '../../model/keys.ts';
import { type Failure, failureListKey, statementsConnection } from '../failure.ts';
import { readItems } from '../store.ts';
import type { FailureFilter } from '../views/failures.ts';
import type { World } from '../world.ts';
import { listShards } from './index-list.ts';

/** A failure as the index tells it. */
export interface FailureEntry {
  readonly pk: string;
  readonly sk: string;
  readonly connection: string;
  readonly cause: string;
  readonly stream: string;
  /** Of a write or a wait for one; false for what could not be read. */
  readonly isDelivery: boolean;
}

/** Failures read per connection; beyond this the numbers say "at least". */
export const failuresReadMax = 20_000;

/** Failures of no configured connection: changes that could not be announced, and bank files. */
const ownConnections: readonly string[] = ['syncline', statementsConnection];

/** Open failures at a connection, from the index alone. */
export async function failureEntries(world: World, connection: string, causePrefix?: string): Promise<readonly FailureEntry[]> {
  const found: FailureEntry[] = [];
  const range = causePrefix === undefined ? {} : { prefix: keyPart(causePrefix) };
  for await (const { pk, sk, lsk } of listShards(world, (shard) => failureListKey(connection, shard), range)) {
    const [cause = '', stream = ''] = lsk.split('#').map(unescaped);
    found.push({ pk, sk, connection, cause, stream, isDelivery: /^(?:write|wait|dead)\./.test(cause) });
    if (found.length >= failuresReadMax) break;
  }
  return found;
}

/** The failures that a filter means. */
export async function openFailures(world: World, filter: FailureFilter): Promise<readonly Failure[]> {
  if (filter.record !== undefined) return failuresOfRecord(world, filter.record, filter);
  const names = filter.connection === undefined ? [...world.config.connections.map((c) => c.name), ...ownConnections] : [filter.connection];
  const found: Failure[] = [];
  for (const name of names) {
    const entries = (await failureEntries(world, name, filter.cause)).filter((e) => matches(e, filter));
    const keys = entries.map(({ pk, sk }) => ({ pk, sk }));
    for (const item of await readItems(world, keys, false)) if (item !== undefined) found.push(item.body as unknown as Failure);
  }
  return found;
}

/** Open failures of one record, or of one that should be created (`connection/stream/new:<entity>`). */
export async function failuresOfRecord(world: World, record: string, filter: FailureFilter = {}): Promise<readonly Failure[]> {
  const { connection, stream, id } = partsOf(record);
  const page = await world.table.query(`FAIL#${keyPart(connection)}#${keyPart(stream)}#${keyPart(id)}`, { consistent: true, limit: 100 });
  return page.items.map((item) => item.body as unknown as Failure).filter((f) => matches(f, filter));
}

function matches(f: { readonly connection: string; readonly stream: string; readonly cause: string }, filter: FailureFilter): boolean {
  return (
    (filter.cause === undefined || f.cause === filter.cause) &&
    (filter.connection === undefined || f.connection === filter.connection) &&
    (filter.stream === undefined || f.stream === filter.stream)
  );
}

function unescaped(part: string): string {
  return part.replaceAll('%23', '#').replaceAll('%25', '%');
}
