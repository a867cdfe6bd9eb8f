import { setTimeout as sleep } from 'node:timers/promises';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsPorts } from '../../adapters/aws/open.ts';
import { queueNames } from '../../adapters/messages.ts';
import type { Consumers, Harness } from '../contract/harness.ts';
import { knownSecret } from '../contract/small-ports.contract.ts';
import { install } from './installation.ts';
import { depthOf, pumpQueue, StreamPump } from './pumps.ts';

const none = { batchItemFailures: [] };

/** The AWS adapter on an installation of its own; what feeds consumers runs in this process. */
export async function awsHarness(): Promise<Harness> {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  if (endpoint === undefined) throw new Error('AWS_ENDPOINT_URL is not set');
  const installation = await install(endpoint, knownSecret);
  const { names, queueArns, streamArn } = installation;
  const ports = awsPorts({ names, endpoint, http: { allowPrivate: () => true } });
  const sqs = new SQSClient({ endpoint });
  const stream = new StreamPump(endpoint, streamArn);
  let consumers: Consumers = {};
  const round = async (): Promise<boolean> => {
    let moved = consumers.feed === undefined ? false : await stream.pump(consumers.feed);
    for (const name of queueNames) {
      const handle = consumers.queues?.[name];
      if (handle === undefined) continue;
      moved = (await pumpQueue(sqs, names.queueUrls[name], queueArns[name], (event) => handle(event, ports))) || moved;
    }
    return moved;
  };
  const waiting = async (): Promise<boolean> => {
    const consumed = queueNames.filter((name) => consumers.queues?.[name] !== undefined);
    const depths = await Promise.all(consumed.map((name) => depthOf(sqs, names.queueUrls[name])));
    return depths.some((depth) => depth > 0);
  };
  return {
    use: (work) => work(ports),
    start: (given) => {
      consumers = { feed: async () => none, ...given };
    },
    async settled() {
      do {
        while (await round());
        await sleep(20);
      } while ((await waiting()) || (await round()));
    },
    close: () => installation.remove(),
  };
}
