import * as z from 'zod';
import { countView, list, momentView, sentenceView } from './basics.ts';

/** All records of a type looked at again under the model in use. */
export const reResolutionView = z.object({
  id: z.string(),
  type: z.enum(['person', 'organization']),
  model: z.string().describe('name@hash of the model in use when it began'),
  by: z.string(),
  state: z.enum(['running', 'done', 'stopped']).describe('stopped: another model was activated meanwhile'),
  phase: z.enum(['links', 'records']).describe('first the links there are, then what each record meets'),
  startedAt: momentView,
  endedAt: momentView.optional(),
  entities: countView.describe('entities of several records whose links were weighed again'),
  records: countView.describe('records compared with those that share a key'),
  merged: countView.describe('entities that became one'),
  asked: countView.describe('new questions, see /reviews'),
  doubted: countView.describe('links that would not be made today and of which no person said that they hold; none is undone'),
  samples: list(z.object({ what: z.enum(['merged', 'doubted']), record: z.string(), entity: z.string(), bits: z.number(), reason: sentenceView })),
});

/** See {@link reResolutionView}. */
export type ReResolutionView = z.infer<typeof reResolutionView>;
