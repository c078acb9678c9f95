import { defineConfig } from 'vitest/config';

/** Unit and contract tests of every lib and app. Real processes live in apps/cluster-e2e with a config of its own. */
export default defineConfig({
  test: {
    include: ['libs/**/*.test.ts', 'apps/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'apps/cluster-e2e/**'],
    // TensorFlow's addon crashes in worker threads, so every test file gets a process.
    pool: 'forks',
    // One file a core: by default a core stays idle, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
