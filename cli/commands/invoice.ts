import { readInvoice } from '../../core/receivables/readers/readInvoice.ts';
import { invoiceReport } from '../../core/receivables/report/invoiceReport.ts';
import { type ExitCode, exitCodes } from '../exit.ts';
import { givenFile } from '../input-file.ts';
import type { Io } from '../io.ts';
import { invoiceLines } from '../output/invoice-lines.ts';

/** `syncline invoice <file…>`: electronic invoices, each proved. A file that cannot be read is refused by name; that is an answer, not a failure. */
export function invoice(io: Io, names: readonly string[], options: { readonly json: boolean }): ExitCode {
  const reports = names.map((name) => givenFile(io, name)).map(({ name, bytes }) => invoiceReport(readInvoice(bytes, name)));
  if (options.json) io.out(JSON.stringify(reports, null, 2));
  else for (const report of reports) for (const line of invoiceLines(report, io)) io.out(line);
  return exitCodes.ok;
}
