import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ChangeMessageVisibilityBatchCommand, DeleteMessageCommand, ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { workspace } from '../../core/model/ids.ts';
import type { FactPack } from '../../core/ports/bus.ts';
import { awsBus } from './bus.ts';
import { awsDeadLetters } from './dead-letters.ts';
import { awsQueue } from './queue.ts';

const sqs = mockClient(SQSClient);
const events = mockClient(EventBridgeClient);
const queue = awsQueue(new SQSClient({ region: 'eu-central-1' }), 'url');
const bus = awsBus(new EventBridgeClient({ region: 'eu-central-1' }), 'facts');
const message = (body: string) => ({ body, group: 'main/crm' });
const pack = (kind: string): FactPack => ({ workspace: workspace('main'), type: 'person', kind, facts: [] });
const busy = { Code: 'ServiceUnavailable', SenderFault: false };

beforeEach(() => {
  sqs.reset();
  sqs.on(ChangeMessageVisibilityBatchCommand).resolves({}).on(DeleteMessageCommand).resolves({});
  events.reset();
});

test('batches hold ten messages and 256 KB at most, each with its group', async () => {
  sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
  await queue.send([...Array.from({ length: 12 }, () => message('x')), message('y'.repeat(200_000)), message('z'.repeat(200_000))]);
  const batches = sqs.commandCalls(SendMessageBatchCommand).map((call) => call.args[0].input.Entries ?? []);
  expect(batches.map((entries) => entries.length)).toEqual([10, 3, 1]);
  expect(batches.flat().every((entry) => entry.MessageGroupId === 'main/crm')).toBe(true);
});

test('messages that a batch left out are sent again alone; those never taken are told by index', async () => {
  sqs
    .on(SendMessageBatchCommand)
    .resolvesOnce({ Successful: [], Failed: [{ Id: '1', ...busy }] })
    .resolvesOnce({ Successful: [], Failed: [] });
  expect(await queue.send([message('a'), message('b'), message('c')])).toEqual([]);
  expect(sqs.commandCalls(SendMessageBatchCommand)[1]?.args[0].input.Entries?.map((entry) => entry.MessageBody)).toEqual(['b']);
  sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [{ Id: '2', ...busy }] });
  expect(await queue.send([message('a'), message('b'), message('c')])).toEqual([2]);
});

test('failed entries of an answer of 200 are published again; those never taken are told by index', async () => {
  events
    .on(PutEventsCommand)
    .resolvesOnce({ FailedEntryCount: 1, Entries: [{ EventId: '1' }, { ErrorCode: 'InternalFailure' }] })
    .resolvesOnce({ FailedEntryCount: 0, Entries: [{ EventId: '2' }] });
  expect(await bus.publish([pack('created'), pack('changed')])).toEqual([]);
  expect(events.commandCalls(PutEventsCommand)[1]?.args[0].input.Entries?.map((entry) => entry.DetailType)).toEqual(['person.changed']);
  events.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });
  expect(await bus.publish([pack('created')])).toEqual([0]);
});

test('looking at dead letters gives them back; one that is sent again is deleted after it was sent', async () => {
  const dead = awsDeadLetters(new SQSClient({ region: 'eu-central-1' }), 'dead', queue);
  const letter = { MessageId: 'm', ReceiptHandle: 'r', Body: 'poison', Attributes: { SentTimestamp: '5', MessageGroupId: 'main/crm' } };
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce({ Messages: [letter] })
    .resolves({});
  expect(await dead.list(10)).toEqual([{ messageId: 'm', body: 'poison', group: 'main/crm', receives: 5, sentAt: 5, deadAt: 5 }]);
  expect(sqs.commandCalls(ChangeMessageVisibilityBatchCommand)[0]?.args[0].input.Entries?.[0]?.VisibilityTimeout).toBe(0);
  sqs.on(ReceiveMessageCommand).resolves({ Messages: [letter] });
  sqs.on(SendMessageBatchCommand).resolvesOnce({ Successful: [], Failed: [] });
  expect(await dead.redrive('m')).toBe(true);
  expect(
    sqs
      .calls()
      .slice(-2)
      .map((call) => call.args[0].constructor.name),
  ).toEqual([SendMessageBatchCommand.name, DeleteMessageCommand.name]);
});
