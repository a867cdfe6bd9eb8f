import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Files } from '../../core/ports/connector.ts';
import type { QueueName } from '../../core/ports/queue.ts';
import { systemClock } from '../embedded/clock.ts';
import { type HttpOptions, systemHttp } from '../embedded/http.ts';
import { systemIds } from '../embedded/ids.ts';
import { queueNames } from '../messages.ts';
import type { Ports } from '../ports.ts';
import { awsBlobs } from './blobs.ts';
import type { Capacity } from './capacity.ts';
import { awsDeadLetters } from './dead-letters.ts';
import { awsFiles } from './files.ts';
import { awsQueue } from './queue.ts';
import { awsTables } from './table.ts';

/** Names of everything that an installation owns. */
export interface AwsNames {
  readonly table: string;
  readonly bus: string;
  readonly bucket: string;
  /** Secrets lie at `<prefix>/<name>`. */
  readonly secretPrefix: string;
  readonly queueUrls: Readonly<Record<QueueName, string>>;
  readonly deadUrls: Readonly<Record<QueueName, string>>;
}

/** How the ports are opened; only `names` is needed. */
export interface AwsOptions {
  readonly names: AwsNames;
  readonly http?: HttpOptions;
  readonly capacity?: Capacity;
  /** Other than AWS itself: an emulator on this machine. The SDK reads `AWS_ENDPOINT_URL` by itself; buckets then are paths, not hosts. */
  readonly endpoint?: string;
}

/** All ports on AWS, and what only this adapter can do. */
export interface AwsPorts extends Ports {
  /** A folder of the bucket as the files of a connection. */
  files(workspace: string, folder: string): Files;
}

/** All ports on AWS. Credentials and region come from where the SDK looks for them. */
export function awsPorts({ names, http, capacity, endpoint }: AwsOptions): AwsPorts {
  const at = endpoint === undefined ? {} : { endpoint };
  const sqs = new SQSClient(at);
  const s3 = new S3Client({ ...at, forcePathStyle: endpoint !== undefined });
  const bus = once(async () => (await import('./bus.ts')).openBus(names.bus, endpoint));
  const secrets = once(async () => (await import('./secrets.ts')).openSecrets(names.secretPrefix, systemClock, endpoint));
  const queues = eachQueue((name) => awsQueue(sqs, names.queueUrls[name]));
  return {
    tables: awsTables({ client: new DynamoDBClient(at), name: names.table, clock: systemClock, capacity }),
    queues,
    deadLetters: eachQueue((name) => awsDeadLetters(sqs, names.deadUrls[name], queues[name])),
    bus: { publish: async (packs) => (await bus()).publish(packs) },
    blobs: awsBlobs(s3, names.bucket),
    clock: systemClock,
    ids: systemIds(),
    http: systemHttp(http),
    secrets: { get: async (name) => (await secrets()).get(name) },
    forget: async () => (await import('./remains.ts')).awsRemains,
    files: (workspace, folder) => awsFiles(s3, names.bucket, workspace, folder),
  };
}

/** Clients that few calls need are loaded with the first: a function that publishes nothing never reads the code for it. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function eachQueue<T>(make: (name: QueueName) => T): Record<QueueName, T> {
  return Object.fromEntries(queueNames.map((name) => [name, make(name)])) as Record<QueueName, T>;
}
