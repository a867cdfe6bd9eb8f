import { Duration } from 'aws-cdk-lib';
import { Archive, EventBus, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { eventSource } from '../adapters/aws/bus.ts';
import { busRules } from '../adapters/bus-rules.ts';
import type { Queues } from './queues.ts';

/** Facts can be replayed for new consumers this long. */
const archiveDays = 30;

/** The bus of facts: the product's own rules, an archive, and a place for what could not be handed over. */
export class Facts extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, queues: Queues) {
    super(scope, 'Facts');
    this.bus = new EventBus(this, 'Bus', { description: 'Facts of Syncline', deadLetterQueue: queues.undelivered });
    new Archive(this, 'Archive', { sourceEventBus: this.bus, eventPattern: { source: [eventSource] }, retention: Duration.days(archiveDays) });
    for (const { queue, types, kinds } of busRules) {
      const detail = { ...(types && { type: [...types] }), ...(kinds && { kind: [...kinds] }) };
      const rule = new Rule(this, queue, { eventBus: this.bus, eventPattern: { source: [eventSource], ...(Object.keys(detail).length > 0 && { detail }) } });
      rule.addTarget(new SqsQueue(queues.pairs[queue].queue, { message: RuleTargetInput.fromEventPath('$.detail'), deadLetterQueue: queues.undelivered }));
    }
  }
}
