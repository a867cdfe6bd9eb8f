import { ChangeMessageVisibilityCommand, DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { changesOf } from '../../adapters/aws/feed.ts';
import type { ChangeHandler } from '../../core/ports/feed.ts';
import type { QueueHandler, ReceivedMessage } from '../../core/ports/queue.ts';

/** Hands a queue's messages to a handler in this process, as an event source mapping does; answers whether there were any. Failed messages come back at once. */
export async function pumpQueue(sqs: SQSClient, url: string, arn: string, handler: QueueHandler): Promise<boolean> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 0, MessageSystemAttributeNames: ['All'], VisibilityTimeout: 30 }),
  );
  if (Messages.length === 0) return false;
  const Records = Messages.map(
    (message): ReceivedMessage => ({
      messageId: message.MessageId ?? '',
      receiptHandle: message.ReceiptHandle ?? '',
      body: message.Body ?? '',
      attributes: message.Attributes as unknown as ReceivedMessage['attributes'],
      eventSourceARN: arn,
    }),
  );
  const failed = await handler({ Records }).then(
    ({ batchItemFailures }) => new Set(batchItemFailures.map((failure) => failure.itemIdentifier)),
    () => new Set(Records.map((record) => record.messageId)),
  );
  for (const { messageId, receiptHandle } of Records) {
    if (failed.has(messageId)) await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: receiptHandle, VisibilityTimeout: 0 }));
    else await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: receiptHandle }));
  }
  return true;
}

/** Messages of a queue that are visible or in flight, and those that are due later unless they are not asked for. */
export async function depthOf(sqs: SQSClient, url: string, delayed: 'with delayed' | 'due now' = 'with delayed'): Promise<number> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }));
  const now = Number(Attributes.ApproximateNumberOfMessages ?? 0) + Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0);
  return delayed === 'due now' ? now : now + Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0);
}

type StreamRecord = Parameters<typeof changesOf>[0]['Records'][number];

/** Reads a table's stream by its wire protocol (unsigned: for the emulator alone) and hands it to a handler, from the first that failed again. */
export class StreamPump {
  readonly #endpoint: string;
  readonly #arn: string;
  readonly #open: StreamRecord[] = [];
  #iterators: string[] | undefined;

  constructor(endpoint: string, arn: string) {
    this.#endpoint = endpoint;
    this.#arn = arn;
  }

  /** One round; answers whether there was anything, or something is left. */
  async pump(handler: ChangeHandler): Promise<boolean> {
    await this.#fetch();
    const event = changesOf({ Records: this.#open });
    if (event.changes.length === 0) {
      this.#open.length = 0;
      return false;
    }
    const failed = await handler(event).then(
      ({ batchItemFailures }) => new Set(batchItemFailures.map((failure) => failure.itemIdentifier)),
      () => new Set(event.changes.map((change) => change.id)),
    );
    const bad = this.#open.findIndex((record) => failed.has(record.dynamodb?.SequenceNumber ?? ''));
    this.#open.splice(0, bad < 0 ? this.#open.length : bad);
    return true;
  }

  async #fetch(): Promise<void> {
    this.#iterators ??= await this.#start();
    this.#iterators = await Promise.all(
      this.#iterators.map(async (iterator) => {
        const answer = await this.#call<{ Records?: StreamRecord[]; NextShardIterator: string }>('GetRecords', { ShardIterator: iterator, Limit: 1_000 });
        this.#open.push(...(answer.Records ?? []));
        return answer.NextShardIterator;
      }),
    );
  }

  async #start(): Promise<string[]> {
    const { StreamDescription } = await this.#call<{ StreamDescription: { Shards: { ShardId: string }[] } }>('DescribeStream', { StreamArn: this.#arn });
    return Promise.all(
      StreamDescription.Shards.map(async ({ ShardId }) => {
        const answer = await this.#call<{ ShardIterator: string }>('GetShardIterator', { StreamArn: this.#arn, ShardId, ShardIteratorType: 'TRIM_HORIZON' });
        return answer.ShardIterator;
      }),
    );
  }

  async #call<T>(action: string, body: object): Promise<T> {
    const response = await fetch(this.#endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDBStreams_20120810.${action}`,
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${process.env['AWS_REGION']}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${action}: ${response.status} ${text.slice(0, 300)}`);
    return JSON.parse(text) as T;
  }
}
