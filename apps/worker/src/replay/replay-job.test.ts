import type { AuditStep } from '@ringmaster/contracts';
import { type ReplayRequest } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { loadEngine } from '@ringmaster/engine';
import { memoryCheckpointStore } from '@ringmaster/testkit';
import { decodeSafetensors } from '@ringmaster/training';
import { describe, expect, it } from 'vitest';
import { replayJob } from './replay-job.js';

const request = (more: Partial<ReplayRequest> = {}): ReplayRequest => ({
  jobId: 'job-a',
  document: {
    ...{ version: 1, kind: 'train', loss: 'sparseCategoricalCrossentropy' },
    model: { name: 'simple-cnn', config: { filters: [4, 4, 4], dense: 8, dropout: 0.4 } },
    data: {
      dataset: 'synthetic',
      config: { kind: 'shapes', size: 16, train: 64, validation: 4, test: 4, seed: 3 },
      batchSize: 24,
    },
    training: { epochs: 2, seed: 7, shards: 3, accumulate: 2 },
  },
  step: 4,
  lines: [],
  ...{
    url: 'http://127.0.0.1:1',
    token: 't',
    cacheDir: '/none',
    datasetsDir: '/none',
    dataRoots: {},
    output: '/none',
  },
  ...more,
});

async function replay(more: Partial<ReplayRequest> = {}) {
  const saved = new Map<string, Uint8Array>();
  const report = await replayJob({
    request: request(more),
    engine: await loadEngine({ prefer: 'cpu' }),
    checkpoints: () => memoryCheckpointStore(),
    save: (name, bytes) => {
      saved.set(name, bytes);
      return name;
    },
    onStep: () => undefined,
    clock: systemClock,
    logger: silentLogger,
  });
  return { report, saved };
}

const line = (step: number): AuditStep => ({
  ...{ type: 'step', attempt: 1, generation: '1.1.x', step, epoch: 0, applied: true, loss: 1 },
  shards: [[8, '0'.repeat(16)]],
});

describe('a replayed step', { timeout: 60_000 }, () => {
  it('sees what the step saw: dropout, BatchNorm and micro-batches included', async () => {
    const { report, saved } = await replay();
    const losses = report.samples.map(({ loss }) => Number(loss));
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
    // Operation by operation, with the step's own masks and statistics: its loss up to the last bits.
    expect(Math.abs(mean - Number(report.loss))).toBeLessThan(1e-5);
    expect(report).toMatchObject({ epoch: 1, recomputed: 4, checked: 0, from: null, isFinalWeights: null });
    expect(new Set(report.samples.map(({ shard }) => shard))).toEqual(new Set([0, 1, 2]));
    expect(report.gradients.every(({ statistics }) => statistics.nonFinite === 0)).toBe(true);
    expect(report.activations.length).toBeGreaterThan(5);
    const { tensors } = decodeSafetensors(saved.get('batch.safetensors') ?? new Uint8Array());
    expect(tensors.map(({ name, shape }) => [name, ...shape])).toEqual([
      ['ids', 24],
      ['shards', 24],
      ['x', 24, 16, 16, 1],
      ['y', 24],
      ['losses', 24],
    ]);
    expect([...(tensors[0]?.data ?? [])]).toEqual(report.samples.map(({ id }) => id));
  });

  it('names the first step that differs from the log, and in what; tells both engines', async () => {
    const { report } = await replay({ lines: [line(2), line(3)], fingerprint: { backend: 'other' } });
    expect(report.checked).toBe(2);
    expect(report.firstDifference?.step).toBe(2);
    expect(report.firstDifference?.differences.map(({ what }) => what)).toEqual([
      'number of shards',
      'digest of shard 0',
      'loss',
    ]);
    expect(report.engines).toMatchObject({
      job: { backend: 'other' },
      here: { tensorflow: expect.any(String) },
    });
  });

  it('is refused beyond the end of the run', async () => {
    await expect(replay({ step: 7 })).rejects.toThrow(
      'step 7 cannot be computed from step 0 of a run of 6 steps',
    );
  });
});
