import * as z from 'zod';
import { decisionView, openReceiptView, periodView } from '../../../core/receivables/answers/views.ts';
import { writeOffReasons } from '../../../core/receivables/model/matchGroup.ts';
import { granted } from '../answer.ts';
import { may } from '../auth.ts';
import { actorOf } from '../deps.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';
import { company } from './receivables-query.ts';

/** More invoices in one match made by hand are no match of a person. */
const invoicesMax = 60;

const receipt = z.string().min(1).max(400).describe('A receipt, or the beginning of its id');
const invoice = z.string().min(1).max(1_000).describe('Number, entity or record');
const reason = z.string().max(500).default('');
const through = z.string().min(7).max(10).describe('2026-10 or 2026-10-31');

const decision = {
  200: { description: 'Done, or waiting for a second person', content: { 'application/json': { schema: decisionView.meta({ id: 'ReceivablesDecision' }) } } },
  ...problems(400, 404, 409, 413, 415),
};
const period = {
  200: { description: 'The period as it is now', content: { 'application/json': { schema: periodView.meta({ id: 'ReceivablesPeriod' }) } } },
  ...problems(400, 404, 409, 413, 415),
};
const json = <T extends z.ZodType>(schema: T) => ({ body: { required: true, content: { 'application/json': { schema } } } }) as const;
const decides = { method: 'post' as const, middleware: [may('receivables:decide')] };
const closes = { method: 'post' as const, middleware: [may('receivables:close')] };

const proposeRoute = createRoute({
  ...decides,
  path: '/receivables/propose',
  summary: 'Say which invoices a receipt pays; it waits for approval',
  request: json(
    z.strictObject({
      receipt,
      invoices: z.array(invoice).min(1).max(invoicesMax),
      rest: z.enum(writeOffReasons).optional().describe('Write the rest of the last invoice off'),
      rate: z
        .string()
        .regex(/^\d{1,12}(\.\d{1,12})?$/, 'a rate is a decimal number, e.g. 1.0834')
        .optional()
        .describe('Money in another currency: units of the invoice’s currency for one of the money’s'),
    }),
  ),
  responses: {
    200: { description: 'The receipt with the proposal', content: { 'application/json': { schema: openReceiptView.meta({ id: 'OpenReceipt' }) } } },
    ...problems(400, 404, 409, 413, 415),
  },
});

const identifyRoute = createRoute({
  ...decides,
  path: '/receivables/identify',
  summary: 'Say whose money a receipt is; the payer is remembered',
  request: json(z.strictObject({ receipt, customer: z.string().min(1).max(1_000) })),
  responses: decision,
});

const approveRoute = createRoute({
  ...decides,
  path: '/receivables/approve',
  summary: 'Allocate as proposed; what writes off or is large needs a second person',
  request: json(z.strictObject({ receipt, proposal: z.string().max(200).optional(), date: z.iso.date().optional(), remember: z.boolean().default(true) })),
  responses: decision,
});

const rejectRoute = createRoute({
  ...decides,
  path: '/receivables/reject',
  summary: 'Reject a proposal; the same is not offered again',
  request: json(z.strictObject({ receipt, proposal: z.string().max(200).optional() })),
  responses: decision,
});

const undoRoute = createRoute({
  ...decides,
  path: '/receivables/undo',
  summary: 'Take a match back, whole; both sides are open again',
  request: json(z.strictObject({ match: z.string().min(1).max(200), reason })),
  responses: decision,
});

const writeOffRoute = createRoute({
  ...decides,
  path: '/receivables/write-off',
  summary: 'Write an open amount off without money; two people must ask for the same',
  request: json(z.strictObject({ invoice, amount: z.string().max(40).optional(), reason: z.enum(writeOffReasons).default('writeOff') })),
  responses: decision,
});

const disputeRoute = createRoute({
  ...decides,
  path: '/receivables/dispute',
  summary: 'Mark an invoice as disputed, or the dispute as settled',
  request: json(z.strictObject({ invoice, open: z.boolean().default(true), reason })),
  responses: decision,
});

const closeRoute = createRoute({
  ...closes,
  path: '/receivables/close',
  summary: 'Close the books through a day: nothing dated in it is taken any more, and a hash over it is kept',
  request: json(z.strictObject({ company, through })),
  responses: period,
});

const reopenRoute = createRoute({
  ...closes,
  path: '/receivables/reopen',
  summary: 'Open closed books again; two people must agree',
  request: json(z.strictObject({ company, through: through.optional().describe('What stays closed; default: nothing') })),
  responses: period,
});

/** Adds what finance decides: `POST /receivables/…`. */
export function addReceivablesDecisions(app: Api): void {
  app.openapi(proposeRoute, async (c) => c.json(granted(await c.var.opened.finance.propose(c.req.valid('json'), actorOf(c.var.principal))), 200));
  app.openapi(identifyRoute, async (c) => c.json(granted(await c.var.opened.finance.identify(c.req.valid('json'), actorOf(c.var.principal))), 200));
  app.openapi(approveRoute, async (c) => c.json(granted(await c.var.opened.finance.approve(c.req.valid('json'), actorOf(c.var.principal))), 200));
  app.openapi(rejectRoute, async (c) => c.json(granted(await c.var.opened.finance.reject(c.req.valid('json'), actorOf(c.var.principal))), 200));
  app.openapi(undoRoute, async (c) => c.json(granted(await c.var.opened.finance.undo(c.req.valid('json'), actorOf(c.var.principal))), 200));
  app.openapi(writeOffRoute, async (c) => c.json(granted(await c.var.opened.finance.writeOff(c.req.valid('json'), actorOf(c.var.principal))), 200));
  app.openapi(disputeRoute, async (c) => c.json(granted(await c.var.opened.finance.dispute(c.req.valid('json'), actorOf(c.var.principal))), 200));
  app.openapi(closeRoute, async (c) => c.json(granted(await c.var.opened.finance.close(c.req.valid('json'), actorOf(c.var.principal))), 200));
  app.openapi(reopenRoute, async (c) => c.json(granted(await c.var.opened.finance.reopen(c.req.valid('json'), actorOf(c.var.principal))), 200));
}
