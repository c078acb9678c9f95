// A checkout's own parts: installed packages and the bundled apps, redone only when their sources changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from './cache.mjs';
import { execute, phase } from './progress.mjs';

const readJson = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined);

/**
 * True when every package of the lock file is installed at its version. `versionAt(path)` gives the version that lies at
 * a path of the lock file. Optional packages of other platforms may be absent.
 */
export function installedMatchesLock(lock, versionAt) {
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (path === '' || wanted.extraneous || !path.includes('node_modules/')) return true;
    const version = versionAt(path);
    if (version === undefined) return Boolean(wanted.optional || wanted.devOptional || wanted.peer);
    return wanted.link === true || version === wanted.version;
  });
}

/** npm writes its own record last, so without one the installation was cut short. */
export function dependenciesAreCurrent(root) {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const lock = readJson(join(root, 'package-lock.json'));
  return installedMatchesLock(lock, (path) => readJson(join(root, path, 'package.json'))?.version);
}

/** `npm ci` without any package's install scripts, when node_modules does not match the lock file. */
export async function installDependencies(root) {
  if (dependenciesAreCurrent(root)) return false;
  await phase('installing npm packages (npm ci --ignore-scripts)', () =>
    execute('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: root }),
  );
  return true;
}

/** A hash over everything that ends up in the bundles. */
export function sourcesDigest(root) {
  const hash = createHash('sha256');
  for (const part of ['apps', 'libs'])
    for (const name of filesBelow(join(root, part))) {
      if (name.includes('node_modules/') || name.endsWith('.test.ts') || name.endsWith('.md')) continue;
      hash.update(`${part}/${name}\0`).update(readFileSync(join(root, part, name)));
    }
  return hash.update(readFileSync(join(root, 'tools/build.mjs'))).digest('hex');
}

const stampFile = (root) => join(root, 'dist/.sources');

export const bundlesAreCurrent = (root) =>
  existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === sourcesDigest(root);

/** Bundles the apps into dist/ when a source changed: a running cluster loads parts of dist/ lazily. */
export async function bundleApps(root) {
  if (bundlesAreCurrent(root)) return false;
  const digest = sourcesDigest(root);
  await phase('bundling the apps', () => execute(process.execPath, ['tools/build.mjs'], { cwd: root }));
  writeFileSync(stampFile(root), digest);
  return true;
}
