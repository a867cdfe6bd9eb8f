/** The queues by name. */
export type QueueName = 'inbound' | 'outbound' | 'receivables' | 'reactions' | 'jobs';

/** A message to send. `group` is `<workspace>/<connection>` (fair queues); order is never promised. */
export interface OutMessage {
  readonly body: string;
  readonly group: string;
  readonly delaySeconds?: number;
}

/** A standard queue: at least once, no order, five receives and then the dead letters. */
export interface Queue {
  /** Sends up to any number (adapters make batches of ten); resolves to the indexes that were not taken. Throws `RangeError` for a message over {@link queueLimits.messageBytes}, a delay over 900 s or characters that XML 1.0 forbids. */
  send(messages: readonly OutMessage[]): Promise<readonly number[]>;
}

/** One received message, as SQS hands it to Lambda. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string; readonly SentTimestamp: string; readonly MessageGroupId?: string };
  readonly eventSourceARN: string;
}

/** What a queue handler is called with: the `SQSEvent` of Lambda, by shape. */
export interface QueueEvent {
  readonly Records: readonly ReceivedMessage[];
}

/** What a handler answers: the ones to be delivered again. */
export interface BatchResponse {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/** A consumer of a queue. */
export type QueueHandler = (event: QueueEvent) => Promise<BatchResponse>;

/** A message that was received too often. */
export interface DeadLetter {
  readonly messageId: string;
  readonly body: string;
  readonly group: string;
  readonly receives: number;
  readonly sentAt: number;
  readonly deadAt: number;
}

/** The dead letters of one queue. */
export interface DeadLetters {
  list(limit: number): Promise<readonly DeadLetter[]>;
  /** Sends one back to its queue with a fresh receive count; false when it is gone. */
  redrive(messageId: string): Promise<boolean>;
  /** Deletes one for good; false when it is gone. */
  remove(messageId: string): Promise<boolean>;
}

/** Limits that all adapters enforce (SQS's). */
export const queueLimits = { batch: 10, delaySeconds: 900, messageBytes: 262_144, receives: 5 } as const;

/** XML 1.0 allows tab, line feed, carriage return and everything from U+0020 but surrogates, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is the list of what is forbidden
const illegal = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const illegalAll = new RegExp(illegal.source, 'g');

/** True when the text holds a character that SQS rejects. */
export function hasIllegalText(text: string): boolean {
  return illegal.test(text);
}

/** JSON text that SQS takes: characters that XML 1.0 forbids are written as `\uXXXX`, which JSON reads back unchanged. */
export function queueJson(value: unknown): string {
  const text = JSON.stringify(value);
  return illegal.test(text) ? text.replace(illegalAll, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`) : text;
}
