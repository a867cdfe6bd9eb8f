import * as z from 'zod';
import { countView, jsonView, list, momentView, sentenceView } from './basics.ts';
import { conflictView } from './records.ts';

/** Somebody's value of a field, and what became of it. */
export const claimantView = z.object({
  record: z.string().describe('connection/stream/id'),
  value: jsonView,
  raw: jsonView.describe('as its system writes it'),
  at: momentView,
  by: z.string().optional().describe('who changed it there, when the system says so'),
  mapping: z.string(),
  mappingVersion: z.string(),
  wins: z.boolean(),
  reason: sentenceView.describe('why it won or lost'),
});

/** Why a field holds what it holds. */
export const whyFieldView = z.object({
  field: z.string(),
  value: jsonView,
  rule: z.string().describe('pin, freeze, owner, rank, latest, only, set …'),
  reason: sentenceView,
  claimants: list(claimantView).describe('the winner first'),
});

/** How far an entity has come at one target. */
export const whyTargetView = z.object({
  route: z.string(),
  to: z.string().describe('connection/stream'),
  record: z.string().optional(),
  state: z.enum(['current', 'due', 'writing', 'waiting', 'parked', 'failed', 'not-created', 'held', 'paused']),
  code: z.string().describe('why, for machines: waits-for-parent, create-off, route-observing, suppressed, refused …'),
  reason: sentenceView.describe('for people: "waits for customer X in tryton"'),
  fields: list(z.object({ field: z.string(), wanted: jsonView, there: jsonView, reason: sentenceView.optional() })).describe('fields that differ there'),
});

/** Why two records are one entity, or who said they are not. */
export const whyLinkView = z.object({
  a: z.string(),
  b: z.string(),
  decision: z.enum(['same', 'different']),
  reason: sentenceView,
  by: z.string().describe('rule or person'),
  at: momentView.optional(),
});

/** One version of an entity in its history. */
export const historyView = z.object({
  version: countView,
  at: momentView,
  by: z.string(),
  changes: list(z.object({ field: z.string(), old: jsonView, new: jsonView, source: z.string().optional() })),
});

/** The answer to "why does it say that here, and why is it not there". */
export const whyView = z.object({
  subject: z.string().describe('what was asked'),
  entity: z.object({ id: z.string(), type: z.string(), label: z.string(), version: countView, changedAt: momentView }).optional(),
  record: z
    .object({
      record: z.string(),
      state: z.enum(['live', 'missing', 'gone', 'parked', 'refused', 'skipped', 'unknown']),
      reason: sentenceView.describe('what became of the record, or why it is not there'),
      revision: z.string().optional(),
      readAt: momentView.optional(),
    })
    .optional()
    .describe('when a record of a system was asked for'),
  redirectedFrom: z.string().optional(),
  fields: list(whyFieldView),
  targets: list(whyTargetView),
  links: list(whyLinkView),
  conflicts: list(conflictView),
  history: list(historyView).describe('newest first, at most 20'),
});

/** The answer to "why does it say that here, and why is it not there". */
export type WhyView = z.infer<typeof whyView>;
