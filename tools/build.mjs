// Bundles the apps into dist/. Packages of this repository are inlined; everything from npm stays a package.
import { build } from 'esbuild';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Output name → entry file. */
const ENTRIES = {
  'cli/main': 'apps/cli/src/main.ts',
  'coordinator/main': 'apps/coordinator/src/main.ts',
  'worker/agent': 'apps/worker/src/main.ts',
  'worker/trainer': 'apps/worker/src/trainer/main.ts',
  'worker/replay': 'apps/worker/src/replay/main.ts',
  'worker/predict': 'apps/worker/src/predict/main.ts',
  'worker/generate': 'apps/worker/src/generate/main.ts',
  'worker/serve': 'apps/worker/src/serve/main.ts',
  'worker/network': 'apps/worker/src/network/main.ts',
  'worker/batches': 'apps/worker/src/batches/main.ts',
  'worker/export': 'apps/worker/src/export/main.ts',
};

/** The npm packages that the workspace depends on. */
export function externals() {
  const names = new Set();
  for (const kind of ['apps', 'libs'])
    for (const name of readdirSync(join(root, kind))) {
      const file = join(root, kind, name, 'package.json');
      if (!existsSync(file)) continue;
      for (const dep of Object.keys(JSON.parse(readFileSync(file, 'utf8')).dependencies ?? {}))
        if (!dep.startsWith('@ringmaster/')) names.add(dep);
    }
  return [...names];
}

/** Writes the bundles into `outdir` (replacing it) and gives esbuild's account of what went into them. */
export async function buildApps({ outdir = join(root, 'dist'), sourcemap = 'linked' } = {}) {
  rmSync(outdir, { recursive: true, force: true });
  const entries = Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file)));
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap,
    external: externals().flatMap((name) => [name, `${name}/*`]),
    logLevel: 'warning',
  });
  return metafile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildApps();
