import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '.cache/**', 'tests/peers/**', 'tests/browser/**', 'tests/aws/**'],
    environment: 'node',
    setupFiles: ['tests/seeds.ts'],
    // For what hangs, not for what is slow: the machine may do other work, too.
    testTimeout: 60_000,
    pool: 'threads',
    // Files share their worker: loading the same modules anew for each file took longer than the tests. Tests keep no state in modules.
    isolate: false,
    // One more than the two cores: tests of the whole product wait a good part of their time.
    maxWorkers: 3,
  },
});
