import { SendMessageBatchCommand, type SendMessageBatchRequestEntry, type SQSClient } from '@aws-sdk/client-sqs';
import { type OutMessage, type Queue, queueLimits } from '../../core/ports/queue.ts';
import { checkMessage } from '../messages.ts';
import { told } from './faults.ts';
import { packIndexes } from './packs.ts';
import { repeat } from './repeat.ts';

/** A standard queue of SQS; group ids make it fair among connections. */
export function awsQueue(client: SQSClient, url: string): Queue {
  return {
    async send(messages) {
      for (const message of messages) checkMessage(message);
      const sizes = messages.map((message) => Buffer.byteLength(message.body));
      const failed: number[] = [];
      for (const pack of packIndexes(sizes, queueLimits.batch, queueLimits.messageBytes)) failed.push(...(await sendBatch(client, url, messages, pack)));
      return failed;
    },
  };
}

/** Sends one batch and what of it was not taken again; resolves to what was never taken. */
async function sendBatch(client: SQSClient, url: string, messages: readonly OutMessage[], pack: readonly number[]): Promise<readonly number[]> {
  let open = pack;
  try {
    await repeat(async () => {
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: open.map((at) => entryOf(messages[at] as OutMessage, at)) }));
      open = Failed.map(({ Id }) => Number(Id));
      return open.length === 0 ? 'done' : 'left';
    });
  } catch (error) {
    throw told(error);
  }
  return open;
}

function entryOf({ body, group, delaySeconds }: OutMessage, at: number): SendMessageBatchRequestEntry {
  return { Id: String(at), MessageBody: body, MessageGroupId: group, ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }) };
}
