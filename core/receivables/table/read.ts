import { shardOf } from '../../model/keys.ts';
import type { Key } from '../../ports/table.ts';
import { listOne } from '../../sync/answers/index-list.ts';
import { allShards } from '../../sync/recover.ts';
import { readItems } from '../../sync/store.ts';
import type { World } from '../../sync/world.ts';
import { type ArDocument, type BucketName, bucketPrefix, type ClaimDocument, documentKey, documentOf, listKey, type ReceiptDocument, type Stored } from './documents.ts';
import { groupKey, groupOf, type StoredGroup } from './groups.ts';
import { type PeriodRow, periodKey, periodOf } from './period-row.ts';

/** One claim; undefined when there is none. */
export async function readClaim(world: World, id: string): Promise<Stored<ClaimDocument> | undefined> {
  return (await readDocuments(world, [documentKey('claim', id)]))[0] as Stored<ClaimDocument> | undefined;
}

/** One receipt; undefined when there is none. */
export async function readReceipt(world: World, id: string): Promise<Stored<ReceiptDocument> | undefined> {
  return (await readDocuments(world, [documentKey('receipt', id)]))[0] as Stored<ReceiptDocument> | undefined;
}

/** Documents by key; those that are not there are left out. */
export async function readDocuments(world: World, keys: readonly Key[]): Promise<Stored<ArDocument>[]> {
  const items = await readItems(world, keys, true);
  return items.flatMap((item) => (item === undefined ? [] : [{ value: documentOf(item), version: item.version }]));
}

/** The open documents of a bucket. The list may lag: each is read by its key before it counts. */
export async function openOf(world: World, bucket: BucketName): Promise<Stored<ArDocument>[]> {
  return listed(world, listKey('OPEN', bucket.company, shardOf(bucket.party)), bucketPrefix(bucket));
}

/** Documents of a list with this prefix, in its order. */
export async function listed(world: World, lpk: string, prefix?: string): Promise<Stored<ArDocument>[]> {
  const keys: Key[] = [];
  for await (const { pk, sk } of listOne(world, lpk, prefix === undefined ? {} : { prefix })) keys.push({ pk, sk });
  return readDocuments(world, keys);
}

/** Every document of a company, open ones first: for lists, recounts and closing. */
export async function* documentsOf(world: World, company: string, states: readonly ('OPEN' | 'SETTLED')[] = ['OPEN', 'SETTLED']): AsyncGenerator<Stored<ArDocument>> {
  for (const state of states) for (const shard of allShards()) yield* await listed(world, listKey(state, company, shard));
}

/** Groups by id, with the versions of their items; those that are not there are left out. */
export async function readGroups(world: World, ids: Iterable<string>): Promise<Map<string, Stored<StoredGroup>>> {
  const wanted = [...new Set(ids)];
  const items = await readItems(world, wanted.map(groupKey), true);
  return new Map(items.flatMap((item) => (item === undefined ? [] : [[groupOf(item).group.id, { value: groupOf(item), version: item.version }] as const])));
}

/** A company's period, with the version that an allocation checks (0: it was never closed). */
export async function readPeriod(world: World, company: string): Promise<Stored<PeriodRow | undefined>> {
  const [item] = await world.table.get([periodKey(company)], { consistent: true });
  return item === undefined ? { value: undefined, version: 0 } : { value: periodOf(item), version: item.version };
}
