// Bundles the benchmarks and their child processes into bench/dist, as tools/build.mjs does with the apps.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Output name → entry file. `network` is the worker's own network thread. */
const ENTRIES = {
  main: 'bench/src/main.ts',
  child: 'bench/src/child/main.ts',
  network: 'apps/worker/src/network/main.ts',
};

export async function buildBench(outdir = 'bench/dist') {
  await build({
    absWorkingDir: root,
    entryPoints: ENTRIES,
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    logLevel: 'warning',
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
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildBench();
