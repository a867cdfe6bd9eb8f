import * as z from 'zod';
import { countView, jsonView, list, momentView, sentenceView } from './basics.ts';
import { passView } from './status.ts';

/** What to pull now. Nothing given means every enabled stream. */
export interface SyncRequest {
  readonly connection?: string;
  readonly stream?: string;
  /** Read and compare, change nothing. */
  readonly dryRun: boolean;
  /** From the beginning instead of the stored position. */
  readonly full: boolean;
}

/** What a dry run of one stream found. */
export const dryStreamView = z.object({
  connection: z.string(),
  stream: z.string(),
  read: countView,
  added: countView,
  changed: countView,
  unchanged: countView,
  gone: countView,
  refused: countView,
  samples: list(
    z.object({
      record: z.string(),
      kind: z.enum(['added', 'changed', 'gone', 'refused']),
      fields: list(z.object({ field: z.string(), before: jsonView, after: jsonView })),
      reason: sentenceView.optional(),
    }),
  ),
});

/** One command to pull: its passes, and whether all that followed from them is done. */
export const runView = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  startedAt: momentView,
  endedAt: momentView.optional(),
  by: z.string(),
  dryRun: z.boolean(),
  passes: list(passView),
  dry: list(dryStreamView).describe('of a dry run'),
  delivered: z.object({ created: countView, updated: countView, archived: countView, deleted: countView, unchanged: countView }).describe('at all targets since the run began'),
  settled: z.boolean().describe('passes ended and queues are empty'),
  problem: sentenceView.optional(),
});

/** One command to pull. */
export type RunView = z.infer<typeof runView>;

/** What an audit compared and repaired. Differences are incidents: 0 where no feed was lost. */
export const auditView = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'failed']),
  startedAt: momentView,
  endedAt: momentView.optional(),
  by: z.string(),
  entities: countView.describe('entities compared with their history'),
  records: countView.describe('records compared with their entity'),
  links: countView.describe('links whose wanted content was compared with what was delivered'),
  incidents: countView,
  samples: list(z.object({ subject: z.string(), kind: z.string(), reason: sentenceView })),
});

/** What an audit compared and repaired. */
export type AuditView = z.infer<typeof auditView>;
