import type { Result } from '../model/result.ts';
import type { Actor, Refusal } from '../sync/service.ts';
import type { ChangesQuery } from './answers/changes.ts';
import type { StatementQuery } from './answers/customer-statement.ts';
import type { Approval } from './answers/decide.ts';
import type { DisputeRequest } from './answers/dispute.ts';
import type { ExportFormat } from './answers/export.ts';
import type { ImportRequest } from './answers/import.ts';
import type { ReceivablesQuery } from './answers/list.ts';
import type { PeriodRequest } from './answers/periods.ts';
import type { ProposeRequest } from './answers/propose.ts';
import type { UndoRequest } from './answers/undo.ts';
import type {
  AliasView,
  ChangesView,
  ContractsView,
  CustomerStatementsView,
  DecisionView,
  ExceptionsView,
  ExplanationView,
  ImportView,
  OpenReceiptView,
  PeriodView,
  ProposalsView,
  ReceivablesView,
} from './answers/views.ts';
import type { WriteOffRequest } from './answers/write-off.ts';

/** An answer, or why there is none. */
type Answer<T> = Promise<Result<T, Refusal>>;

/** Everything finance can ask of one workspace and decide in it. Every question of a workspace without a `receivables:` block is refused. */
export interface FinanceService {
  receivables(query: ReceivablesQuery): Answer<ReceivablesView>;
  /** Sales against finance, contract by contract: agreed, invoiced, received, open. */
  contracts(query: ReceivablesQuery): Answer<ContractsView>;
  exportContracts(query: ReceivablesQuery, format: ExportFormat): Answer<Uint8Array>;
  exportReceivables(query: ReceivablesQuery, format: ExportFormat): Answer<Uint8Array>;
  statements(query: StatementQuery): Answer<CustomerStatementsView>;
  exportStatements(query: StatementQuery, format: ExportFormat): Answer<Uint8Array>;
  /** Money that is not wholly applied, with what may be done about it. */
  proposals(company?: string): Answer<ProposalsView>;
  exceptions(company?: string): Answer<ExceptionsView>;
  changes(query: ChangesQuery): Answer<ChangesView>;
  explain(subject: string): Answer<ExplanationView>;
  /** Takes a bank file into the books. */
  importFile(request: ImportRequest): Answer<ImportView>;
  /** Asks for the configured folders to be looked through. */
  importFolders(): Answer<{ readonly folders: readonly string[] }>;
  propose(request: ProposeRequest, by: Actor): Answer<OpenReceiptView>;
  /** Says whose money a receipt is. */
  identify(request: { readonly receipt: string; readonly customer: string }, by: Actor): Answer<DecisionView>;
  approve(request: Approval, by: Actor): Answer<DecisionView>;
  reject(request: Pick<Approval, 'receipt' | 'proposal'>, by: Actor): Answer<DecisionView>;
  undo(request: UndoRequest, by: Actor): Answer<DecisionView>;
  writeOff(request: WriteOffRequest, by: Actor): Answer<DecisionView>;
  dispute(request: DisputeRequest, by: Actor): Answer<DecisionView>;
  periods(options: { readonly verify: boolean }): Answer<readonly PeriodView[]>;
  close(request: PeriodRequest, by: Actor): Answer<PeriodView>;
  reopen(request: { readonly company?: string; readonly through?: string }, by: Actor): Answer<PeriodView>;
  aliases(): Answer<readonly AliasView[]>;
  revokeAlias(id: string, by: Actor): Answer<AliasView>;
}
