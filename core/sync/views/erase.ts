import * as z from 'zod';
import { countView, list, momentView, sentenceView } from './basics.ts';

const systems = list(
  z.object({
    connection: z.string(),
    stream: z.string(),
    records: countView,
    did: z
      .enum(['kept', 'deleted', 'archived', 'asked', 'gone'])
      .describe('kept: no route says that we delete there; asked: we did, and it is not certain yet; gone: no longer there, and not deleted by us'),
  }),
);

const rows = list(z.object({ what: z.string(), count: countView }));

/** What erasing a person would take away. */
export const erasePlanView = z.object({
  entity: z.string(),
  label: z.string(),
  records: list(z.string()).describe('connection/stream/id'),
  systems,
});

/** What erasing a person would take away. */
export type ErasePlanView = z.infer<typeof erasePlanView>;

/** An erasure, in the end its receipt: it does not tell whom it was about. */
export const erasureView = z.object({
  id: z.string(),
  state: z.enum(['running', 'done']),
  by: z.string(),
  reason: z.string(),
  subject: z.string().describe('the entity id as a keyed hash'),
  startedAt: momentView,
  endedAt: momentView.optional(),
  erased: rows.describe('rows that were deleted, or in which the person was blackened'),
  kept: rows.describe('rows of others that still name the person'),
  systems,
  remains: list(sentenceView).describe('what no delete reaches, and until when'),
});

/** An erasure, in the end its receipt. */
export type ErasureView = z.infer<typeof erasureView>;
