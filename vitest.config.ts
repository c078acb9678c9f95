import { defineConfig } from 'vitest/config';

/** Test files that leave nothing behind in their process, by where they are. */
const SHARING = [
  'apps/cli/src',
  'apps/coordinator/src',
  'apps/worker/src/agent',
  'apps/worker/src/ipc',
  'libs/client',
  'libs/collective',
  'libs/contracts',
  'libs/core',
  'libs/data',
  'libs/queue-bullmq',
  'libs/rpc',
  'libs/scheduling',
  'libs/serving',
  'libs/telemetry',
  'libs/testkit',
  'libs/training',
];
const below = (folder: string) => `${folder}/**/*.test.ts`;
const sharing = [
  ...SHARING.map(below),
  // A process of its own for what is about the process: that tfjs is not loaded, how much memory is taken.
  'libs/models/**/!(validate).test.ts',
  'libs/store/**/!(file-view|streamed-table).test.ts',
];
/** The same, of a process that has the native engine. What others are about is process-wide: the engine, a user's code. */
const engine = [
  'apps/worker/src/{export,generate,predict,replay,serve,trainer}/**/!(user-model).test.ts',
  'libs/engine/**/!(load-engine|pure-js).test.ts',
];
const NO_SOURCES = ['**/node_modules/**', '**/dist/**'];

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
      // One process for many files, which saves loading tfjs, zod, gRPC and Redis' client for each.
      { test: { name: 'sharing', include: sharing, exclude: NO_SOURCES, isolate: false, ...common } },
      {
        test: {
          name: 'engine',
          include: engine,
          exclude: NO_SOURCES,
          isolate: false,
          setupFiles: 'libs/engine/src/fixtures/native-backend.ts',
          ...common,
        },
      },
      {
        test: {
          name: 'apart',
          include: ['apps', 'bench', 'libs', 'tools'].map(below),
          exclude: [...NO_SOURCES, 'apps/cluster-e2e/**', ...sharing, ...engine],
          ...common,
        },
      },
    ],
  },
});
