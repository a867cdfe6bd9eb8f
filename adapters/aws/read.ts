import { BatchGetItemCommand, GetItemCommand, type KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import type { Item, Key } from '../../core/ports/table.ts';
import { attributeNames as n } from '../size.ts';
import { throttledError, told } from './faults.ts';
import { type Attributes, keyAttributes } from './item-codec.ts';
import { repeat } from './repeat.ts';
import { asksCapacity, liveItem, type Scope } from './scope.ts';

/** Items by key in the order asked, `undefined` where there is none; at most 100 keys. */
export async function getItems(scope: Scope, keys: readonly Key[], consistent: boolean): Promise<readonly (Item | undefined)[]> {
  if (keys.length === 0) return [];
  try {
    const [only] = keys;
    const found = keys.length === 1 && only !== undefined ? await single(scope, only, consistent) : await batch(scope, keys, consistent);
    const items = keys.map((key) => liveItem(scope, found.get(nameOfKey(scope.prefix + key.pk, key.sk))));
    scope.capacity?.meter.got(items, scope.prefix, consistent);
    return items;
  } catch (error) {
    throw told(error);
  }
}

type Found = ReadonlyMap<string, Attributes>;

async function single(scope: Scope, key: Key, consistent: boolean): Promise<Found> {
  const answer = await scope.client.send(new GetItemCommand({ TableName: scope.name, Key: keyAttributes(key, scope.prefix), ConsistentRead: consistent, ...asksCapacity(scope) }));
  scope.capacity?.consumed('read', answer.ConsumedCapacity);
  return new Map(answer.Item === undefined ? [] : [[nameOfKey(scope.prefix + key.pk, key.sk), answer.Item]]);
}

/** DynamoDB gives what fits into 16 MB and the present load, in any order; the rest is asked for again. */
async function batch(scope: Scope, keys: readonly Key[], consistent: boolean): Promise<Found> {
  const unique = new Map(keys.map((key) => [nameOfKey(key.pk, key.sk), keyAttributes(key, scope.prefix)]));
  const found = new Map<string, Attributes>();
  let open: Record<string, KeysAndAttributes> = { [scope.name]: { Keys: [...unique.values()], ConsistentRead: consistent } };
  const end = await repeat(async () => {
    const answer = await scope.client.send(new BatchGetItemCommand({ RequestItems: open, ...asksCapacity(scope) }));
    scope.capacity?.consumed('read', answer.ConsumedCapacity);
    for (const item of answer.Responses?.[scope.name] ?? []) found.set(nameOfKey(item[n.pk]?.S ?? '', item[n.sk]?.S ?? ''), item);
    open = answer.UnprocessedKeys ?? {};
    return Object.keys(open).length === 0 ? 'done' : 'left';
  });
  if (end === 'left') throw throttledError();
  return found;
}

function nameOfKey(pk: string, sk: string): string {
  return `${pk}\u0000${sk}`;
}
