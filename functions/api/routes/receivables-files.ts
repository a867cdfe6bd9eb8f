import * as z from 'zod';
import { importView } from '../../../core/receivables/answers/views.ts';
import { list } from '../../../core/sync/views/basics.ts';
import { granted } from '../answer.ts';
import { may } from '../auth.ts';
import { bytesOf, importPath } from '../body.ts';
import { problems } from '../problem.ts';
import { type Api, createRoute } from '../router.ts';
import { company, format, receivablesQuery, statementQuery } from './receivables-query.ts';

const importRoute = createRoute({
  method: 'post',
  path: importPath,
  summary: 'Take a bank file (CAMT, MT940, OFX, BAI2, CSV) into the books; the same again adds nothing',
  middleware: [may('receivables:import')] as const,
  request: {
    query: z.strictObject({ name: z.string().min(1).max(400), company, currency: z.string().length(3).optional().describe('Of files that name none') }),
    body: { required: true, content: { 'application/octet-stream': { schema: z.string().describe('The file as it is, at most 8 MB') } } },
  },
  responses: {
    200: { description: 'Taken whole, or refused by name', content: { 'application/json': { schema: importView.meta({ id: 'StatementImport' }) } } },
    ...problems(400, 409, 413),
  },
});

const foldersRoute = createRoute({
  method: 'post',
  path: '/receivables/import-folders',
  summary: 'Look through the configured folders of bank files now',
  middleware: [may('receivables:import')] as const,
  responses: { 202: { description: 'Asked for', content: { 'application/json': { schema: z.object({ folders: list(z.string()) }) } } }, ...problems(409) },
});

const file = { 200: { description: 'The file', content: { 'application/octet-stream': { schema: z.string() } } }, ...problems(400, 404, 409) };

const exporting = { method: 'get' as const, middleware: [may('receivables:read')], responses: file };

const exportRoute = createRoute({
  ...exporting,
  path: '/receivables/export',
  summary: 'The list of receivables as CSV or workbook: every row, sums that tie out, no formula from a name',
  request: { query: receivablesQuery.extend({ format }) },
});

const contractsRoute = createRoute({
  ...exporting,
  path: '/receivables/contracts/export',
  summary: 'Sales against finance as CSV, or as workbook with the invoices it is made of',
  request: { query: receivablesQuery.extend({ format }) },
});

const statementRoute = createRoute({
  ...exporting,
  path: '/receivables/statement/export',
  summary: 'A customer’s statement as CSV or workbook',
  request: { query: statementQuery.extend({ format }) },
});

/** Adds `POST /receivables/import`, `/receivables/import-folders` and the exports. */
export function addReceivablesFiles(app: Api): void {
  app.openapi(importRoute, async (c) => {
    const content = await bytesOf(c.req.raw.body);
    return c.json(granted(await c.var.opened.finance.importFile({ ...c.req.valid('query'), content })), 200);
  });
  app.openapi(foldersRoute, async (c) => c.json(granted(await c.var.opened.finance.importFolders()), 202));
  app.openapi(exportRoute, async (c) => {
    const { format: as, ...query } = c.req.valid('query');
    return fileOf(granted(await c.var.opened.finance.exportReceivables(query, as)), as);
  });
  app.openapi(contractsRoute, async (c) => {
    const { format: as, ...query } = c.req.valid('query');
    return fileOf(granted(await c.var.opened.finance.exportContracts(query, as)), as);
  });
  app.openapi(statementRoute, async (c) => {
    const { format: as, ...query } = c.req.valid('query');
    return fileOf(granted(await c.var.opened.finance.exportStatements(query, as)), as);
  });
}

const types = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

function fileOf(bytes: Uint8Array, as: keyof typeof types): never {
  return new Response(Uint8Array.from(bytes), { headers: { 'content-type': types[as] } }) as never; // bytes have no type that the route could check
}
