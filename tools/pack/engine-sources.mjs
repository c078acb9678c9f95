// The JavaScript and the C++ sources of tfjs-node, as an installed package carries them (see tools/setup/layout.mjs).
import { cpSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { filesBelow } from '../setup/cache.mjs';
import { ENGINE_DIRECTORIES, ENGINE_PACKAGES } from '../setup/layout.mjs';
import { packageOf } from './dependencies.mjs';

const PARTS = ['package.json', 'README.md', 'dist', 'binding'];
const isOfTests = (path) =>
  /_test\.js$|^(run_tests|test_util)\.js$/.test(basename(path)) || /\.(map|d\.ts)$/.test(path);

/** Copies the package of `variant` to `<dir>/engine/…`, without its tests, types and what the set-up has linked in. */
export function stageEngine({ root, dir, variant }) {
  for (const part of PARTS)
    cpSync(
      join(root, 'node_modules', ENGINE_PACKAGES[variant], part),
      join(dir, 'engine', ENGINE_DIRECTORIES[variant], part),
      { recursive: true, filter: (path) => !isOfTests(path) },
    );
}

/** Names of the npm packages that the staged sources require; their examples in comments require themselves. */
export function engineRequires(dir) {
  const themselves = Object.values(ENGINE_PACKAGES);
  const names = new Set();
  for (const name of filesBelow(join(dir, 'engine')).filter((each) => each.endsWith('.js')))
    for (const [, specifier] of readFileSync(join(dir, 'engine', name), 'utf8').matchAll(
      /\brequire\(["']([^."'][^"']*)["']\)/g,
    )) {
      const found = packageOf(specifier);
      if (found && !themselves.includes(found)) names.add(found);
    }
  return [...names];
}
