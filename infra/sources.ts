import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import type { Construct } from 'constructs';
import { streamFilters } from '../adapters/aws/feed.ts';
import { feedBatchMax } from '../core/ports/feed.ts';
import { queueLimits } from '../core/ports/queue.ts';
import { type FunctionName, functionNames, functionSpecs } from './functions.ts';
import type { Queues } from './queues.ts';
import type { Stage } from './stage.ts';
import type { Storage } from './storage.ts';
import type { Worker } from './worker.ts';

/** Changes of one item stay in order; different items go side by side this many times per shard. */
const parallelBatches = 4;

/** A change that cannot be relayed is tried this often, alone, and then kept in the bucket. */
const streamRetries = 10;

/** Joins each function to what feeds it. */
export function feed(scope: Construct, stage: Stage, workers: Readonly<Record<FunctionName, Worker>>, storage: Storage, queues: Queues): void {
  for (const name of functionNames) {
    const { source } = functionSpecs[name];
    const { fn } = workers[name];
    if (source === 'http') continue;
    if (source === 'stream') fn.addEventSource(streamSource(storage, workers[name]));
    else if (source === 'schedule') everyMinute(scope, workers[name], queues);
    else {
      const maxConcurrency = source === 'inbound' || source === 'outbound' ? stage.concurrency : 2;
      fn.addEventSource(new SqsEventSource(queues.pairs[source].queue, { batchSize: queueLimits.batch, reportBatchItemFailures: true, maxConcurrency }));
    }
  }
}

/** Batches that were given up are kept whole in a bucket (a queue would get only their position). */
function streamSource({ table, failed }: Storage, { role }: Worker): DynamoEventSource {
  role.addToPolicy(new PolicyStatement({ sid: 'GiveUp', actions: ['s3:PutObject'], resources: [`${failed.bucketArn}/aws/lambda/*`] }));
  role.addToPolicy(new PolicyStatement({ sid: 'GiveUpList', actions: ['s3:ListBucket'], resources: [failed.bucketArn] }));
  return new DynamoEventSource(table, {
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: feedBatchMax,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: streamRetries,
    parallelizationFactor: parallelBatches,
    maxBatchingWindow: Duration.seconds(1),
    onFailure: { bind: () => ({ destination: failed.bucketArn }) },
    filters: streamFilters.map((filter) => FilterCriteria.filter(filter as Record<string, unknown>)),
  });
}

function everyMinute(scope: Construct, { fn }: Worker, queues: Queues): void {
  new Schedule(scope, 'Tick', {
    description: 'The one tick a minute; what is due is computed from configuration and cursors',
    schedule: ScheduleExpression.rate(Duration.minutes(1)),
    target: new LambdaInvoke(fn, { deadLetterQueue: queues.undelivered, retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
  });
}
