import { describe, expect, it } from 'vitest';
import type { JobView, ProgressView } from '@ringmaster/contracts';
import { progressLine } from './progress-line.js';

const PROGRESS: ProgressView = {
  step: 340,
  totalSteps: 1320,
  epoch: 2,
  epochs: 12,
  loss: 0.12345,
  accuracy: 0.9654,
  learningRate: 0.00091,
  samplesPerSecond: 2310.4,
  stepMs: 27.4,
  checkpointStep: 300,
};

function job(progress?: Partial<ProgressView>, more: Partial<JobView> = {}): JobView {
  const rank = (state: 'running' | 'failed', index: number) => ({ rank: index, agentId: `a${index}`, state });
  return {
    jobId: 'digits-abc123',
    name: 'digits',
    state: 'running',
    priority: 100,
    submittedAt: '2026-01-01T00:00:00Z',
    attempts: [
      {
        attempt: 1,
        generation: '1.1.x',
        startedAt: '2026-01-01T00:00:01Z',
        world: 2,
        ranks: [rank('running', 0), rank('running', 1)],
        outcome: 'running',
      },
    ],
    generations: 1,
    checkpoints: [],
    ...(progress && { progress: { ...PROGRESS, ...progress } }),
    ...more,
  };
}

describe('progressLine', () => {
  it('says everything when there is room', () => {
    expect(progressLine(job({}), { etaMs: 26_900 })).toBe(
      'epoch 3/12 · step 340/1320 · loss 0.123 · accuracy 0.965 · lr 9.1e-4 · 2,310 samples/s · 27 ms/step · ETA 26.9 s · 2 workers · checkpoint 300',
    );
  });

  it.each([
    [
      100,
      'epoch 3/12 · step 340/1320 · loss 0.123 · accuracy 0.965 · 2,310 samples/s · ETA 26.9 s · 2 workers',
    ],
    [60, 'epoch 3/12 · step 340/1320 · loss 0.123 · accuracy 0.965'],
    [30, 'step 340/1320 · loss 0.123'],
    [8, 'step 340'],
    [0, ''],
  ])('at %i columns leaves out what matters less', (width, expected) => {
    const line = progressLine(job({}), { width, etaMs: 26_900 });
    expect(line).toBe(expected);
    expect(line.length).toBeLessThanOrEqual(width);
  });

  it.each([
    [
      'unknown numbers are left out',
      job({
        loss: null,
        accuracy: null,
        stepMs: null,
        learningRate: null,
        samplesPerSecond: null,
        checkpointStep: null,
      }),
      'epoch 3/12 · step 340/1320 · 2 workers',
    ],
    [
      'the end of the last epoch',
      job({ step: 1320, epoch: 12, stepMs: 5.25 }, { attempts: [] }),
      'epoch 12/12 · step 1320/1320 · loss 0.123 · accuracy 0.965 · lr 9.1e-4 · 2,310 samples/s · 5.3 ms/step · checkpoint 300',
    ],
    [
      'a job that waits says why',
      job({}, { state: 'queued', reason: 'waits for 2 slots' }),
      'queued · waits for 2 slots',
    ],
    ['before the first step', job(), 'running'],
  ])('%s', (_name, view, expected) => {
    expect(progressLine(view)).toBe(expected);
  });
});
