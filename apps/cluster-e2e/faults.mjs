// `npm run faults`: bundles the apps and the fault harness, then runs it.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';
import { buildApps } from '../../tools/build.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packagesStay = {
  name: 'packages of npm stay packages',
  setup: (plan) => {
    plan.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path.startsWith('@ringmaster/') ? undefined : { path, external: true },
    );
  },
};

await buildApps();
await build({
  absWorkingDir: root,
  // One level below the project, as its sources are: what they find relative to themselves is found from here too.
  entryPoints: { faults: 'apps/cluster-e2e/src/faults/main.ts' },
  outdir: 'apps/cluster-e2e/dist',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  logLevel: 'warning',
  plugins: [packagesStay],
});
await import('./dist/faults.js');
