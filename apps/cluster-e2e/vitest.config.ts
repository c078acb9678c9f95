import { defineConfig } from 'vitest/config';

/** Real processes, real Redis, real sockets: two files at a time, since they wait more than they compute. */
export default defineConfig({
  test: {
    include: ['apps/cluster-e2e/test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
