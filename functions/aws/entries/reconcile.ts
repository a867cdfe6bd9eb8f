import type { ReceivablesTasks } from '../../../core/receivables/table/reconcile.ts';
import { reconcileHandler } from '../../reconcile.ts';
import { onWorlds } from '../lambda.ts';

/** Loaded with the first message that asks for each: most calls only carry facts. */
const tasks: ReceivablesTasks = {
  solve: async (...parts) => (await import('../../../core/receivables/table/solve.ts')).solveBucket(...parts),
  tellOutside: async (...parts) => (await import('../../../core/receivables/writeback/outside.ts')).tellOutside(...parts),
  importFolders: async (...parts) => (await import('../../../core/receivables/table/statements.ts')).importFolders(...parts),
};

/** `reconcile` on Lambda, fed by the receivables queue. */
export const handler = onWorlds(({ worlds }, log) => reconcileHandler(worlds, tasks, Date.now, log));
