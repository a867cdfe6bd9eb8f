import type { OutMessage, QueueName } from '../core/ports/queue.ts';
import { hasIllegalText, queueLimits } from '../core/ports/queue.ts';

/** Every queue, in the order they are served. */
export const queueNames: readonly QueueName[] = ['inbound', 'outbound', 'receivables', 'reactions', 'jobs'];

/** Throws `RangeError` for a message that SQS would refuse. */
export function checkMessage(message: OutMessage): void {
  const { body, delaySeconds, group } = message;
  if (body.length === 0) throw new RangeError('a message is empty');
  if (body.length * 3 > queueLimits.messageBytes) {
    const bytes = Buffer.byteLength(body);
    if (bytes > queueLimits.messageBytes) throw new RangeError(`a message of ${bytes} bytes is over the limit of ${queueLimits.messageBytes}: put the page into Blobs`);
  }
  if (hasIllegalText(body)) throw new RangeError('a message holds a character that XML 1.0 forbids: build it with queueJson');
  if (group.length === 0 || group.length > 128) throw new RangeError(`message group ${JSON.stringify(group.slice(0, 40))} is outside 1–128 characters`);
  if (delaySeconds === undefined) return;
  const fits = Number.isInteger(delaySeconds) && delaySeconds >= 0 && delaySeconds <= queueLimits.delaySeconds;
  if (!fits) throw new RangeError(`a delay of ${delaySeconds} s is outside 0–${queueLimits.delaySeconds}`);
}

/** The name of a queue as an event source. */
export function sourceOf(queue: QueueName): string {
  return `arn:aws:sqs:local:000000000000:syncline-${queue}`;
}
