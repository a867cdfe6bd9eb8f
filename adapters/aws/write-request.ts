import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Op } from '../../core/ports/table.ts';
import { attributeNames as n } from '../size.ts';
import { type Condition, conditionOf, versionAfter } from './condition.ts';
import { type Attributes, attributesOf, keyAttributes, optionalNames } from './item-codec.ts';
import type { Scope } from './scope.ts';

/** An operation as DynamoDB takes it, alone or in a transaction; `text` is a put's body. A refusal shows the stored item, which tells whether it is our own earlier try. */
export function requestOf(scope: Scope, op: Op, text: string, writeId: string | undefined): TransactWriteItem {
  const condition = conditionOf(op.when, scope.clock.now());
  const common = { TableName: scope.name, ReturnValuesOnConditionCheckFailure: 'ALL_OLD', ...conditionParts(condition) } as const;
  if (op.op === 'delete') return { Delete: { ...common, Key: keyAttributes(op.key, scope.prefix) } };
  if (op.op === 'check') return { ConditionCheck: { ...common, ConditionExpression: condition?.expression, Key: keyAttributes(op.key, scope.prefix) } };
  const version = versionAfter(op.when);
  const attributes = attributesOf(op.item, scope.prefix, version ?? 0, writeId, text);
  if (version !== undefined) return { Put: { ...common, Item: attributes } };
  const update = replaceExpression(attributes);
  const values = { ...condition?.values, ...update.values };
  return { Update: { ...common, Key: keyAttributes(op.item, scope.prefix), UpdateExpression: update.expression, ExpressionAttributeValues: values } };
}

function conditionParts(condition: Condition | undefined) {
  return condition === undefined ? {} : { ConditionExpression: condition.expression, ExpressionAttributeValues: { ...condition.values } };
}

/** Replaces a whole item by an update, because only an update can count the version up from what is there. An item whose time is over but that was not swept is counted on from. */
function replaceExpression(attributes: Attributes): { readonly expression: string; readonly values: Readonly<Record<string, AttributeValue>> } {
  const values: Record<string, AttributeValue> = { ':zero': { N: '0' }, ':one': { N: '1' } };
  const sets = [`${n.version} = if_not_exists(${n.version}, :zero) + :one`];
  for (const [name, value] of Object.entries(attributes)) {
    if (name === n.pk || name === n.sk || name === n.version) continue;
    sets.push(`${name} = :${name}`);
    values[`:${name}`] = value;
  }
  const removes = optionalNames.filter((name) => attributes[name] === undefined);
  return { expression: `SET ${sets.join(', ')}${removes.length === 0 ? '' : ` REMOVE ${removes.join(', ')}`}`, values };
}
