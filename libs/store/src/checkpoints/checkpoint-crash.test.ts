import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileArtifacts } from '../artifacts/file-artifacts.js';
import { fileCheckpointStore } from './file-checkpoint-store.js';

let directory: string;
let child: string;
const { signal } = new AbortController();
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rm-crash-'));
  child = join(directory, 'child.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'checkpoint-child-for-tests.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: child,
    logLevel: 'error',
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it('survives 20 kills: every checkpoint that is listed loads, and no acknowledged one is gone', async () => {
  const root = join(directory, 'killed');
  const store = fileCheckpointStore(fileArtifacts(root), 'job-child');
  for (let round = 0; round < 20; round++) {
    const process = spawn(globalThis.process.execPath, [child, root, 'loop'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let acknowledged = 0;
    process.stdout.on('data', (data: Buffer) => {
      for (const match of data.toString().matchAll(/"saved":(\d+)/g)) acknowledged = Number(match[1]);
    });
    await once(process.stdout, 'data');
    await pause(7 * round);
    process.kill('SIGKILL');
    await once(process, 'close');
    const steps = await store.list(signal);
    const newest = steps.at(-1) ?? 0;
    expect(newest).toBeGreaterThanOrEqual(acknowledged);
    for (const step of steps) {
      const { manifest, files } = await store.load(step, signal);
      expect(new TextDecoder().decode(manifest)).toBe(`{"step":${step}}`);
      for (const bytes of files.values()) expect([bytes.length, bytes[0]]).toEqual([60_000, step % 251]);
    }
  }
}, 120_000);

it('fails as disk_full without a trace when the disk is full, and goes on when there is space', async (context) => {
  const isolate = ['-rm', 'sh', '-c'];
  try {
    execFileSync('unshare', [...isolate, 'true'], { stdio: 'ignore' });
  } catch {
    return context.skip('this system does not let us mount a small file system of our own (unshare -rm)');
  }
  const mount = await mkdtemp(join(directory, 'full-'));
  const script = `mount -t tmpfs -o size=400k tmpfs "$0" && exec "$1" "$2" "$0" fill`;
  const { stdout } = await promisify(execFile)('unshare', [
    ...isolate,
    script,
    mount,
    process.execPath,
    child,
  ]);
  expect(JSON.parse(stdout)).toEqual({
    outcome: 'disk_full',
    names: [
      'checkpoints/step-00000001/files.json',
      'checkpoints/step-00000001/manifest.json',
      'checkpoints/step-00000001/optimizer/slots.safetensors',
      'checkpoints/step-00000001/weights.safetensors',
    ],
    steps: [1, 3],
    loaded: 2,
  });
});
