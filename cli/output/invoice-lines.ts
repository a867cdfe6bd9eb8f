import type { InvoiceReport } from '../../core/receivables/report/invoiceReport.ts';
import { type Io, told } from '../io.ts';
import { count, counted, decimal } from './amounts.ts';
import { printable } from './printable.ts';
import { proofWord, refusalLine } from './refusal-lines.ts';

/** An invoice file for people: who owes whom how much until when, and whether it adds up. */
export function invoiceLines(report: InvoiceReport, io: Io): string[] {
  const { file, format, number, issued, due, currency, payable, lines, proof, refused } = report;
  const out: string[] = [];
  if (proof !== undefined) {
    const kind = report.kind === 'creditNote' ? told(io, { en: 'credit note', zh: '贷项通知' }) : told(io, { en: 'invoice', zh: '发票' });
    const days = [
      issued === undefined ? '' : told(io, { en: `issued ${issued}`, zh: `开具 ${issued}` }),
      due === undefined ? '' : told(io, { en: `due ${due}`, zh: `到期 ${due}` }),
    ].filter((part) => part !== '');
    const parties = `${nameOf(report.seller)} → ${nameOf(report.buyer)}`;
    const amount = payable === null || payable === undefined ? '–' : `${currency ?? ''} ${decimal(payable)}`;
    const rows = told(io, { en: counted(lines?.length ?? 0, 'line'), zh: `${count(lines?.length ?? 0)} 行` });
    out.push(`${io.paint.bold(printable(file))}  ${io.paint.dim(format)}  ${kind} ${io.paint.cyan(printable(number ?? '–'))}  ${days.join(' · ')}`);
    out.push(`  ${printable(parties)}  ${io.paint.bold(amount)} (${rows})  ${proofWord(proof, io)}`);
  }
  if (refused !== undefined) out.push(refusalLine(file, refused, io));
  return [...out, ...(report.more ?? []).flatMap((one) => invoiceLines(one, io))];
}

function nameOf(party: InvoiceReport['seller']): string {
  return party?.name ?? party?.taxId ?? '–';
}
