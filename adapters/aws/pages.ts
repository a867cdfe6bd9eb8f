import { type AttributeValue, QueryCommand, type QueryCommandOutput, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type IndexEntry, type IndexPage, type Item, type ItemPage, type Key, type QueryOptions, tableLimits } from '../../core/ports/table.ts';
import { placeAfter } from '../cursor.ts';
import { compareBytes } from '../order.ts';
import { attributeNames as n } from '../size.ts';
import { told } from './faults.ts';
import { type Attributes, indexFrom, keyFrom } from './item-codec.ts';
import { asksCapacity, liveItem, type Scope } from './scope.ts';

/** Name of the keys-only index, `L` elsewhere: DynamoDB takes no name under three characters. */
export const indexName = 'list';

/** One call of a scan may pass this many pages of other workspaces' items before it gives back an empty page to go on from. */
const scanCallsMax = 20;

type Range = Omit<QueryOptions, 'consistent'>;

/** A page of a partition. */
export async function queryPage(scope: Scope, pk: string, options: QueryOptions, limit: number): Promise<ItemPage> {
  const start = options.after === undefined ? undefined : { [n.pk]: { S: scope.prefix + pk }, [n.sk]: { S: options.after } };
  const items: Item[] = [];
  const last = await walk(scope, { partition: [n.pk, pk], sort: n.sk, options, start, limit, consistent: options.consistent === true }, (attributes) => {
    const item = liveItem(scope, attributes);
    if (item !== undefined) items.push(item);
    return items.length > limit;
  });
  scope.capacity?.meter.queried(items, scope.prefix, options.consistent === true);
  if (items.length > limit) return { items: items.slice(0, limit), next: items[limit - 1]?.sk };
  return last === undefined ? { items } : { items, next: last[n.sk]?.S };
}

/** A page of the index. */
export async function listPage(scope: Scope, lpk: string, options: Range, limit: number): Promise<IndexPage> {
  const start = options.after === undefined ? undefined : startOfList(scope, lpk, options.after);
  const entries: (Key & IndexEntry)[] = [];
  const last = await walk(scope, { partition: [n.lpk, lpk], sort: n.lsk, options, start, limit, consistent: false }, (attributes) => {
    const index = indexFrom(attributes, scope.prefix.length);
    if (index !== undefined) entries.push({ ...keyFrom(attributes, scope.prefix.length), ...index });
    return entries.length > limit;
  });
  scope.capacity?.meter.listed(entries, scope.prefix);
  const kept = entries.slice(0, limit);
  const end = kept.at(-1);
  const next = (entries.length > limit || last !== undefined) && end !== undefined ? JSON.stringify([end.lsk, end.pk, end.sk]) : undefined;
  return { entries: kept, next };
}

/** A page of everything; DynamoDB reads other workspaces' items too, and charges for them. */
export async function scanPage(scope: Scope, segment: number, segments: number, after: string | undefined): Promise<ItemPage> {
  let start: Attributes | undefined = after === undefined ? undefined : startOfScan(after);
  const items: Item[] = [];
  try {
    for (let calls = 0; calls < scanCallsMax; calls += 1) {
      const answer: QueryCommandOutput = await scope.client.send(
        new ScanCommand({
          TableName: scope.name,
          Segment: segment,
          TotalSegments: segments,
          Limit: tableLimits.pageItems,
          FilterExpression: `begins_with(${n.pk}, :prefix)`,
          ExpressionAttributeValues: { ':prefix': { S: scope.prefix } },
          ExclusiveStartKey: start,
          ...asksCapacity(scope),
        }),
      );
      scope.capacity?.consumed('read', answer.ConsumedCapacity);
      for (const attributes of answer.Items ?? []) items.push(...[liveItem(scope, attributes)].filter((item) => item !== undefined));
      start = answer.LastEvaluatedKey;
      if (start === undefined || items.length > 0) break;
    }
  } catch (error) {
    throw told(error);
  }
  scope.capacity?.meter.queried(items, scope.prefix, false);
  // the last key looked at may be another workspace's: it is handed out whole, and says nothing but where to go on
  return start === undefined ? { items } : { items, next: JSON.stringify([start[n.pk]?.S, start[n.sk]?.S]) };
}

interface Walk {
  readonly partition: readonly [name: string, value: string];
  readonly sort: string;
  readonly options: Range;
  readonly start: Attributes | undefined;
  readonly limit: number;
  readonly consistent: boolean;
}

/** Reads until `take` has enough, the partition ends, or something was found and a page of DynamoDB (1 MB) ends; resolves to where to go on. One more than the limit is asked for, so that a last page is known as the last. */
async function walk(scope: Scope, { partition, sort, options, start, limit, consistent }: Walk, take: (attributes: Attributes) => boolean): Promise<Attributes | undefined> {
  const range = rangeOf(sort, options);
  if (range === undefined) return undefined;
  let from = start;
  try {
    for (;;) {
      const answer: QueryCommandOutput = await scope.client.send(
        new QueryCommand({
          TableName: scope.name,
          ...(partition[0] === n.lpk && { IndexName: indexName }),
          KeyConditionExpression: [`${partition[0]} = :partition`, ...range.conditions].join(' AND '),
          ExpressionAttributeValues: { ':partition': { S: scope.prefix + partition[1] }, ...range.values },
          ExclusiveStartKey: from,
          ScanIndexForward: options.reverse !== true,
          Limit: limit + 1,
          ...(partition[0] !== n.lpk && { ConsistentRead: consistent }),
          ...asksCapacity(scope),
        }),
      );
      scope.capacity?.consumed('read', answer.ConsumedCapacity);
      let found = false;
      for (const attributes of answer.Items ?? []) {
        if (take(attributes)) return undefined;
        found = true;
      }
      from = answer.LastEvaluatedKey;
      if (from === undefined || found) return from;
    }
  } catch (error) {
    throw told(error);
  }
}

/** The slice as key conditions; undefined when it is empty, which DynamoDB would refuse. */
function rangeOf(sort: string, { prefix, from, to }: Range): { readonly conditions: readonly string[]; readonly values: Record<string, AttributeValue> } | undefined {
  if (prefix !== undefined && prefix !== '') return { conditions: [`begins_with(${sort}, :prefix)`], values: { ':prefix': { S: prefix } } };
  if (to === '') return undefined;
  const low = from === undefined || from === '' ? undefined : { ':from': { S: from } };
  const high = to === undefined ? undefined : { ':to': { S: to } };
  if (low !== undefined && high !== undefined) {
    return compareBytes(from as string, to as string) > 0 ? undefined : { conditions: [`${sort} BETWEEN :from AND :to`], values: { ...low, ...high } };
  }
  return { conditions: [...(low === undefined ? [] : [`${sort} >= :from`]), ...(high === undefined ? [] : [`${sort} <= :to`])], values: { ...low, ...high } };
}

function startOfList(scope: Scope, lpk: string, after: string): Attributes {
  const [lsk, pk, sk] = placeAfter(after, 3) as [string, string, string];
  return { [n.lpk]: { S: scope.prefix + lpk }, [n.lsk]: { S: lsk }, [n.pk]: { S: scope.prefix + pk }, [n.sk]: { S: sk } };
}

function startOfScan(after: string): Attributes {
  const [pk, sk] = placeAfter(after, 2) as [string, string];
  return { [n.pk]: { S: pk }, [n.sk]: { S: sk } };
}
