import { defineConfig } from 'vitest/config';

/** Tests against an AWS that is not there by itself, and of the template that would be deployed: not part of `npm test`. */
export default defineConfig({
  test: { include: ['tests/aws/**/*.test.ts'], environment: 'node', testTimeout: 120_000, hookTimeout: 120_000, pool: 'threads', fileParallelism: false },
});
