import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Dashboard, GraphWidget, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { queueNames } from '../adapters/messages.ts';
import { stalenessMetric } from '../functions/aws/staleness.ts';
import { type FunctionName, functionNames } from './functions.ts';
import type { Queues } from './queues.ts';
import { type Stage, staleMinutes } from './stage.ts';
import type { Storage } from './storage.ts';
import type { Worker } from './worker.ts';

/** What is watched. */
export interface Watched {
  readonly stage: Stage;
  readonly workers: Readonly<Record<FunctionName, Worker>>;
  readonly queues: Queues;
  readonly storage: Storage;
}

const period = Duration.minutes(5);

/** A message this old means that its queue is not worked off. */
const oldestSeconds = 900;

/** The stream forgets after 24 hours; an hour behind is time to look. */
const iteratorAgeMs = 3_600_000;

/** Alarms that somebody must look at, on one topic, and one dashboard that shows their causes. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, { stage, workers, queues, storage }: Watched) {
    super(scope, 'Alarms');
    this.topic = new Topic(this, 'Topic', { displayName: `Syncline ${stage.name}`, enforceSSL: true });
    const ages = queueNames.map((name) => queues.pairs[name].queue.metricApproximateAgeOfOldestMessage({ period, label: name }));
    const dead = queueNames.map((name) => queues.pairs[name].dead.metricApproximateNumberOfMessagesVisible({ period, label: name }));
    const iteratorAge = workers.relay.fn.metric('IteratorAge', { statistic: 'Maximum', period });
    const throttled = functionNames.map((name) => workers[name].fn.metricThrottles({ period, label: name }));
    const busy = ['GetItem', 'PutItem', 'UpdateItem', 'Query', 'TransactWriteItems'].map((operation) =>
      storage.table.metric('ThrottledRequests', { statistic: 'Sum', period, label: operation, dimensionsMap: { TableName: storage.table.tableName, Operation: operation } }),
    );
    const stale = stage.workspaces.map((workspace) => new Metric({ ...stalenessMetric, dimensionsMap: { Workspace: workspace }, statistic: 'Maximum', period, label: workspace }));
    for (const [i, name] of queueNames.entries()) {
      this.#alarm(`Oldest-${name}`, ages[i] as IMetric, oldestSeconds, `Messages of the ${name} queue wait for over ${oldestSeconds / 60} minutes.`);
      this.#alarm(`Dead-${name}`, dead[i] as IMetric, 0, `Messages of the ${name} queue failed five times: syncline failures.`);
    }
    this.#alarm('Undelivered', queues.undelivered.metricApproximateNumberOfMessagesVisible({ period }), 0, 'The bus or the schedule could not hand something over.');
    this.#alarm('IteratorAge', iteratorAge, iteratorAgeMs, 'Relay is an hour behind; the stream forgets after 24 hours.');
    for (const [i, name] of functionNames.entries()) this.#alarm(`Throttled-${name}`, throttled[i] as IMetric, 0, `${name} is not allowed to run as often as it must.`);
    for (const metric of busy) this.#alarm(`Table-${metric.label}`, metric, 10, 'The table refuses load.');
    for (const metric of stale)
      this.#alarm(`Stale-${metric.label}`, metric, staleMinutes, `A stream of ${metric.label} has not ended a pass for ${staleMinutes} minutes: syncline status.`);
    this.#dashboard(stage, [
      ['Age of the oldest message (s)', ages],
      ['Dead letters', dead],
      ['Relay behind (ms)', [iteratorAge]],
      ['Minutes since the last pass of the stalest stream', stale],
      ['Functions: throttles', throttled],
      ['Functions: errors', functionNames.map((name) => workers[name].fn.metricErrors({ period, label: name }))],
      ['Functions: duration (ms)', functionNames.map((name) => workers[name].fn.metricDuration({ period, label: name }))],
      ['Table: throttled requests', busy],
    ]);
  }

  #alarm(id: string, metric: IMetric, threshold: number, alarmDescription: string): void {
    const alarm = new Alarm(this, id, {
      metric,
      threshold,
      alarmDescription,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  #dashboard(stage: Stage, graphs: readonly (readonly [string, readonly IMetric[]])[]): void {
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: `syncline-${stage.name}`, defaultInterval: Duration.hours(12) });
    for (let i = 0; i < graphs.length; i += 2) {
      dashboard.addWidgets(...graphs.slice(i, i + 2).map(([title, left]) => new GraphWidget({ title, left: [...left], width: 12, height: 6 })));
    }
  }
}
