import type { Result } from '../model/result.ts';
import { ok } from '../model/result.ts';
import { refuse } from '../sync/answers/refuse.ts';
import type { Refusal } from '../sync/service.ts';
import type { World } from '../sync/world.ts';
import type { FinanceService } from './service.ts';
import type { ReceivablesConfig } from './table/config.ts';

/** Answers are loaded with the first question of their kind. */
const answers = {
  aliases: () => import('./answers/aliases.ts'),
  changes: () => import('./answers/changes.ts'),
  contracts: () => import('./answers/contracts.ts'),
  decide: () => import('./answers/decide.ts'),
  dispute: () => import('./answers/dispute.ts'),
  exceptions: () => import('./answers/exceptions.ts'),
  explain: () => import('./answers/explain.ts'),
  export: () => import('./answers/export.ts'),
  import: () => import('./answers/import.ts'),
  list: () => import('./answers/list.ts'),
  periods: () => import('./answers/periods.ts'),
  proposals: () => import('./answers/proposals.ts'),
  propose: () => import('./answers/propose.ts'),
  statement: () => import('./answers/customer-statement.ts'),
  undo: () => import('./answers/undo.ts'),
  writeOff: () => import('./answers/write-off.ts'),
} as const;

/** Everything finance can ask of one workspace, over its world. */
export function createFinance(world: World): FinanceService {
  /** Answers where receivables are kept; refuses elsewhere. */
  const kept = async <T>(answer: (config: ReceivablesConfig) => Promise<Result<T, Refusal>>): Promise<Result<T, Refusal>> => {
    const config = world.config.receivables;
    if (config !== undefined) return answer(config);
    return refuse('refused', 'RECEIVABLES_OFF', {
      en: 'This workspace keeps no receivables. Add a `receivables:` block to syncline.yaml.',
      zh: '此工作区未启用应收。请在 syncline.yaml 中添加 `receivables:`。',
    });
  };
  return {
    receivables: (query) => kept(async () => (await answers.list()).receivables(world, query)),
    contracts: (query) => kept(async (config) => (await answers.contracts()).contracts(world, config, query)),
    exportContracts: (query, format) => kept(async (config) => (await answers.export()).exportContracts(world, config, query, format)),
    exportReceivables: (query, format) => kept(async () => (await answers.export()).exportReceivables(world, query, format)),
    statements: (query) => kept(async () => (await answers.statement()).statements(world, query)),
    exportStatements: (query, format) => kept(async () => (await answers.export()).exportStatements(world, query, format)),
    proposals: (company) => kept(async (config) => ok(await (await answers.proposals()).proposals(world, config, company))),
    exceptions: (company) => kept(async () => ok(await (await answers.exceptions()).exceptions(world, company))),
    changes: (query) => kept(async () => ok(await (await answers.changes()).changes(world, query))),
    explain: (subject) => kept(async (config) => (await answers.explain()).explain(world, config, subject)),
    importFile: (request) => kept(async (config) => (await answers.import()).importFile(world, config, request)),
    importFolders: () => kept(async (config) => (await answers.import()).importFoldersNow(world, config)),
    propose: (request, by) => kept(async (config) => (await answers.propose()).propose(world, config, request, by)),
    identify: (request, by) => kept(async (config) => (await answers.aliases()).identify(world, config, request, by)),
    approve: (request, by) => kept(async (config) => (await answers.decide()).approve(world, config, request, by)),
    reject: (request, by) => kept(async (config) => (await answers.decide()).reject(world, config, request, by)),
    undo: (request, by) => kept(async (config) => (await answers.undo()).undo(world, config, request, by)),
    writeOff: (request, by) => kept(async () => (await answers.writeOff()).writeOff(world, request, by)),
    dispute: (request, by) => kept(async () => (await answers.dispute()).dispute(world, request, by)),
    periods: (options) => kept(async () => ok(await (await answers.periods()).periods(world, options))),
    close: (request, by) => kept(async () => (await answers.periods()).close(world, request, by)),
    reopen: (request, by) => kept(async () => (await answers.periods()).reopen(world, request, by)),
    aliases: () => kept(async () => ok(await (await answers.aliases()).aliases(world))),
    revokeAlias: (id, by) => kept(async () => (await answers.aliases()).revokeAlias(world, id, by)),
  };
}
