import { defineConfig } from 'vitest/config';

/** Tests against real servers: not part of `npm test`, one file after the other, each skips by name where its server is absent. */
export default defineConfig({
  test: { include: ['tests/peers/**/*.test.ts'], environment: 'node', testTimeout: 60_000, fileParallelism: false },
});
