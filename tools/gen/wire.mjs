// Code for the protobuf messages: proto/ringmaster/v1/*.proto → libs/contracts/src/gen.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OPTIONS = ['--es6', '--force-number', '--no-service', '--no-delimited'];

export async function wire({ root, scratch }) {
  const protoDir = join(root, 'proto/ringmaster/v1');
  const run = (name, args) =>
    execFileSync(join(root, 'node_modules/.bin', name), args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const protos = readdirSync(protoDir)
    .filter((name) => name.endsWith('.proto'))
    .sort()
    .map((name) => join(protoDir, name));
  const js = join(scratch, 'wire.js');
  const types = join(scratch, 'wire.d.ts');
  run('pbjs', ['-t', 'static-module', '-w', 'es6', ...OPTIONS, '-o', js, ...protos]);
  // Node's ESM loader wants the extension of a CommonJS subpath.
  const code = readFileSync(js, 'utf8').replace(
    /from "protobufjs\/minimal(\.js)?"/,
    'from "protobufjs/minimal.js"',
  );
  writeFileSync(js, code);
  run('pbts', ['-o', types, js]);
  return {
    'libs/contracts/src/gen/wire.js': code,
    'libs/contracts/src/gen/wire.d.ts': readFileSync(types, 'utf8'),
  };
}
