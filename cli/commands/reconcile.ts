import { allocationsTable } from '../../core/receivables/export/tables/allocations.ts';
import { exportXlsx } from '../../core/receivables/export/xlsx/workbook.ts';
import { allocationsCsv, reconcileJson, shownProposals } from '../../core/receivables/report/reconcile/output.ts';
import { reconcileFiles } from '../../core/receivables/report/reconcile/reconcile.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../exit.ts';
import { type GivenFile, givenFile } from '../input-file.ts';
import { type Io, told } from '../io.ts';
import { counted } from '../output/amounts.ts';
import { reconcileLines } from '../output/reconcile-lines.ts';
import { refusalLine } from '../output/refusal-lines.ts';
import { writeResult } from '../write-file.ts';
import { type BankOptions, readerOptions } from './statement.ts';

/** Files and switches of `syncline reconcile`. */
export interface ReconcileCall extends BankOptions {
  readonly invoices: readonly string[];
  readonly receipts: readonly string[];
  readonly remittances: readonly string[];
  readonly credits: readonly string[];
  readonly customers: readonly string[];
  /** Only what is sure. */
  readonly auto: boolean;
  readonly out: string | undefined;
}

/** `syncline reconcile`: which receipt pays which invoice, and why. Posts nothing. Rows and files that were not used are told; exit code 1 when nothing at all could be used. */
export function reconcile(io: Io, call: ReconcileCall): ExitCode {
  const { invoices, receipts, remittances, credits, customers } = call;
  if (invoices.length === 0 || receipts.length === 0) {
    throw new CommandFailure(exitCodes.usage, { en: 'Name --invoices and --receipts; each takes one file or several.', zh: '请给出 --invoices 和 --receipts，各可有多个文件。' });
  }
  const read = (names: readonly string[]): GivenFile[] => names.map((name) => givenFile(io, name));
  const input = { invoices: read(invoices), receipts: read(receipts), remittances: read(remittances), credits: read(credits), customers: read(customers) };
  const outcome = reconcileFiles(input, { ...readerOptions(io, call), auto: call.auto });
  for (const refused of outcome.refused) io.err(refusalLine(refused.file, refused, io));
  if (call.json) io.out(JSON.stringify(reconcileJson(outcome), null, 2));
  else for (const line of reconcileLines(outcome, io)) io.out(line);
  if (call.out !== undefined) {
    const shown = shownProposals(outcome);
    writeResult(io, call.out, /\.xlsx$/i.test(call.out) ? exportXlsx([allocationsTable(shown)]) : allocationsCsv(outcome));
    const rows = shown.reduce((sum, proposal) => sum + proposal.allocations.length, 0);
    io.err(told(io, { en: `${counted(rows, 'allocation')} → ${call.out}`, zh: `${rows} 条核销 → ${call.out}` }));
  }
  const nothing = outcome.refused.length > 0 && outcome.desk.book.receipts.size === 0;
  return nothing ? exitCodes.findings : exitCodes.ok;
}
