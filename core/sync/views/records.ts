import * as z from 'zod';
import { countView, jsonView, list, momentView, sentenceView } from './basics.ts';

/** What a search of records may say. At most one of `query`, `changedSince`, `connection` finds; the others filter. */
export interface RecordsQuery {
  /** Canonical type. */
  readonly type: string;
  /** An id, record name, e-mail, telephone number, tax id, name prefix or rare words of the name. */
  readonly query?: string;
  /** ISO 8601: entities changed at or after. */
  readonly changedSince?: string;
  readonly connection?: string;
  /** 1–{@link recordsLimitMax}. */
  readonly limit: number;
  /** `next` of the page before. */
  readonly after?: string;
}

/** Most records of one page. */
export const recordsLimitMax = 200;

/** Most index entries a filter over a list reads before it says that it stopped. */
export const recordsReadMax = 10_000;

/** The way an answer was found. */
export const usedView = z.enum(['id', 'record', 'identifier', 'prefix', 'words', 'changed', 'connection', 'list']);

/** One line of a list of entities. */
export const recordLineView = z.object({
  id: z.string(),
  type: z.string(),
  label: z.string(),
  systems: list(z.string()).describe('connections that hold a live record of it'),
  changedAt: momentView,
  state: z.enum(['live', 'gone', 'merged']),
  hint: z.string().optional().describe('a second field that tells it apart: e-mail, city or number'),
});

/** One line of a list of entities. */
export type RecordLineView = z.infer<typeof recordLineView>;

/** What was found, and which way. */
export const recordsView = z.object({
  used: usedView,
  how: sentenceView.describe('which way it was found, in words'),
  records: list(recordLineView),
  next: z.string().optional(),
  read: countView.describe('index entries read'),
  complete: z.boolean().describe('false when the reading limit was reached: narrow the query or export'),
});

/** What was found, and which way. */
export type RecordsView = z.infer<typeof recordsView>;

/** A record of one system that belongs to an entity. */
export const linkView = z.object({
  record: z.string().describe('connection/stream/id'),
  connection: z.string(),
  stream: z.string(),
  role: z.enum(['primary', 'secondary']),
  state: z.enum(['live', 'missing', 'gone']),
  origin: z.enum(['native', 'ours']).optional().describe('ours: created by a delivery; left out in exports'),
  readAt: momentView.optional(),
});

/** An edit that is not golden. */
export const conflictView = z.object({
  id: z.string(),
  field: z.string(),
  kind: z.string().describe('overruled, pinned, frozen, concurrent, doubt, contested, delete-vs-edit, merge …'),
  value: jsonView.describe('what lost'),
  record: z.string(),
  at: momentView,
  winner: jsonView,
  open: z.boolean().describe('a person is asked'),
});

/** One entity as everybody should see it. */
export const recordView = z.object({
  id: z.string(),
  type: z.string(),
  label: z.string(),
  state: z.enum(['live', 'gone']),
  version: countView,
  changedAt: momentView,
  redirectedFrom: z.string().optional().describe('the id that was asked for, when it was merged into this one'),
  golden: z.record(z.string(), jsonView).describe('canonical fields; sets as sorted lists'),
  links: list(linkView),
  conflicts: list(conflictView).optional().describe('left out in exports'),
  pinned: list(z.string()),
  frozen: list(z.string()),
});

/** One entity as everybody should see it. */
export type RecordView = z.infer<typeof recordView>;
