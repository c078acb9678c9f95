// Generates everything that is generated, or with --check fails when a committed file differs from its source.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const check = process.argv.includes('--check');
const protoDir = join(root, 'proto/ringmaster/v1');
const genDir = join(root, 'libs/contracts/src/gen');
const bin = (name) => join(root, 'node_modules/.bin', name);

function protoCode(into) {
  const protos = readdirSync(protoDir)
    .filter((name) => name.endsWith('.proto'))
    .sort();
  const js = join(into, 'wire.js');
  execFileSync(
    bin('pbjs'),
    [
      '-t',
      'static-module',
      '-w',
      'es6',
      '--es6',
      '--force-number',
      '--no-service',
      '--no-delimited',
      '-o',
      js,
      ...protos.map((p) => join(protoDir, p)),
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  // Node's ESM loader wants the extension of a CommonJS subpath.
  writeFileSync(
    js,
    readFileSync(js, 'utf8').replace(/from "protobufjs\/minimal(\.js)?"/, 'from "protobufjs/minimal.js"'),
  );
  execFileSync(bin('pbts'), ['-o', join(into, 'wire.d.ts'), js], { stdio: ['ignore', 'inherit', 'inherit'] });
}

const scratch = mkdtempSync(join(tmpdir(), 'ringmaster-gen-'));
let stale = 0;
try {
  protoCode(scratch);
  for (const name of ['wire.js', 'wire.d.ts']) {
    const fresh = readFileSync(join(scratch, name), 'utf8');
    const target = join(genDir, name);
    let current = '';
    try {
      current = readFileSync(target, 'utf8');
    } catch {
      // not generated before
    }
    if (fresh === current) continue;
    stale += 1;
    if (check) process.stderr.write(`${relative(root, target)} is stale: run npm run gen\n`);
    else writeFileSync(target, fresh);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = check && stale > 0 ? 1 : 0;
