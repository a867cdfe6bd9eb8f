import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type Item, type Key, type SetAfter, setKind, tableLimits } from '../../core/ports/table.ts';
import { addTo, setItem, setOf } from '../sets.ts';
import { attributeNames as n } from '../size.ts';
import { throttledError, told } from './faults.ts';
import { keyAttributes, setNames } from './item-codec.ts';
import { getItems } from './read.ts';
import { repeat } from './repeat.ts';
import { asksCapacity, liveItem, type Scope } from './scope.ts';
import { writeOps } from './write.ts';

/** Adds values to a set. While all surely fit that is one blind update; near the limit the set is read and written under a guard. */
export async function addValues(scope: Scope, key: Key, values: readonly string[]): Promise<SetAfter> {
  const fresh = [...new Set(values)].filter((value) => value !== '');
  try {
    const item = fresh.length === 0 ? (await getItems(scope, [key], true))[0] : await blindly(scope, key, fresh);
    return item === 'full' ? await carefully(scope, key, fresh) : setOf(item);
  } catch (error) {
    throw told(error);
  }
}

async function blindly(scope: Scope, key: Key, values: readonly string[]): Promise<Item | undefined | 'full'> {
  const room = tableLimits.setValues - values.length;
  if (room < 0) return 'full';
  try {
    const answer = await scope.client.send(
      new UpdateItemCommand({
        TableName: scope.name,
        Key: keyAttributes(key, scope.prefix),
        UpdateExpression: `SET ${n.kind} = :kind, ${setNames.full} = :full ADD ${setNames.values} :values, ${n.version} :one`,
        ConditionExpression: `attribute_not_exists(${n.pk}) OR (${n.kind} = :kind AND ${setNames.full} = :full AND attribute_not_exists(${n.expiresAt}) AND size(${setNames.values}) <= :room)`,
        ExpressionAttributeValues: { ':kind': { S: setKind }, ':full': { BOOL: false }, ':values': { SS: [...values] }, ':one': { N: '1' }, ':room': { N: String(room) } },
        ReturnValues: 'ALL_NEW',
        ...asksCapacity(scope),
      }),
    );
    scope.capacity?.consumed('write', answer.ConsumedCapacity);
    const item = liveItem(scope, answer.Attributes);
    scope.capacity?.meter.wrote('put', item, item, scope.prefix, false);
    return item;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'full';
    throw error;
  }
}

/** What fits is added and the rest turns the set full, for good. */
async function carefully(scope: Scope, key: Key, values: readonly string[]): Promise<SetAfter> {
  let result: SetAfter | undefined;
  await repeat(async () => {
    const [stored] = await getItems(scope, [key], true);
    const { after, changed } = addTo(setOf(stored), values);
    if (changed) {
      const item = setItem(key, after);
      const written = await writeOps(scope, [{ op: 'put', item, when: stored === undefined ? 'absent' : { version: stored.version } }], [''], undefined);
      if (written.state !== 'ok') return 'left';
    }
    result = after;
    return 'done';
  });
  if (result === undefined) throw throttledError();
  return result;
}
