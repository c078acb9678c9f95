import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { discoverGpus, parseGpus, planSlots } from './devices.js';
import { sameKind, trainerEnvironment } from './slot-env.js';

const dir = mkdtempSync(join(tmpdir(), 'ringmaster-devices-'));
afterAll(() => rmSync(dir, { recursive: true }));

function program(name: string, script: string): string {
  const file = join(dir, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const two = parseGpus('0, NVIDIA A, 1024\n1, NVIDIA B, 2048\n');

describe('devices', () => {
  it('reads what the driver lists', async () => {
    const smi = program('smi', 'echo "0, NVIDIA H200, 143771"');
    expect(await discoverGpus(smi)).toEqual([
      { index: 0, name: 'NVIDIA H200', memoryBytes: 143771 * 2 ** 20 },
    ]);
  });

  it.each([
    ['is missing', () => join(dir, 'nothing')],
    ['fails', () => program('failing', 'echo "0, NVIDIA H200, 1"; exit 9')],
    ['talks nonsense', () => program('nonsense', 'echo "No devices were found"')],
  ])('finds no GPU when nvidia-smi %s', async (_name, command) => {
    expect(await discoverGpus(command())).toEqual([]);
  });

  it.each([
    ['one a GPU', { device: 'auto', cpuThreads: 2 }, two, ['gpu0/2', 'gpu1/2']],
    ['fewer than GPUs', { device: 'gpu', slots: 1, cpuThreads: 1 }, two, ['gpu0/1']],
    ['CPU in spite of GPUs', { device: 'cpu', cpuThreads: 1 }, two, ['cpu/1']],
    ['CPU slots', { device: 'auto', slots: 3, cpuThreads: 1 }, [], ['cpu/1', 'cpu/1', 'cpu/1']],
  ] as const)('plans slots: %s', (_name, wish, gpus, expected) => {
    const slots = planSlots(wish, gpus);
    expect(slots.map(({ device, gpu, cpuThreads }) => `${device}${gpu ?? ''}/${cpuThreads}`)).toEqual(
      expected,
    );
    expect(slots.map(({ slot }) => slot)).toEqual(expected.map((_, index) => index));
  });

  it.each([
    [{ device: 'gpu', cpuThreads: 1 }, [], /nvidia-smi names no GPU/],
    [{ device: 'auto', slots: 3, cpuThreads: 1 }, two, /this machine has 2 GPU/],
  ] as const)('refuses slots that do not exist: %j', (wish, gpus, message) => {
    expect(() => planSlots(wish, gpus)).toThrow(message);
  });
});

describe('environment of a trainer', () => {
  it('sets what bits depend on, and hands on nothing but what is needed', () => {
    const base = { PATH: '/bin', SECRET: 's', REDIS_URL: 'r', NODE_OPTIONS: '--inspect' };
    expect(trainerEnvironment(base, { device: 'cpu', cpuThreads: 3 })).toEqual({
      PATH: '/bin',
      TF_NUM_INTRAOP_THREADS: '3',
      TF_NUM_INTEROP_THREADS: '1',
      OMP_NUM_THREADS: '3',
      TF_DETERMINISTIC_OPS: '1',
      TF_ENABLE_ONEDNN_OPTS: '1',
      TF_CPP_MIN_LOG_LEVEL: '2',
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
      CUDA_VISIBLE_DEVICES: '-1',
    });
    expect(trainerEnvironment({}, { device: 'gpu', gpu: 1, cpuThreads: 1 })['CUDA_VISIBLE_DEVICES']).toBe(
      '1',
    );
  });

  it.each([
    [{ device: 'cpu', cpuThreads: 1 }, { device: 'cpu', cpuThreads: 1 }, true],
    [{ device: 'cpu', cpuThreads: 1 }, { device: 'cpu', cpuThreads: 2 }, false],
    [{ device: 'gpu', gpu: 0, cpuThreads: 1 }, { device: 'gpu', gpu: 1, cpuThreads: 1 }, false],
  ] as const)('keeps trainers apart that compute other bits: %j %j', (a, b, same) => {
    expect(sameKind(a, b)).toBe(same);
  });
});
