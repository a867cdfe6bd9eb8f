import type { AliasView, DecisionView, OpenReceiptView, PeriodView } from '../../../core/receivables/answers/views.ts';
import { type ExitCode, exitCodes } from '../../exit.ts';
import { told } from '../../io.ts';
import { aliasLines, periodLines } from '../../output/finance-lines.ts';
import { decisionLines, receiptLines } from '../../output/proposal-lines.ts';
import { type Session, show } from '../../session.ts';

/** Sends a decision and shows what it did. */
async function decide(session: Session, path: string, body: object): Promise<ExitCode> {
  const view = await session.client.post<DecisionView>(path, body);
  show(session, view, (v) => decisionLines(v, session.io));
  return exitCodes.ok;
}

/** `syncline propose <receipt> <invoices…>`: a match made by hand. */
export async function propose(session: Session, receipt: string, invoices: readonly string[], how: { readonly rest?: string; readonly rate?: string }): Promise<ExitCode> {
  const view = await session.client.post<OpenReceiptView>('/receivables/propose', { receipt, invoices, ...how });
  show(session, view, (v) => receiptLines(v, session.io));
  return exitCodes.ok;
}

/** `syncline identify <receipt> <customer>`. */
export async function identify(session: Session, receipt: string, customer: string): Promise<ExitCode> {
  return decide(session, '/receivables/identify', { receipt, customer });
}

/** `syncline approve <receipt>`. */
export async function approve(session: Session, receipt: string, options: { readonly option?: string; readonly date?: string; readonly remember: boolean }): Promise<ExitCode> {
  return decide(session, '/receivables/approve', { receipt, proposal: options.option, date: options.date, remember: options.remember });
}

/** `syncline reject <receipt>`. */
export async function reject(session: Session, receipt: string, option: string | undefined): Promise<ExitCode> {
  return decide(session, '/receivables/reject', { receipt, proposal: option });
}

/** `syncline undo <match>`. */
export async function undo(session: Session, match: string, reason: string | undefined): Promise<ExitCode> {
  return decide(session, '/receivables/undo', { match, reason });
}

/** `syncline write-off <invoice>`. */
export async function writeOff(session: Session, invoice: string, options: { readonly amount?: string; readonly reason?: string }): Promise<ExitCode> {
  return decide(session, '/receivables/write-off', { invoice, ...options });
}

/** `syncline dispute <invoice>`. */
export async function dispute(session: Session, invoice: string, options: { readonly reason?: string; readonly settled: boolean }): Promise<ExitCode> {
  return decide(session, '/receivables/dispute', { invoice, reason: options.reason, open: !options.settled });
}

/** `syncline close <period>`. */
export async function closePeriod(session: Session, through: string, company: string | undefined): Promise<ExitCode> {
  const view = await session.client.post<PeriodView>('/receivables/close', { through, company });
  show(session, view, (v) => periodLines([v], session.io));
  return exitCodes.ok;
}

/** `syncline reopen [period]`. */
export async function reopenPeriod(session: Session, through: string | undefined, company: string | undefined): Promise<ExitCode> {
  const view = await session.client.post<PeriodView>('/receivables/reopen', { through, company });
  show(session, view, (v) => periodLines([v], session.io));
  return exitCodes.ok;
}

/** `syncline alias list`. */
export async function listAliases(session: Session): Promise<ExitCode> {
  const view = await session.client.get<{ readonly aliases: readonly AliasView[] }>('/receivables/aliases');
  show(session, view, (v) => aliasLines(v.aliases, session.io));
  return exitCodes.ok;
}

/** `syncline alias revoke <id>`. */
export async function revokeAlias(session: Session, id: string): Promise<ExitCode> {
  const { io } = session;
  const view = await session.client.remove<AliasView>(`/receivables/aliases/${encodeURIComponent(id)}`);
  show(session, view, (v) => [told(io, { en: `“${v.value}” says nothing any more.`, zh: `“${v.value}”不再作为依据。` })]);
  return exitCodes.ok;
}
