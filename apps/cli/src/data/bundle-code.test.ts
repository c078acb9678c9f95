import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleCode } from './bundle-code.js';
import { withModelFile } from './model-file.js';

const root = mkdtempSync(join(tmpdir(), 'rm-bundle-'));
afterAll(() => rmSync(root, { recursive: true }));
const write = (name: string, ...lines: readonly string[]) => {
  writeFileSync(join(root, name), lines.join('\n'));
  return join(root, name);
};

describe('a module', () => {
  it('becomes one file with what it imports, takes tfjs from its host, and has a map of its sources', async () => {
    write('units.ts', 'export const UNITS: number = 12_345;');
    const path = write(
      'net.ts',
      "import { layers } from '@tensorflow/tfjs-layers';",
      "import type { UserModel } from '@ringmaster/models';",
      "import { UNITS } from './units.js';",
      'export default { build: () => layers.dense({ units: UNITS }) } as unknown as UserModel;',
    );
    const text = new TextDecoder().decode(await bundleCode(path));
    expect(text).toContain('12345');
    expect(text).toMatch(
      /globalThis\[.*Symbol\.for\("ringmaster\.modules"\)\]\["@tensorflow\/tfjs-layers"\]/,
    );
    const map = /sourceMappingURL=data:application\/json;base64,(.+)/.exec(text)?.[1] ?? '';
    expect((JSON.parse(Buffer.from(map, 'base64').toString()) as { sources: string[] }).sources).toEqual(
      expect.arrayContaining(['units.ts', 'net.ts']),
    );
    expect(await bundleCode(path)).toEqual(await bundleCode(path));
  });

  it.each([
    ['typo.ts', ['export default {', '  build( {', '};'], /^model\.path: typo\.ts:\d+:\d+: /],
    ['gone.ts', ["import './nowhere.js';"], 'gone.ts:1:8: Could not resolve "./nowhere.js"'],
    [
      'other.ts',
      ["import '@tensorflow/tfjs-node';"],
      '@tensorflow/tfjs-node is not there for a model; there are @tensorflow/tfjs',
    ],
  ])('%s that cannot be put together is refused with its place', async (name, lines, message) => {
    const bundled = bundleCode(write(name, ...lines));
    await expect(bundled).rejects.toMatchObject({ code: 'invalid' });
    await expect(bundled).rejects.toThrow(message);
  });

  it('needs a word of its user', async () => {
    const model = { name: 'module', path: 'net.ts' };
    await expect(withModelFile(model, '/x/net.ts', false)).rejects.toThrow(
      'say --allow-code if that is what you want',
    );
    expect(await withModelFile(model, '/x/net.ts', true)).toEqual({ name: 'module', path: '/x/net.ts' });
    await expect(withModelFile({ name: 'mlp' }, '/x/net.ts', true)).rejects.toThrow(
      'mlp is a model of the library',
    );
  });
});
