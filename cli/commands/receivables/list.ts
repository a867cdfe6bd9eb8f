import type {
  ChangesView,
  ContractsView,
  CustomerStatementsView,
  ExceptionsView,
  ExplanationView,
  PeriodView,
  ProposalsView,
  ReceivablesView,
} from '../../../core/receivables/answers/views.ts';
import { CommandFailure, type ExitCode, exitCodes } from '../../exit.ts';
import { told, typed } from '../../io.ts';
import { contractLines } from '../../output/contract-lines.ts';
import { changeLines, customerStatementLines, exceptionLines, periodLines } from '../../output/finance-lines.ts';
import { explanationLines, receiptLines } from '../../output/proposal-lines.ts';
import { type Grouping, groupings, receivablesLines } from '../../output/receivables-lines.ts';
import { type Session, show } from '../../session.ts';
import { writeResult } from '../../write-file.ts';

/** Options of `syncline receivables`. */
export interface ListOptions {
  readonly customer?: string;
  readonly company?: string;
  readonly asOf?: string;
  readonly settled: boolean;
  readonly by: string;
  readonly csv?: string;
  readonly xlsx?: string;
}

/** `syncline receivables`: what is owed, received, written off and open. */
export async function receivables(session: Session, { by, csv, xlsx, settled, ...query }: ListOptions): Promise<ExitCode> {
  if (!isGrouping(by)) throw new CommandFailure(exitCodes.usage, { en: `“${by}” is none of ${groupings.join(', ')}.`, zh: `“${by}”不是 ${groupings.join('、')} 之一。` });
  const asked = { ...query, settled: settled ? 'true' : undefined };
  if (by === 'contract') {
    await saveFiles(session, '/receivables/contracts/export', asked, { csv, xlsx });
    const contracts = await session.client.get<ContractsView>('/receivables/contracts', asked);
    show(session, contracts, (v) => contractLines(v, session.io));
    return exitCodes.ok;
  }
  await saveFiles(session, '/receivables/export', asked, { csv, xlsx });
  const view = await session.client.get<ReceivablesView>('/receivables', asked);
  show(session, view, (v) => receivablesLines(v, by, session.io));
  return exitCodes.ok;
}

function isGrouping(text: string): text is Grouping {
  return (groupings as readonly string[]).includes(text);
}

/** Writes what was asked for as files, and says so on the side. */
async function saveFiles(
  session: Session,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  files: Readonly<Record<'csv' | 'xlsx', string | undefined>>,
): Promise<void> {
  for (const format of ['csv', 'xlsx'] as const) {
    const name = files[format];
    if (name === undefined) continue;
    writeResult(session.io, name, await session.client.file(path, { ...query, format }));
    session.io.err(`→ ${name}`);
  }
}

/** Options of `syncline customer-statement`. */
export interface StatementOptions {
  readonly company?: string;
  readonly from?: string;
  readonly to?: string;
  readonly csv?: string;
  readonly xlsx?: string;
}

/** `syncline customer-statement <customer>`. */
export async function customerStatement(session: Session, customer: string, { csv, xlsx, ...days }: StatementOptions): Promise<ExitCode> {
  const asked = { customer, ...days };
  await saveFiles(session, '/receivables/statement/export', asked, { csv, xlsx });
  const view = await session.client.get<CustomerStatementsView>('/receivables/statement', asked);
  show(session, view, (v) => customerStatementLines(v, session.io));
  return exitCodes.ok;
}

/** `syncline propose`: money that is not applied. Exit code 1 when there is any. */
export async function proposals(session: Session, company: string | undefined): Promise<ExitCode> {
  const { io } = session;
  const view = await session.client.get<ProposalsView>('/receivables/proposals', { company });
  const ids = view.receipts.map(({ receipt }) => receipt);
  show(session, view, ({ receipts, more }) => {
    if (receipts.length === 0) return [`${io.paint.green('✓')} ${told(io, { en: 'All money is applied.', zh: '所有收款均已核销。' })}`];
    const hint = told(io, {
      en: `Decide: ${typed(io, 'approve <receipt>')} · ${typed(io, 'reject <receipt>')} · ${typed(io, 'propose <receipt> <invoice…>')} · ${typed(io, 'identify <receipt> <customer>')}`,
      zh: `处理：${typed(io, 'approve <收款>')} · ${typed(io, 'reject <收款>')} · ${typed(io, 'propose <收款> <发票…>')} · ${typed(io, 'identify <收款> <客户>')}`,
    });
    const rest = more ? [told(io, { en: 'There are more.', zh: '还有更多。' })] : [];
    return [...receipts.flatMap((receipt) => [...receiptLines(receipt, io, ids), '']), ...rest, io.paint.dim(hint)];
  });
  return view.receipts.length === 0 ? exitCodes.ok : exitCodes.findings;
}

/** `syncline exceptions`. Exit code 1 when there are any. */
export async function exceptions(session: Session, company: string | undefined): Promise<ExitCode> {
  const view = await session.client.get<ExceptionsView>('/receivables/exceptions', { company });
  show(session, view, (v) => exceptionLines(v, session.io));
  return view.exceptions.length === 0 ? exitCodes.ok : exitCodes.findings;
}

/** `syncline explain <subject>`. */
export async function explain(session: Session, subject: string): Promise<ExitCode> {
  const view = await session.client.get<ExplanationView>(`/receivables/explain/${encodeURIComponent(subject)}`);
  show(session, view, (v) => explanationLines(v, session.io));
  return exitCodes.ok;
}

/** `syncline changes`. */
export async function changes(session: Session, options: { readonly since?: string; readonly company?: string }): Promise<ExitCode> {
  const view = await session.client.get<ChangesView>('/receivables/changes', { ...options });
  show(session, view, (v) => changeLines(v, session.io));
  return exitCodes.ok;
}

/** `syncline periods`. Exit code 1 when a closed period is not what it was. */
export async function periods(session: Session, { verify }: { readonly verify: boolean }): Promise<ExitCode> {
  const view = await session.client.get<{ readonly periods: readonly PeriodView[] }>('/receivables/periods', { verify: String(verify) });
  show(session, view, (v) => periodLines(v.periods, session.io));
  return view.periods.some(({ verified }) => verified === 'changed') ? exitCodes.findings : exitCodes.ok;
}
