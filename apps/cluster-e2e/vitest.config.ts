import { defineConfig } from 'vitest/config';

/** Real processes, real Redis, real sockets: one at a time, on a machine of two cores. */
export default defineConfig({
  test: {
    include: ['apps/cluster-e2e/test/**/*.test.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
