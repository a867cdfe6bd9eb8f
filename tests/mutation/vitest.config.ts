import { defineConfig } from 'vitest/config';

/** The tests beside the pure functions of the sync engine: what Stryker runs against each change of them. */
export default defineConfig({
  test: { include: ['core/sync/*.test.ts'], environment: 'node', pool: 'threads', maxWorkers: 1 },
});
