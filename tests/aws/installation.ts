import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { eventSource } from '../../adapters/aws/bus.ts';
import type { AwsNames } from '../../adapters/aws/open.ts';
import { indexName } from '../../adapters/aws/pages.ts';
import { busRules } from '../../adapters/bus-rules.ts';
import { queueNames } from '../../adapters/messages.ts';
import type { QueueName } from '../../core/ports/queue.ts';
import { queueLimits } from '../../core/ports/queue.ts';

/** Everything that the ports need, made by API calls: what the template makes by deployment. */
export interface Installation {
  readonly names: AwsNames;
  readonly streamArn: string;
  readonly queueArns: Readonly<Record<QueueName, string>>;
  remove(): Promise<void>;
}

const account = '000000000000';
let count = 0;

/** Makes table, queues, bus, bucket and one secret under names of their own. */
export async function install(endpoint: string, secret: { readonly name: string; readonly text: string }): Promise<Installation> {
  count += 1;
  const stem = `t${process.pid}-${count}`;
  const region = process.env['AWS_REGION'] ?? 'eu-central-1';
  const [dynamo, sqs, events] = [new DynamoDBClient({ endpoint }), new SQSClient({ endpoint }), new EventBridgeClient({ endpoint })];
  const streamArn = await makeTable(dynamo, stem);
  const arn = (name: string): string => `arn:aws:sqs:${region}:${account}:${name}`;
  const urls = await Promise.all(queueNames.map((name) => makeQueues(sqs, `${stem}-${name}`, arn)));
  const by = <T>(pick: (urls: { queue: string; dead: string }) => T): Record<QueueName, T> =>
    Object.fromEntries(queueNames.map((name, i) => [name, pick(urls[i] as { queue: string; dead: string })])) as Record<QueueName, T>;
  const queueArns = Object.fromEntries(queueNames.map((name) => [name, arn(`${stem}-${name}`)])) as Record<QueueName, string>;
  await events.send(new CreateEventBusCommand({ Name: stem }));
  for (const [i, rule] of busRules.entries()) {
    const detail = { ...(rule.types && { type: rule.types }), ...(rule.kinds && { kind: rule.kinds }) };
    const EventPattern = JSON.stringify({ source: [eventSource], ...(Object.keys(detail).length > 0 && { detail }) });
    await events.send(new PutRuleCommand({ Name: `r${i}`, EventBusName: stem, EventPattern }));
    await events.send(new PutTargetsCommand({ Rule: `r${i}`, EventBusName: stem, Targets: [{ Id: 'queue', Arn: queueArns[rule.queue], InputPath: '$.detail' }] }));
  }
  await new S3Client({ endpoint, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: stem }));
  await new SecretsManagerClient({ endpoint }).send(new CreateSecretCommand({ Name: `${stem}/${secret.name}`, SecretString: secret.text }));
  const names: AwsNames = { table: stem, bus: stem, bucket: stem, secretPrefix: stem, queueUrls: by((u) => u.queue), deadUrls: by((u) => u.dead) };
  return {
    names,
    streamArn,
    queueArns,
    async remove() {
      await dynamo.send(new DeleteTableCommand({ TableName: stem }));
      for (const { queue, dead } of urls) {
        await sqs.send(new DeleteQueueCommand({ QueueUrl: queue }));
        await sqs.send(new DeleteQueueCommand({ QueueUrl: dead }));
      }
    },
  };
}

/** Makes a table as the template's; resolves to the ARN of its stream. */
export async function makeTable(dynamo: DynamoDBClient, name: string): Promise<string> {
  const made = await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk', 'lpk', 'lsk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: indexName,
          KeySchema: [
            { AttributeName: 'lpk', KeyType: 'HASH' },
            { AttributeName: 'lsk', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['ll', 'ls'] },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  await dynamo.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification: { AttributeName: 'x', Enabled: true } }));
  return made.TableDescription?.LatestStreamArn ?? '';
}

async function makeQueues(sqs: SQSClient, name: string, arn: (name: string) => string): Promise<{ queue: string; dead: string }> {
  const dead = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-dead` }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn(`${name}-dead`), maxReceiveCount: queueLimits.receives });
  const queue = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { RedrivePolicy, VisibilityTimeout: '30' } }));
  return { queue: queue.QueueUrl ?? '', dead: dead.QueueUrl ?? '' };
}
