import * as z from 'zod';
import { amountView, countView, list, momentView, sentenceView } from './basics.ts';

/** Which failures are meant; nothing given means all. */
export interface FailureFilter {
  readonly cause?: string;
  readonly connection?: string;
  readonly stream?: string;
  /** `connection/stream/id` */
  readonly record?: string;
}

/** Samples shown of one group; the rest is a number. */
export const failureSamplesMax = 10;

/** One record that failed for one cause. */
export const failureView = z.object({
  record: z.string().describe('connection/stream/id, or connection/stream/new:<entity> for a create'),
  entity: z.string().optional(),
  label: z.string().optional(),
  field: z.string().optional(),
  reason: sentenceView,
  since: momentView,
  tries: countView,
  amount: amountView.optional().describe('money of the record'),
});

/** All open failures of one cause at one connection. */
export const failureGroupView = z.object({
  cause: z.string(),
  kind: z.enum(['parked', 'refused', 'dead-lettered', 'blocked', 'waiting']),
  connection: z.string(),
  stream: z.string().optional(),
  reason: sentenceView,
  todo: sentenceView.describe('what to do about it'),
  count: countView,
  atRisk: list(amountView).describe('money of the records, per currency'),
  since: momentView,
  latest: momentView,
  samples: list(failureView),
});

/** Open failures, worst first. */
export const failuresView = z.object({ open: countView, groups: list(failureGroupView) });

/** Open failures, worst first. */
export type FailuresView = z.infer<typeof failuresView>;

/** What a retry set free. */
export const retryView = z.object({ released: countView.describe('records sent through again'), deadLetters: countView.describe('messages put back on their queue') });

/** What a retry set free. */
export type RetryView = z.infer<typeof retryView>;
