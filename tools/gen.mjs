// Generates everything that is generated, or with --check fails when a committed file differs from its source.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cli } from './gen/cli.mjs';
import { components } from './gen/components.mjs';
import { examples } from './gen/examples.mjs';
import { httpApi } from './gen/http-api.mjs';
import { jobDocument } from './gen/job-document.mjs';
import { limits } from './gen/limits.mjs';
import { loadSources } from './gen/sources.mjs';
import { models } from './gen/models.mjs';
import { wire } from './gen/wire.mjs';

/** Each gives texts by path; they see the repository's root, a scratch directory and the TypeScript sources. */
const GENERATORS = [wire, jobDocument, models, components, cli, limits, httpApi, examples];

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');

function current(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'ringmaster-gen-'));
let stale = 0;
try {
  const context = { root, scratch, sources: await loadSources(root) };
  for (const generate of GENERATORS)
    for (const [path, text] of Object.entries(await generate(context))) {
      const target = join(root, path);
      if (current(target) === text) continue;
      stale += 1;
      process.stderr.write(check ? `${path} is stale: run npm run gen\n` : `${path} written\n`);
      if (check) continue;
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = check && stale > 0 ? 1 : 0;
