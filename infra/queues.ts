import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { queueNames } from '../adapters/messages.ts';
import { type QueueName, queueLimits } from '../core/ports/queue.ts';
import { functionNames, functionSpecs } from './functions.ts';

/** A worker that is gone gives its messages back after this many of its time-outs, as AWS advises. */
const visibilityTimeouts = 6;

/** Dead letters wait for a person: SQS's longest. */
const deadDays = 14;

/** A queue and where its messages go after five receives. */
export interface QueuePair {
  readonly queue: Queue;
  readonly dead: Queue;
}

/** All queues, and one for what the bus and the schedule could not hand over. */
export class Queues extends Construct {
  readonly pairs: Readonly<Record<QueueName, QueuePair>>;
  readonly undelivered: Queue;

  constructor(scope: Construct) {
    super(scope, 'Queues');
    const safe = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true, retentionPeriod: Duration.days(deadDays) };
    this.undelivered = new Queue(this, 'undelivered', safe);
    const pairOf = (name: QueueName): QueuePair => {
      const timeout = functionNames.map((fn) => functionSpecs[fn]).find((spec) => spec.source === name)?.timeoutSeconds ?? 30;
      const dead = new Queue(this, `${name}-dead`, safe);
      const queue = new Queue(this, name, {
        ...safe,
        visibilityTimeout: Duration.seconds(visibilityTimeouts * timeout),
        deadLetterQueue: { queue: dead, maxReceiveCount: queueLimits.receives },
      });
      return { queue, dead };
    };
    this.pairs = Object.fromEntries(queueNames.map((name) => [name, pairOf(name)])) as Record<QueueName, QueuePair>;
  }
}
