// Which npm packages the installed product needs, and at which versions: what the bundles import, as tested here.
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';

const BUILTIN = new Set(builtinModules);

/** `@scope/name/deep/file.js` → `@scope/name`; undefined for what comes with Node. */
export function packageOf(specifier) {
  if (specifier.startsWith('node:') || BUILTIN.has(specifier)) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Names of the packages that the bundles import, statically or later. */
export function importedPackages(metafile) {
  const names = Object.values(metafile.outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external }) => external)
    .map(({ path }) => packageOf(path));
  return [...new Set(names.filter(Boolean))];
}

/** Bundled code of others would need its licence beside it: everything from npm stays a package. */
export function assertOwnCode(metafile) {
  const foreign = Object.keys(metafile.inputs).filter((path) => !/^(apps|libs)\/[^/]+\/src\//.test(path));
  if (foreign.length > 0)
    throw new Error(`bundled, but not ours: ${foreign.slice(0, 5).join(', ')}; make it a dependency`);
}

/** Name → exact version, as it is installed in the workspace. */
export function pins(root, names) {
  const versions = names.map((name) => {
    const file = join(root, 'node_modules', name, 'package.json');
    return [name, JSON.parse(readFileSync(file, 'utf8')).version];
  });
  return Object.fromEntries(versions.sort(([a], [b]) => (a < b ? -1 : 1)));
}
