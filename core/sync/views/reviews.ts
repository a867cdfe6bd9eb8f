import * as z from 'zod';
import { countView, list, momentView, sentenceView } from './basics.ts';
import { evidenceView } from './compare.ts';

/** Which questions are meant. */
export interface ReviewQuery {
  readonly state: 'waiting' | 'answered';
  readonly limit: number;
  readonly after?: string;
}

const side = z.object({ record: z.string().describe('connection/stream/id'), entity: z.string(), label: z.string(), records: countView.describe('of its entity') });

/** A question to a person about who is who. */
export const reviewView = z.object({
  id: z.string(),
  kind: z.enum(['pair', 'member']).describe('pair: are these two one? member: is the changed record a still the customer of its entity?'),
  type: z.string(),
  state: z.enum(['open', 'later', 'same', 'different', 'settled']).describe('settled: answered by a merge or split elsewhere'),
  question: sentenceView,
  openedAt: momentView,
  a: side,
  b: side,
  evidence: evidenceView,
  decided: z.object({ by: z.string(), name: z.string(), at: momentView }).optional(),
});

/** See {@link reviewView}. */
export type ReviewView = z.infer<typeof reviewView>;

/** Questions, the oldest first; those put off after the others. */
export const reviewsView = z.object({ reviews: list(reviewView), waiting: countView.describe('questions that wait, at most 1,000 counted'), next: z.string().optional() });

/** See {@link reviewsView}. */
export type ReviewsView = z.infer<typeof reviewsView>;
