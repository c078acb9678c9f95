import { defineConfig } from 'vitest/config';

/** Libs that know no process, socket, disk or native engine: their test files leave nothing behind. */
const PURE = [
  'client',
  'collective',
  'contracts',
  'core',
  'data',
  'scheduling',
  'serving',
  'telemetry',
  'training',
];
const pure = PURE.map((lib) => `libs/${lib}/**/*.test.ts`);

const common = {
  // TensorFlow's addon crashes in worker threads.
  pool: 'forks',
  // One file a core: by default a core stays idle, which is half of a small machine.
  maxWorkers: '100%',
  testTimeout: 30_000,
  hookTimeout: 60_000,
} as const;

/** Unit and contract tests of every lib and app. Real processes live in apps/cluster-e2e with a config of its own. */
export default defineConfig({
  test: {
    projects: [
      // One process for many files, which saves loading tfjs for each: half of the time of these tests.
      { test: { name: 'pure', include: pure, isolate: false, ...common } },
      {
        test: {
          name: 'others',
          include: ['libs/**/*.test.ts', 'apps/**/*.test.ts', 'tools/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', 'apps/cluster-e2e/**', ...pure],
          ...common,
        },
      },
    ],
  },
});
