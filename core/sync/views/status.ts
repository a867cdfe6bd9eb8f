import * as z from 'zod';
import { amountView, countView, durationView, jsonView, list, momentView, outcomesView, sentenceView } from './basics.ts';

/** One pass over one stream: a pass is the sum of its packs and stays red until every pack has an outcome. */
export const passView = z.object({
  id: z.string(),
  connection: z.string(),
  stream: z.string(),
  state: z.enum(['running', 'green', 'red']),
  full: z.boolean().describe('started from the beginning, so absent records are seen'),
  startedAt: momentView,
  endedAt: momentView.optional(),
  read: countView.describe('records the source showed'),
  outcomes: outcomesView,
  added: countView.describe('records seen for the first time'),
  changed: countView.describe('known records that say something else'),
  gone: countView.describe('records that were not there any more'),
  perSecond: z.number().min(0).describe('records read per second'),
  problem: sentenceView.optional().describe('why the pass is red or stopped'),
});

/** One pass over one stream. */
export type PassView = z.infer<typeof passView>;

/** One stream of a connection and how far behind it is. */
export const streamView = z.object({
  name: z.string(),
  type: z.string(),
  mapping: z.string(),
  mappingVersion: z.string(),
  schedule: z.string(),
  state: z.enum(['never', 'idle', 'running', 'paused', 'disabled', 'failing']),
  records: countView.describe('live records known'),
  lagMs: durationView.optional().describe('since the last green pass began'),
  nextDueAt: momentView.optional(),
  lastPass: passView.optional(),
});

/** One connection with its streams. */
export const connectionView = z.object({
  name: z.string(),
  connector: z.string(),
  state: z.enum(['ok', 'blocked', 'paused']),
  blockedUntil: momentView.optional().describe('rate limit, quota or outage: when the canary goes'),
  problem: sentenceView.optional().describe('why it is blocked or paused, and by whom'),
  streams: list(streamView),
});

/** One connection with its streams. */
export type ConnectionView = z.infer<typeof connectionView>;

/** What made a route stop by itself. */
export const brakeView = z.object({
  kind: z.enum(['delete', 'missing', 'blank', 'change']),
  field: z.string().optional(),
  count: countView.describe('records that would have been touched'),
  of: countView.describe('records of the stream'),
  limit: countView,
  samples: list(z.object({ record: z.string(), field: z.string().optional(), before: jsonView, after: jsonView })),
});

/** Where records of a type go, and how it goes. */
export const routeView = z.object({
  name: z.string(),
  type: z.string(),
  from: list(z.string()).describe('connections that may lead to a create; empty: all'),
  to: z.string().describe('connection/stream'),
  state: z.enum(['observing', 'linked', 'live', 'paused']),
  since: momentView.optional().describe('when it came into this state; absent while it has never left the first'),
  reason: sentenceView.optional().describe('why it is not live'),
  brake: brakeView.optional(),
  delivered: z.object({ created: countView, updated: countView, archived: countView, deleted: countView, unchanged: countView }),
  waiting: countView.describe('entities parked for this route'),
  failed: countView.describe('open failures at its target'),
  lagMs: durationView.optional().describe('age of the oldest work that waits for this target'),
});

/** Where records of a type go, and how it goes. */
export type RouteView = z.infer<typeof routeView>;

/** What is known per canonical type. */
export const typeView = z.object({
  type: z.string(),
  entities: countView,
  records: countView.describe('live source records folded into them'),
  shared: countView.describe('entities with records of two or more systems'),
  duplicates: countView.describe('records beyond the first of one connection in one entity'),
  undecided: countView.describe('entities that wait for a person: an edit against a delete'),
  exact: z.boolean().describe('false: too many to count at once; the figures are projected from a part'),
});

/** Everything that ops asks first. */
export const statusView = z.object({
  workspace: z.string(),
  version: z.string(),
  at: momentView,
  types: list(typeView),
  connections: list(connectionView),
  routes: list(routeView),
  queues: list(z.object({ name: z.string(), waiting: countView, inFlight: countView, dead: countView, oldestMs: durationView.optional() })),
  waiting: list(z.object({ what: sentenceView, key: z.string(), count: countView, since: momentView.optional(), dueAt: momentView.optional() })),
  failures: z.object({ open: countView, causes: countView, atRisk: list(amountView) }),
  reviews: countView.describe('questions to a person about who is who'),
  incidents: countView.describe('differences that the last audit repaired; 0 where no feed was lost'),
  settled: z.boolean().describe('nothing is running or queued: what is not done now waits for a time, an arrival or a person'),
});

/** Everything that ops asks first. */
export type StatusView = z.infer<typeof statusView>;
