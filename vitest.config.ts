import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '.cache/**', 'tests/peers/**', 'tests/browser/**', 'tests/aws/**'],
    environment: 'node',
    testTimeout: 20_000,
    pool: 'threads',
  },
});
