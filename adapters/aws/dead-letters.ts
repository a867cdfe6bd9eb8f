import { ChangeMessageVisibilityBatchCommand, DeleteMessageCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type DeadLetter, type DeadLetters, type Queue, queueLimits } from '../../core/ports/queue.ts';
import { told } from './faults.ts';

/** SQS can only be looked through by receiving: what we hold is hidden from others for this long, then given back. */
const holdSeconds = 30;

/** Letters looked through for one that is wanted. */
const lookedAtMax = 1_000;

/** Receives that find nothing before we believe that nothing is left: SQS asks only some of its servers at a time. */
const emptyReceivesMax = 2;

/** The dead letters of one queue: its dead-letter queue on SQS. */
export function awsDeadLetters(client: SQSClient, deadUrl: string, queue: Queue): DeadLetters {
  return {
    async list(limit) {
      const held = await hold(client, deadUrl, limit, () => false);
      await giveBack(client, deadUrl, held);
      return held.map(letterOf).sort((a, b) => a.sentAt - b.sentAt);
    },
    async remove(messageId) {
      const wanted = await holdOne(client, deadUrl, messageId);
      if (wanted === undefined) return false;
      await drop(client, deadUrl, wanted);
      return true;
    },
    async redrive(messageId) {
      const wanted = await holdOne(client, deadUrl, messageId);
      if (wanted === undefined) return false;
      const { body, group } = letterOf(wanted);
      // Sent first: a crash in between leaves it in both places, and messages may come twice.
      const failed = await queue.send([{ body, group }]);
      if (failed.length > 0) return false;
      await drop(client, deadUrl, wanted);
      return true;
    },
  };
}

async function drop(client: SQSClient, url: string, { ReceiptHandle }: Message): Promise<void> {
  await client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle })).catch((error: unknown) => Promise.reject(told(error)));
}

/** Looks for one letter and keeps it hidden; the others are given back. */
async function holdOne(client: SQSClient, url: string, messageId: string): Promise<Message | undefined> {
  const held = await hold(client, url, lookedAtMax, (message) => message.MessageId === messageId);
  const wanted = held.find((message) => message.MessageId === messageId);
  await giveBack(
    client,
    url,
    held.filter((message) => message !== wanted),
  );
  return wanted;
}

async function hold(client: SQSClient, url: string, max: number, enough: (message: Message) => boolean): Promise<readonly Message[]> {
  const held = new Map<string, Message>();
  try {
    for (let empty = 0; empty < emptyReceivesMax && held.size < max; ) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: url,
          MaxNumberOfMessages: Math.min(queueLimits.batch, max - held.size),
          VisibilityTimeout: holdSeconds,
          WaitTimeSeconds: 1,
          MessageSystemAttributeNames: ['SentTimestamp', 'MessageGroupId', 'ApproximateFirstReceiveTimestamp'],
        }),
      );
      empty = Messages.length === 0 ? empty + 1 : 0;
      for (const message of Messages) held.set(message.MessageId ?? '', message);
      if (Messages.some(enough)) break;
    }
  } catch (error) {
    throw told(error);
  }
  return [...held.values()];
}

/** Makes letters visible again at once; where that fails they come back by themselves. */
async function giveBack(client: SQSClient, url: string, held: readonly Message[]): Promise<void> {
  for (let i = 0; i < held.length; i += queueLimits.batch) {
    const entries = held.slice(i, i + queueLimits.batch).map((message, at) => ({ Id: String(at), ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 0 }));
    await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries: entries })).catch(() => undefined);
  }
}

/** SQS keeps when a message was sent, not when it died: its first receive is the nearest that is known. */
function letterOf(message: Message): DeadLetter {
  const sentAt = Number(message.Attributes?.SentTimestamp ?? 0);
  return {
    messageId: message.MessageId ?? '',
    body: message.Body ?? '',
    group: message.Attributes?.MessageGroupId ?? 'unknown',
    receives: queueLimits.receives,
    sentAt,
    deadAt: Number(message.Attributes?.ApproximateFirstReceiveTimestamp ?? sentAt),
  };
}
