import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const source = join(root, 'apps/worker/src');

/** The worker's programs, bundled like the product's, in a directory of their own beside a home. */
export interface WorkerBundle {
  readonly agent: string;
  readonly home: string;
  remove(): void;
}

export async function bundleWorker(): Promise<WorkerBundle> {
  const dir = mkdtempSync(join(tmpdir(), 'ringmaster-worker-'));
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'));
  await build({
    absWorkingDir: root,
    entryPoints: {
      agent: join(source, 'main.ts'),
      trainer: join(source, 'trainer/main.ts'),
      network: join(source, 'network/main.ts'),
      batches: join(source, 'batches/main.ts'),
    },
    outdir: join(dir, 'dist'),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    plugins: [
      {
        name: 'packages of npm stay packages',
        setup: (plan) => {
          plan.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@ringmaster/') ? undefined : { path, external: true },
          );
        },
      },
    ],
    logLevel: 'warning',
  });
  const home = join(dir, 'home');
  mkdirSync(home, { mode: 0o700 });
  return {
    agent: join(dir, 'dist/agent.js'),
    home,
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
