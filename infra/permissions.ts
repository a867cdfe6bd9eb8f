import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { indexName } from '../adapters/aws/pages.ts';
import { queueNames } from '../adapters/messages.ts';
import type { QueueName } from '../core/ports/queue.ts';
import type { FunctionSpec } from './functions.ts';
import type { QueuePair } from './queues.ts';

/** Everything that functions may be allowed to touch. */
export interface World {
  readonly table: Table;
  readonly data: Bucket;
  readonly bus: EventBus;
  readonly pairs: Readonly<Record<QueueName, QueuePair>>;
  readonly secretPrefix: string;
  readonly secretsArn: string;
}

const itemActions = ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'];

/** What a function may do, from its spec alone. Consuming its own source is added by the event source mapping. */
export function statementsOf(spec: FunctionSpec, world: World): PolicyStatement[] {
  const { table, data, bus, pairs } = world;
  const actions = [...itemActions, ...(spec.table === 'scan' ? ['Scan'] : [])].map((action) => `dynamodb:${action}`);
  const dead = queueNames.map((name) => pairs[name].dead.queueArn);
  const statements = [
    new PolicyStatement({ sid: 'Table', actions, resources: [table.tableArn] }),
    new PolicyStatement({ sid: 'Index', actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${indexName}`] }),
    new PolicyStatement({ sid: 'Config', actions: ['s3:GetObject'], resources: [`${data.bucketArn}/*/config/*`] }),
    new PolicyStatement({ sid: 'List', actions: ['s3:ListBucket'], resources: [data.bucketArn] }), // without it an absent object is a refusal
  ];
  if (spec.sends.length > 0) statements.push(new PolicyStatement({ sid: 'Send', actions: ['sqs:SendMessage'], resources: spec.sends.map((name) => pairs[name].queue.queueArn) }));
  if (spec.publishes) statements.push(new PolicyStatement({ sid: 'Publish', actions: ['events:PutEvents'], resources: [bus.eventBusArn] }));
  if (spec.dead !== 'none') {
    const more = spec.dead === 'redrive' ? ['sqs:DeleteMessage'] : [];
    statements.push(new PolicyStatement({ sid: 'Dead', actions: ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', ...more], resources: dead }));
  }
  if (spec.files !== 'none') {
    const more = spec.files === 'write' ? ['s3:PutObject', 's3:DeleteObject'] : [];
    statements.push(new PolicyStatement({ sid: 'Files', actions: ['s3:GetObject', ...more], resources: [`${data.bucketArn}/*/files/*`] }));
  }
  // Files of records lie four folders deep, below connection, stream and id; published documents and files of connections do not.
  if (spec.erases) statements.push(new PolicyStatement({ sid: 'Erase', actions: ['s3:DeleteObject'], resources: [`${data.bucketArn}/*/*/*/*/*`] }));
  if (spec.secrets) statements.push(new PolicyStatement({ sid: 'Secrets', actions: ['secretsmanager:GetSecretValue'], resources: [world.secretsArn] }));
  return statements;
}
