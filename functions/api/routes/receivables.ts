import * as z from 'zod';
import {
  aliasesView,
  aliasView,
  changesView,
  contractsView,
  customerStatementsView,
  exceptionsView,
  explanationView,
  periodsView,
  proposalsView,
  receivablesView,
} from '../../../core/receivables/answers/views.ts';
import { granted } from '../answer.ts';
import { may } from '../auth.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';
import { company, day, receivablesQuery, statementQuery } from './receivables-query.ts';

const read = { method: 'get' as const, middleware: [may('receivables:read')] };
const answer = <T extends z.ZodType>(description: string, schema: T) => ({ 200: { description, content: { 'application/json': { schema } } }, ...problems(400, 404, 409) });

const listRoute = createRoute({
  ...read,
  path: '/receivables',
  summary: 'What is owed as of a day: invoiced, received, credited, written off, open; and money not applied',
  request: { query: receivablesQuery },
  responses: answer('Rows, and sums per company and customer', receivablesView.meta({ id: 'Receivables' })),
});

const contractsRoute = createRoute({
  ...read,
  path: '/receivables/contracts',
  summary: 'Sales against finance as of a day, contract by contract: agreed, invoiced, received, credited, written off, open, to bill',
  request: { query: receivablesQuery },
  responses: answer('Contracts with something open or to bill, all with `settled`; their sums', contractsView.meta({ id: 'ReceivablesContracts' })),
});

const proposalsRoute = createRoute({
  ...read,
  path: '/receivables/proposals',
  summary: 'Money that is not wholly applied, with a proposal or the reason why there is none',
  request: { query: z.strictObject({ company }) },
  responses: answer('Proposals first', proposalsView.meta({ id: 'ReceivablesProposals' })),
});

const exceptionsRoute = createRoute({
  ...read,
  path: '/receivables/exceptions',
  summary: 'What a person should look at, each with what to do',
  request: { query: z.strictObject({ company }) },
  responses: answer('Largest first', exceptionsView.meta({ id: 'ReceivablesExceptions' })),
});

const changesRoute = createRoute({
  ...read,
  path: '/receivables/changes',
  summary: 'What happened since a moment',
  request: { query: z.strictObject({ company, since: z.iso.datetime({ offset: true }).or(day).optional().describe('Default: 24 hours ago') }) },
  responses: answer('Newest first', changesView.meta({ id: 'ReceivablesChanges' })),
});

const statementRoute = createRoute({
  ...read,
  path: '/receivables/statement',
  summary: 'A customer’s statement: every document and payment by its day, and a running balance',
  request: { query: statementQuery },
  responses: answer('One per company and currency', customerStatementsView.meta({ id: 'CustomerStatements' })),
});

const explainRoute = createRoute({
  ...read,
  path: '/receivables/explain/{subject}',
  summary: 'Why a match was made, what a receipt is for, or what an invoice was paid by',
  request: { params: z.object({ subject: z.string().min(1).max(1_000).describe('A match, a receipt, or the number of an invoice') }) },
  responses: answer('With evidence', explanationView.meta({ id: 'ReceivablesExplanation' })),
});

const periodsRoute = createRoute({
  ...read,
  path: '/receivables/periods',
  summary: 'How far each company’s books are closed; `verify` counts closed periods again',
  request: { query: z.strictObject({ verify: z.enum(['true', 'false']).default('false') }) },
  responses: answer('By company', periodsView.meta({ id: 'ReceivablesPeriods' })),
});

const aliasesRoute = createRoute({
  ...read,
  path: '/receivables/aliases',
  summary: 'Payers’ names and accounts that people confirmed, revoked ones too',
  responses: answer('All', aliasesView.meta({ id: 'PayerAliases' })),
});

const revokeRoute = createRoute({
  method: 'delete',
  path: '/receivables/aliases/{id}',
  summary: 'Revoke an alias; what was matched by it stays and can be undone',
  middleware: [may('receivables:decide')] as const,
  request: { params: z.object({ id: z.string().min(1).max(200) }) },
  responses: answer('The alias, revoked', aliasView.meta({ id: 'PayerAlias' })),
});

/** Adds what finance asks: `GET /receivables` and below. */
export function addReceivables(app: Api): void {
  app.openapi(listRoute, async (c) => c.json(granted(await c.var.opened.finance.receivables(c.req.valid('query'))), 200));
  app.openapi(contractsRoute, async (c) => c.json(granted(await c.var.opened.finance.contracts(c.req.valid('query'))), 200));
  app.openapi(proposalsRoute, async (c) => c.json(granted(await c.var.opened.finance.proposals(c.req.valid('query').company)), 200));
  app.openapi(exceptionsRoute, async (c) => c.json(granted(await c.var.opened.finance.exceptions(c.req.valid('query').company)), 200));
  app.openapi(changesRoute, async (c) => {
    const { since, company: of } = c.req.valid('query');
    return c.json(granted(await c.var.opened.finance.changes({ company: of, since: since === undefined ? undefined : Date.parse(since) })), 200);
  });
  app.openapi(statementRoute, async (c) => c.json(granted(await c.var.opened.finance.statements(c.req.valid('query'))), 200));
  app.openapi(explainRoute, async (c) => c.json(granted(await c.var.opened.finance.explain(c.req.valid('param').subject)), 200));
  app.openapi(periodsRoute, async (c) => c.json({ periods: granted(await c.var.opened.finance.periods({ verify: c.req.valid('query').verify === 'true' })) }, 200));
  app.openapi(aliasesRoute, async (c) => c.json({ aliases: granted(await c.var.opened.finance.aliases()) }, 200));
  app.openapi(revokeRoute, async (c) =>
    c.json(granted(await c.var.opened.finance.revokeAlias(c.req.valid('param').id, { id: c.var.principal.id, name: c.var.principal.name })), 200),
  );
}
