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
  'worker/predict': 'apps/worker/src/predict/main.ts',
  'worker/serve': 'apps/worker/src/serve/main.ts',
  'worker/network': 'apps/worker/src/network/main.ts',
};

function externals() {
  const names = new Set();
  for (const kind of ['apps', 'libs'])
    for (const name of readdirSync(join(root, kind))) {
      const file = join(root, kind, name, 'package.json');
      if (!existsSync(file)) continue;
      for (const dep of Object.keys(JSON.parse(readFileSync(file, 'utf8')).dependencies ?? {}))
        if (!dep.startsWith('@ringmaster/')) names.add(dep);
    }
  return [...names].flatMap((name) => [name, `${name}/*`]);
}

export async function buildApps() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  const entries = Object.entries(ENTRIES).filter(([, file]) => existsSync(join(root, file)));
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    external: externals(),
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildApps();
