import { defineConfig } from 'vitest/config';

/** The test beside the one file that is changed (`SYNCLINE_MUTATED`, a name in core/sync), or those that share its name: what Stryker runs against each change. */
export default defineConfig({
  test: { include: [`core/sync/${process.env['SYNCLINE_MUTATED'] ?? '*'}{,-*}.test.ts`], environment: 'node', pool: 'threads', maxWorkers: 1 },
});
