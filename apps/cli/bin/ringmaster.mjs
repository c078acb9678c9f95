#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Beside bin/ in an installed package, at the root of a checkout.
const main = ['../dist/cli/main.js', '../../../dist/cli/main.js']
  .map((path) => new URL(path, import.meta.url))
  .find((url) => existsSync(fileURLToPath(url)));
if (main === undefined) {
  process.stderr.write('ringmaster is not built yet. Run `npm run setup` in the repository first.\n');
  process.exit(2);
}
await import(main.href);
