import { decimalOf } from '../../core/model/money.ts';
import { explainProposal } from '../../core/receivables/match/explain.ts';
import { openReasons } from '../../core/receivables/match/openReasonSentences.ts';
import { shownProposals } from '../../core/receivables/report/reconcile/output.ts';
import type { ReconcileOutcome } from '../../core/receivables/report/reconcile/reconcile.ts';
import { type Io, told } from '../io.ts';
import { count, decimal } from './amounts.ts';
import { printable } from './printable.ts';
import { type Cell, table } from './table.ts';

/** Rows shown of a long list; the CSV and `--json` hold all. */
const rowsShown = 40;

/** What was matched and why, what stays open and why, and totals that tie out. */
export function reconcileLines(outcome: ReconcileOutcome, io: Io): string[] {
  return [...matchedLines(outcome, io), ...openLines(outcome, io), ...totalLines(outcome, io)];
}

function matchedLines(outcome: ReconcileOutcome, io: Io): string[] {
  const rows = shownProposals(outcome).flatMap((proposal) =>
    proposal.allocations.map(({ claim, receiptMinor }, i): Cell[] => [
      i === 0 ? printable(proposal.receipt) : '',
      printable(claim),
      `${proposal.currency} ${decimal(decimalOf({ minor: receiptMinor, currency: proposal.currency }))}`,
      { text: proposal.confidence.toFixed(3), paint: proposal.status === 'confirmed' ? io.paint.green : io.paint.yellow },
      i === 0 ? { text: printable(told(io, explainProposal(proposal))), paint: io.paint.dim } : '',
    ]),
  );
  const head = [
    { title: told(io, { en: 'PAYMENT', zh: '收款' }) },
    { title: told(io, { en: 'INVOICE', zh: '发票' }) },
    { title: told(io, { en: 'APPLIED', zh: '核销' }), align: 'right' as const },
    { title: told(io, { en: 'SURE', zh: '把握' }), align: 'right' as const },
    { title: told(io, { en: 'WHY', zh: '依据' }), grow: true as const },
  ];
  if (rows.length === 0) return [told(io, { en: 'Nothing fits.', zh: '没有匹配。' })];
  return [...table(head, rows.slice(0, rowsShown), io), ...moreLine(rows.length, io)];
}

function openLines(outcome: ReconcileOutcome, io: Io): string[] {
  if (outcome.open.length === 0) return [];
  const rows = outcome.open.slice(0, rowsShown).map(({ receipt, reason }): Cell[] => {
    const known = outcome.desk.book.receipts.get(receipt);
    const amount = known === undefined ? '' : `${known.currency} ${decimal(decimalOf({ minor: known.amountMinor, currency: known.currency }))}`;
    return [printable(receipt), amount, printable(known?.payer ?? ''), told(io, openReasons[reason.kind])];
  });
  const head = [{ title: '' }, { title: '', align: 'right' as const }, { title: '', grow: true as const }, { title: '', grow: true as const }];
  return ['', io.paint.bold(told(io, { en: 'Not matched', zh: '未匹配' })), ...table(head, rows, { ...io, indent: '  ' }), ...moreLine(outcome.open.length, io)];
}

function totalLines(outcome: ReconcileOutcome, io: Io): string[] {
  const received = new Map<string, bigint>();
  const matched = new Map<string, bigint>();
  const add = (sums: Map<string, bigint>, currency: string, minor: bigint): void => void sums.set(currency, (sums.get(currency) ?? 0n) + minor);
  for (const receipt of outcome.desk.book.receipts.values()) add(received, receipt.currency, receipt.amountMinor);
  for (const proposal of shownProposals(outcome)) for (const { receiptMinor } of proposal.allocations) add(matched, proposal.currency, receiptMinor);
  const lines = [...received].map(([currency, minor]) => {
    const amount = (value: bigint): string => decimal(decimalOf({ minor: value, currency }));
    const [all, found] = [amount(minor), amount(matched.get(currency) ?? 0n)];
    const left = amount(minor - (matched.get(currency) ?? 0n));
    return told(io, { en: `${currency}: received ${all} = matched ${found} + open ${left}`, zh: `${currency}：收到 ${all} = 已匹配 ${found} + 未匹配 ${left}` });
  });
  return ['', ...lines.map(io.paint.bold)];
}

function moreLine(rows: number, io: Io): string[] {
  return rows > rowsShown ? [io.paint.dim(`  … ${count(rows - rowsShown)}`)] : [];
}
