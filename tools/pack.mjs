// `npm run pack`: one package `ringmaster` that npm can install anywhere: the bundled apps, the set-up and the
// engine's sources, the examples, and the npm packages that they use, exactly pinned.
//   node tools/pack.mjs [--out <dir>]      the tarball goes to <dir> (default tmp/package); its path is printed
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildApps } from './build.mjs';
import { engineRequires, stageEngine } from './pack/engine-sources.mjs';
import { assertOwnCode, importedPackages, pins } from './pack/dependencies.mjs';
import { ENGINE_DIRECTORIES } from './setup/layout.mjs';
import { execute } from './setup/progress.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const readJson = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** Packages that no import statement of the bundles names: the digits' pictures, and Node's C headers for the engine. */
const USED_BY_SETUP = ['mnist', 'node-api-headers'];

async function stage(dir) {
  const metafile = await buildApps({ outdir: join(dir, 'dist'), sourcemap: false });
  assertOwnCode(metafile);
  const copy = (from, to = from) => cpSync(join(root, from), join(dir, to), { recursive: true });
  copy('apps/cli/bin', 'bin');
  copy('examples');
  copy('LICENSE');
  copy('tools/pack/README.md', 'README.md');
  copy('tools/pack/NOTICE', 'NOTICE');
  for (const name of readdirSync(join(root, 'tools/setup')))
    if (name.endsWith('.mjs')) copy(`tools/setup/${name}`);
  copy('tools/datasets/prepare-digits.mjs');
  for (const variant of Object.keys(ENGINE_DIRECTORIES)) stageEngine({ root, dir, variant });
  const packages = [...importedPackages(metafile), ...engineRequires(dir), ...USED_BY_SETUP];
  const content = manifest(pins(root, packages));
  writeFileSync(join(dir, 'package.json'), `${JSON.stringify(content, null, 2)}\n`);
}

function manifest(dependencies) {
  const { version, description, license, engines } = readJson('package.json');
  return {
    name: 'ringmaster',
    version,
    description,
    license,
    type: 'module',
    engines,
    bin: { ringmaster: 'bin/ringmaster.mjs' },
    files: ['bin', 'dist', 'engine', 'examples', 'tools', 'NOTICE'],
    imports: { '#engine/*': './engine/*' },
    dependencies,
  };
}

/** Gives the tarball's path. */
export async function pack(out) {
  const dir = mkdtempSync(join(tmpdir(), 'ringmaster-pack-'));
  try {
    await stage(dir);
    mkdirSync(out, { recursive: true });
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', out];
    const [{ filename }] = JSON.parse(await execute('npm', args, { cwd: dir, timeoutMs: 120_000 }));
    return join(out, filename);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { out: { type: 'string', default: join(root, 'tmp/package') } } });
  process.stdout.write(`${await pack(resolve(values.out))}\n`);
}
