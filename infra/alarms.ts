import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Dashboard, GraphWidget, type IMetric, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
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

/** A metric with what it is of. A label on the metric itself would turn its alarm into metric math. */
interface Named {
  readonly name: string;
  readonly metric: Metric;
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
    const each = <T extends string>(names: readonly T[], metricOf: (name: T) => Metric): readonly Named[] => names.map((name) => ({ name, metric: metricOf(name) }));
    const ages = each(queueNames, (name) => queues.pairs[name].queue.metricApproximateAgeOfOldestMessage({ period }));
    const dead = each(queueNames, (name) => queues.pairs[name].dead.metricApproximateNumberOfMessagesVisible({ period }));
    const behind = each(['relay'], () => workers.relay.fn.metric('IteratorAge', { statistic: 'Maximum', period }));
    const throttled = each(functionNames, (name) => workers[name].fn.metricThrottles({ period }));
    const busy = each(['GetItem', 'PutItem', 'UpdateItem', 'Query', 'TransactWriteItems'], (Operation) =>
      storage.table.metric('ThrottledRequests', { statistic: 'Sum', period, dimensionsMap: { TableName: storage.table.tableName, Operation } }),
    );
    const namespace = `syncline-${stage.name}`; // the prefix of its secrets, which is how functions know it
    const stale = each(stage.workspaces, (Workspace) => new Metric({ namespace, metricName: stalenessMetric, dimensionsMap: { Workspace }, statistic: 'Maximum', period }));
    this.#alarms('Oldest', ages, oldestSeconds, (name) => `Messages of the ${name} queue wait for over ${oldestSeconds / 60} minutes.`);
    this.#alarms('Dead', dead, 0, (name) => `Messages of the ${name} queue failed five times: syncline failures.`);
    this.#alarms('IteratorAge', behind, iteratorAgeMs, () => 'Relay is an hour behind; the stream forgets after 24 hours.');
    this.#alarms('Throttled', throttled, 0, (name) => `${name} is not allowed to run as often as it must.`);
    this.#alarms('Table', busy, 10, (name) => `The table refuses load (${name}).`);
    this.#alarm('Stale-streams', eachStream(namespace), staleMinutes, `A stream has owed a pass for ${staleMinutes} minutes: syncline status.`);
    const undelivered = each(['undelivered'], () => queues.undelivered.metricApproximateNumberOfMessagesVisible({ period }));
    this.#alarms('Undelivered', undelivered, 0, () => 'The bus or the schedule could not hand something over.');
    this.#dashboard(stage, [
      ['Age of the oldest message (s)', ages],
      ['Dead letters', [...dead, ...undelivered]],
      ['Relay behind (ms)', behind],
      ['Minutes since the last pass of the stalest stream', stale],
      ['Functions: throttles', throttled],
      ['Functions: errors', each(functionNames, (name) => workers[name].fn.metricErrors({ period }))],
      ['Functions: duration (ms)', each(functionNames, (name) => workers[name].fn.metricDuration({ period }))],
      ['Table: throttled requests', busy],
    ]);
  }

  #alarms(id: string, metrics: readonly Named[], threshold: number, saying: (name: string) => string): void {
    for (const { name, metric } of metrics) this.#alarm(`${id}-${name}`, metric, threshold, saying(name));
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

  #dashboard(stage: Stage, graphs: readonly (readonly [string, readonly Named[]])[]): void {
    const dashboard = new Dashboard(this, 'Dashboard', { dashboardName: `syncline-${stage.name}`, defaultInterval: Duration.hours(12) });
    const widgets = graphs.map(([title, metrics]) => new GraphWidget({ title, left: metrics.map(({ name, metric }) => metric.with({ label: name })), width: 12, height: 6 }));
    for (let i = 0; i < widgets.length; i += 2) dashboard.addWidgets(...widgets.slice(i, i + 2));
  }
}

/** One series for each stream that tells its freshness, whenever it was configured: an alarm on it is in alarm for each late stream by itself and says which. */
function eachStream(namespace: string): IMetric {
  const expression = `SELECT MAX(${stalenessMetric}) FROM SCHEMA("${namespace}", Stream, Workspace) GROUP BY Workspace, Stream ORDER BY MAX() DESC`;
  return new MathExpression({ expression, usingMetrics: {}, period });
}
