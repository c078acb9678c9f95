import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const dep = (sourceTag, ...onlyDependOnLibsWithTags) => ({ sourceTag, onlyDependOnLibsWithTags });
const NATIVE = [
  'bullmq',
  'ioredis',
  '@grpc/*',
  'fastify',
  '@tensorflow/tfjs-node*',
  '@tensorflow/tfjs-backend*',
];

/** Tests of domain libs compute on the pure-JS backend. */
const banned = (extra) =>
  extra.includes('layer:testkit') ? NATIVE.filter((name) => name !== '@tensorflow/tfjs-backend*') : NATIVE;

/** The walls between layers and platforms (docs/architecture.md). `extra` is appended to every layer row. */
const walls = (...extra) => [
  dep('layer:app', 'layer:adapter', 'layer:domain', 'layer:contract', ...extra),
  dep('layer:adapter', 'layer:domain', 'layer:contract', ...extra),
  {
    ...dep('layer:domain', 'layer:domain', 'layer:contract', ...extra),
    bannedExternalImports: banned(extra),
  },
  dep('layer:contract', 'layer:contract', ...extra),
  dep('layer:testkit', 'layer:testkit', 'layer:adapter', 'layer:domain', 'layer:contract'),
  dep('platform:any', 'platform:any'),
  dep('platform:node', 'platform:node', 'platform:any'),
];
const boundaries = (...extra) => [
  'error',
  {
    enforceBuildableLibDependency: false,
    allow: [],
    depConstraints: walls(...extra),
    // Tests of a lib use the testkit, which is built on the libs: a circle of packages, never of files. The rows
    // above keep everything but tests away from the testkit.
    ignoredCircularDependencies: [['testkit', '*']],
  },
];
const NO_BARE_ERROR = {
  selector: "ThrowStatement > NewExpression[callee.name='Error']",
  message: 'Throw TrainError (libs/core): its code decides retry, exit code and gRPC status.',
};
const NO_EVAL = {
  selector: "CallExpression[callee.name='eval'], NewExpression[callee.name='Function']",
  message: 'No code from strings.',
};
const NO_ENV = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only main.ts reads the environment; pass configuration in.',
};

export default tseslint.config(
  { ignores: ['**/node_modules/**', '**/dist/**', '**/gen/**', '.nx/**', '**/fixtures/**'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommended],
    plugins: { '@nx': nx, 'import-x': importX },
    rules: {
      '@nx/enforce-module-boundaries': boundaries(),
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'import-x/no-cycle': 'off',
      'no-restricted-syntax': ['error', NO_BARE_ERROR, NO_EVAL, NO_ENV],
      'no-restricted-imports': ['error', { patterns: ['@ringmaster/*/src/*'] }],
      'max-params': ['warn', { max: 4 }],
      'max-lines': ['warn', { max: 350, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['warn', { max: 80, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
    },
  },
  {
    files: ['**/main.ts', 'apps/*/src/**/config.ts'],
    rules: { 'no-restricted-syntax': ['error', NO_BARE_ERROR, NO_EVAL] },
  },
  {
    files: ['**/*.test.ts', '**/testing/**', 'libs/testkit/**', 'apps/cluster-e2e/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaries('layer:testkit'),
      'no-restricted-syntax': 'off',
      'max-lines-per-function': 'off',
      'max-lines': ['warn', { max: 450, skipBlankLines: true, skipComments: true }],
    },
  },
  prettier,
);
