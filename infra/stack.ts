import { CfnOutput, Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledgements.ts';
import { Alarms } from './alarms.ts';
import { Api } from './api.ts';
import { Facts } from './bus.ts';
import { type FunctionName, functionNames } from './functions.ts';
import { Queues } from './queues.ts';
import { feed } from './sources.ts';
import type { Stage } from './stage.ts';
import { Storage } from './storage.ts';
import { secretPrefixOf, Worker } from './worker.ts';

/** What an installation is deployed from. */
export interface SynclineProps extends StackProps {
  readonly stage: Stage;
  /** Folder of a function's bundle. */
  codeOf(name: FunctionName): string;
  readonly version: string;
}

/** One installation of Syncline: everything that `cdk deploy` makes. */
export class SynclineStack extends Stack {
  constructor(scope: Construct, { stage, codeOf, version, ...props }: SynclineProps) {
    super(scope, `Syncline-${stage.name}`, { description: `Syncline ${version} (${stage.name})`, terminationProtection: stage.keepsData, ...props });
    const storage = new Storage(this, stage);
    const queues = new Queues(this);
    const facts = new Facts(this, queues);
    const world = { table: storage.table, data: storage.data, bus: facts.bus, pairs: queues.pairs, ...secretPrefixOf(this, stage) };
    const workers = Object.fromEntries(functionNames.map((name) => [name, new Worker(this, name, { stage, world, code: codeOf(name), version })])) as Record<FunctionName, Worker>;
    feed(this, stage, workers, storage, queues);
    const api = new Api(this, stage, workers.api, workers.intake);
    new Alarms(this, { stage, workers, queues, storage });
    Tags.of(this).add('product', 'syncline');
    new CfnOutput(this, 'ApiUrl', { value: api.http.apiEndpoint });
    new CfnOutput(this, 'TableName', { value: storage.table.tableName });
    new CfnOutput(this, 'DataBucket', { value: storage.data.bucketName });
    acknowledge(this, world.secretPrefix);
  }
}
