import * as z from 'zod';
import { list, sentenceView } from './basics.ts';

const side = z.object({ subject: z.string(), entity: z.string(), label: z.string(), records: z.number().int() });

/** A waterfall: what speaks for and against two being the same. */
export const evidenceView = z.object({
  terms: list(z.object({ field: z.string(), level: z.string(), a: z.string().nullable(), b: z.string().nullable(), bits: z.number() })),
  prior: z.number(),
  total: z.number().describe('prior and the bits of all terms; above 0 speaks for the same'),
  model: z.string(),
  rule: z.string(),
  sentence: sentenceView,
});

/** Why two entities or records are, or are not, the same. */
export const compareView = z.object({
  a: side,
  b: side,
  same: z.boolean().describe('they are one entity now'),
  apart: z.boolean().describe('a person said that they are two'),
  evidence: evidenceView.optional().describe('of the two records that agree most; absent when nothing of them can be compared'),
});

/** See {@link compareView}. */
export type CompareView = z.infer<typeof compareView>;
