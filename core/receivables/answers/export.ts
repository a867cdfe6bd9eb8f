import { ok, type Result } from '../../model/result.ts';
import type { Refusal } from '../../sync/service.ts';
import type { World } from '../../sync/world.ts';
import { exportCsv } from '../export/csv.ts';
import type { ExportTable } from '../export/table.ts';
import { contractsTable } from '../export/tables/contracts.ts';
import { customerStatementTable } from '../export/tables/customerStatement.ts';
import { receivablesTable } from '../export/tables/receivables.ts';
import { unappliedTable } from '../export/tables/unapplied.ts';
import { exportXlsx } from '../export/xlsx/workbook.ts';
import type { ReceivablesConfig } from '../table/config.ts';
import { unappliedReceipts } from './books.ts';
import { findContracts } from './contracts.ts';
import { findStatements, type StatementQuery } from './customer-statement.ts';
import { findReceivables, type ReceivablesQuery } from './list.ts';
import type { CustomerNames } from './names.ts';

/** Formats of an export. Both hold every row and add up; neither can run a formula from a customer's name. */
export type ExportFormat = 'csv' | 'xlsx';

/** The list of receivables as a file: CSV of the rows with their totals, or a workbook that also has the money not applied. */
export async function exportReceivables(world: World, query: ReceivablesQuery, format: ExportFormat): Promise<Result<Uint8Array, Refusal>> {
  const found = await findReceivables(world, query);
  if (!found.ok) return found;
  const { rows, names, books, asOf } = found.value;
  const nameOf = await namesOf(rows, names);
  const left = books.flatMap((own) => unappliedReceipts(own, asOf).map(({ receipt, leftMinor }) => ({ receipt, leftMinor })));
  return ok(written([receivablesTable(rows, nameOf), ...(format === 'xlsx' ? [unappliedTable(left)] : [])], format));
}

/** Sales against finance as a file: CSV of the contracts with their totals, or a workbook that also has the invoices they are made of. */
export async function exportContracts(world: World, config: ReceivablesConfig, query: ReceivablesQuery, format: ExportFormat): Promise<Result<Uint8Array, Refusal>> {
  const found = await findContracts(world, config, query);
  if (!found.ok) return found;
  const { positions, names } = found.value;
  const nameOf = await namesOf(positions, names);
  const rows = positions.flatMap((position) => position.rows);
  return ok(written([contractsTable(positions, nameOf), ...(format === 'xlsx' ? [receivablesTable(rows, nameOf)] : [])], format));
}

async function namesOf(rows: readonly { readonly party: string }[], names: CustomerNames): Promise<(party: string) => string> {
  const known = new Map<string, string>();
  for (const { party } of rows) if (!known.has(party)) known.set(party, (await names.of(party)).name);
  return (party) => known.get(party) ?? party;
}

/** A customer's statements as a file. */
export async function exportStatements(world: World, query: StatementQuery, format: ExportFormat): Promise<Result<Uint8Array, Refusal>> {
  const found = await findStatements(world, query);
  if (!found.ok) return found;
  const tables = found.value.map(({ rows, currency }) => customerStatementTable(rows, currency));
  const [first = customerStatementTable([], ''), ...others] = tables;
  return ok(written(format === 'xlsx' ? [first, ...others] : [{ ...first, rows: tables.flatMap((table) => table.rows) }], format));
}

function written(tables: readonly [ExportTable, ...ExportTable[]] | readonly ExportTable[], format: ExportFormat): Uint8Array {
  if (format === 'xlsx') return exportXlsx(tables);
  return new TextEncoder().encode(exportCsv(tables[0] as ExportTable, { totals: true }));
}
