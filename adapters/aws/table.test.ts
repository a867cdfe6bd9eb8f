import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { workspace } from '../../core/model/ids.ts';
import type { ItemInput, Op } from '../../core/ports/table.ts';
import { UnitMeter } from '../units.ts';
import { Capacity } from './capacity.ts';
import { attributesOf } from './item-codec.ts';
import { awsTables } from './table.ts';

const dynamo = mockClient(DynamoDBClient);
const now = 1_800_000_000_000;
const capacity = new Capacity(new UnitMeter());
const table = awsTables({ client: new DynamoDBClient({ region: 'eu-central-1' }), name: 'T', clock: { now: () => now }, capacity }).in(workspace('main'));
const item = (sk: string, extra: Partial<ItemInput> = {}): ItemInput => ({ pk: 'P', sk, kind: 'plain', body: { n: 1 }, ...extra });
const put = (sk: string, when: Op['when'] = 'absent', extra: Partial<ItemInput> = {}): Op => ({ op: 'put', item: item(sk, extra), when });
const stored = (sk: string, version: number, writeId?: string) => attributesOf(item(sk), 'main#', version, writeId);
const meta = { $metadata: {}, message: 'no' };
const cancelled = (...reasons: { Code: string; Item?: ReturnType<typeof stored> }[]) => new TransactionCanceledException({ ...meta, CancellationReasons: reasons });
const named = (name: string) => Object.assign(new Error(name), { name });

beforeEach(() => {
  dynamo.reset();
  capacity.reset();
});

test.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded', 'TransactionConflictException'])(
  'a write that meets %s is throttled',
  async (name) => {
    dynamo.on(PutItemCommand).rejects(named(name));
    expect(await table.write([put('a')])).toEqual({ state: 'throttled' });
  },
);

test('a busy or absent store rejects reads with an error that may be repeated, a wrong setting stays what it is', async () => {
  dynamo.on(GetItemCommand).rejectsOnce(named('ThrottlingException')).rejectsOnce(named('InternalServerError')).rejectsOnce(named('AccessDeniedException'));
  const key = { pk: 'P', sk: 'a' };
  await expect(table.get([key])).rejects.toMatchObject({ code: 'STORE_THROTTLED', retryable: true });
  await expect(table.get([key])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true });
  await expect(table.get([key])).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a transaction that meets another is tried again, and is throttled when that does not help', async () => {
  dynamo
    .on(TransactWriteItemsCommand)
    .rejectsOnce(cancelled({ Code: 'TransactionConflict' }, { Code: 'None' }))
    .resolvesOnce({});
  expect(await table.write([put('a'), put('b')])).toEqual({ state: 'ok' });
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled({ Code: 'None' }, { Code: 'TransactionConflict' }));
  expect(await table.write([put('a'), put('b')])).toEqual({ state: 'throttled' });
}, 10_000);

test('cancellation reasons name the operations whose guards failed, also behind a check that needs no condition', async () => {
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled({ Code: 'None' }, { Code: 'ConditionalCheckFailed' }));
  const ops: Op[] = [{ op: 'check', key: { pk: 'P', sk: 'z' }, when: 'any' }, put('a'), put('b')];
  expect(await table.write(ops)).toEqual({ state: 'conflict', which: [2] });
});

test('our own earlier try is ok: seen in the refusal, or read where the put had no guard', async () => {
  dynamo.on(PutItemCommand).rejects(new ConditionalCheckFailedException({ ...meta, Item: stored('a', 1, 'w_1') }));
  expect(await table.write([put('a')], { writeId: 'w_1' })).toEqual({ state: 'ok' });
  expect(await table.write([put('a')], { writeId: 'w_2' })).toEqual({ state: 'conflict', which: [0] });
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled({ Code: 'ConditionalCheckFailed' }, { Code: 'None' }));
  dynamo.on(GetItemCommand).resolves({ Item: stored('b', 1, 'w_1') });
  const ops: Op[] = [{ op: 'delete', key: { pk: 'P', sk: 'a' }, when: { version: 1 } }, put('b', 'any')];
  expect(await table.write(ops, { writeId: 'w_1' })).toEqual({ state: 'ok' });
  expect(await table.write(ops, { writeId: 'w_2' })).toEqual({ state: 'conflict', which: [0] });
});

test('keys that DynamoDB left over are asked for again', async () => {
  const open = { T: { Keys: [{ pk: { S: 'main#P' }, sk: { S: 'b' } }] } };
  dynamo
    .on(BatchGetItemCommand)
    .resolvesOnce({ Responses: { T: [stored('a', 1)] }, UnprocessedKeys: open })
    .resolvesOnce({ Responses: { T: [stored('b', 2)] } });
  const keys = ['b', 'x', 'a'].map((sk) => ({ pk: 'P', sk }));
  expect((await table.get(keys)).map((read) => read?.version)).toEqual([2, undefined, 1]);
  expect(dynamo.commandCalls(BatchGetItemCommand)[1]?.args[0].input.RequestItems).toEqual(open);
});

test('a body over 900 bytes travels deflated and comes back whole', async () => {
  const body = { list: Array.from({ length: 200 }, (_, i) => `the same words again ${i % 3}`) };
  dynamo.on(PutItemCommand).resolves({});
  await table.write([put('a', 'absent', { body })]);
  const sent = dynamo.commandCalls(PutItemCommand)[0]?.args[0].input.Item ?? {};
  expect(sent['b']?.B?.byteLength).toBeLessThan(400);
  dynamo.on(GetItemCommand).resolves({ Item: sent });
  expect((await table.get([{ pk: 'P', sk: 'a' }]))[0]?.body).toEqual(body);
});

test('a put without a version counts up from what is there and takes away what the new item lacks', async () => {
  dynamo.on(UpdateItemCommand).resolves({});
  await table.write([put('a', { token: 't' }, { token: 'u' })]);
  const input = dynamo.commandCalls(UpdateItemCommand)[0]?.args[0].input;
  expect(input?.UpdateExpression).toMatch(/^SET v = if_not_exists\(v, :zero\) \+ :one, .*t = :t .*REMOVE .*lpk, lsk/);
  expect(input?.ConditionExpression).toContain('t = :held');
  expect(input?.ExpressionAttributeValues).toMatchObject({ ':held': { S: 't' }, ':t': { S: 'u' } });
});

test('a slice that holds nothing is not asked for', async () => {
  expect(await table.query('P', { from: 'b', to: 'a' })).toEqual({ items: [] });
  expect(dynamo.commandCalls(QueryCommand)).toHaveLength(0);
});

test('units are counted beside what DynamoDB says it consumed', async () => {
  dynamo.on(PutItemCommand).resolves({ ConsumedCapacity: { CapacityUnits: 1 } });
  dynamo.on(GetItemCommand).resolves({ Item: stored('a', 1), ConsumedCapacity: { CapacityUnits: 1 } });
  dynamo.on(TransactWriteItemsCommand).resolves({ ConsumedCapacity: [{ CapacityUnits: 6 }] });
  await table.write([put('a')]);
  await table.write([put('b'), put('c')]);
  await table.get([{ pk: 'P', sk: 'a' }], { consistent: true });
  expect(capacity.report()).toMatchObject({ metered: { read: 1, write: 5 }, consumed: { read: 1, write: 7 }, drift: { read: 0, write: 0.4 } });
});
