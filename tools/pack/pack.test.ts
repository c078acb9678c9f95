import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { VERSION } from '@ringmaster/contracts';
import { assertOwnCode, importedPackages, packageOf } from './dependencies.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the package that npm installs', () => {
  it.each([
    ['zod', 'zod'],
    ['protobufjs/minimal.js', 'protobufjs'],
    ['@grpc/grpc-js', '@grpc/grpc-js'],
    ['@tensorflow/tfjs-core/dist/ops', '@tensorflow/tfjs-core'],
    ['node:fs', undefined],
    ['fs', undefined],
    ['fs/promises', undefined],
  ])('of %s needs the package %s', (specifier, name) => {
    expect(packageOf(specifier)).toBe(name);
  });

  it('needs what its bundles import, once', () => {
    const imports = [
      { path: 'zod', external: true },
      { path: 'node:fs', external: true },
      { path: 'dist/chunk.js', external: false },
    ];
    expect(importedPackages({ outputs: { 'a.js': { imports }, 'b.js': { imports } } })).toEqual(['zod']);
  });

  it('refuses to bundle the code of others', () => {
    expect(() => assertOwnCode({ inputs: { 'libs/core/src/index.ts': {} } })).not.toThrow();
    expect(() => assertOwnCode({ inputs: { 'node_modules/zod/index.js': {} } })).toThrow(/zod.*dependency/);
  });

  it('has one version, which every part of the workspace carries', () => {
    const manifests = ['apps', 'libs'].flatMap((kind) =>
      readdirSync(join(root, kind)).map((name) => join(root, kind, name, 'package.json')),
    );
    for (const file of [join(root, 'package.json'), ...manifests])
      expect((JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version, file).toBe(VERSION);
  });
});
