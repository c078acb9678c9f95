import { STEP_PHASES } from '@ringmaster/contracts';
import { systemClock } from '@ringmaster/core';
import { blobs, linearJob, linearModel, trainInProcess } from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import type { StepProgram } from '../ports/step-program.js';
import type { StepEvent } from './training-run.js';

const SLOW_MS = 4;

/** Computes the same, but takes its time. */
function slowly(program: StepProgram): StepProgram {
  return {
    ...program,
    gradient: (call) => {
      const until = systemClock.monotonicMs() + SLOW_MS;
      while (systemClock.monotonicMs() < until);
      return program.gradient(call);
    },
  };
}

describe('where the time of a step goes', () => {
  it('is measured on each rank, by phase, and adds up to no more than the run took', async () => {
    const events: StepEvent[][] = [[], []];
    const startMs = systemClock.monotonicMs();
    await trainInProcess({
      job: linearJob({ checkpoint: { everySteps: 5, keep: 3 }, verifyReplicasEvery: 1 }),
      world: 2,
      dataset: blobs,
      program: (rank) => (rank === 1 ? slowly(linearModel()) : linearModel()),
      on: (rank) => ({ onStep: (event) => void events[rank]?.push(event) }),
    });
    const tookMs = systemClock.monotonicMs() - startMs;
    const total = (rank: number, phase: (typeof STEP_PHASES)[number]) =>
      (events[rank] ?? []).reduce((sum, { phases }) => sum + phases[phase], 0);
    for (const rank of [0, 1]) {
      expect(events[rank]).toHaveLength(21);
      for (const { phases, shards } of events[rank] ?? []) {
        expect(Object.keys(phases).sort()).toEqual([...STEP_PHASES].sort());
        expect(shards).toBe(2);
      }
      for (const phase of ['compute', 'compare', 'evaluate'] as const)
        expect(total(rank, phase), phase).toBeGreaterThan(0);
      expect(STEP_PHASES.reduce((sum, phase) => sum + total(rank, phase), 0)).toBeLessThanOrEqual(tookMs);
    }
    expect(total(1, 'compute')).toBeGreaterThanOrEqual(21 * 2 * SLOW_MS);
    expect(total(0, 'checkpoint')).toBeGreaterThan(0);
    expect(total(1, 'checkpoint')).toBe(0);
  });
});
