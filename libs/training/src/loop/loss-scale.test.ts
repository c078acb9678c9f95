import { PrecisionSpec } from '@ringmaster/contracts';
import {
  BLOB_CLASSES,
  BLOB_INPUTS,
  blobs as dataset,
  linearJob,
  linearModel,
  linearProgram,
  memoryCheckpointStore,
  trainInProcess,
} from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../checkpoint/manifest.js';
import type { StepProgram } from '../ports/step-program.js';
import { nextLossScale } from './loss-scale.js';
import type { SkippedStepEvent, StepEvent } from './training-run.js';

const signal = new AbortController().signal;
const spec = (more: object) => PrecisionSpec.parse({ compute: 'float16', ...more });

/** Puts out infinity where a scaled gradient is larger than `most`, as a type of few bits does. */
function narrow(most: number): StepProgram {
  const program = linearProgram({ inputs: BLOB_INPUTS, classes: BLOB_CLASSES, dropout: 0.2 });
  return {
    ...program,
    gradient: (call) => {
      const sums = program.gradient(call);
      call.gradientOut.forEach(
        (value, i) => (call.gradientOut[i] = Math.abs(value) > most ? Infinity : value),
      );
      return sums;
    },
  };
}

describe('a loss scale', () => {
  it('is halved by a step that is not finite, and doubled by so many that are, within bounds', () => {
    const grows = spec({ growthSteps: 2 });
    const seen = [true, true, true, false, true, true].reduce(
      (states, isApplied) => [...states, nextLossScale(states.at(-1)!, isApplied, grows)],
      [{ scale: 4, applied: 0 }],
    );
    expect(seen.map(({ scale }) => scale)).toEqual([4, 4, 8, 8, 4, 4, 8]);
    expect(nextLossScale({ scale: 1, applied: 9 }, false, grows)).toEqual({ scale: 1, applied: 0 });
    expect(nextLossScale({ scale: 2 ** 24, applied: 1 }, true, grows).scale).toBe(2 ** 24);
  });

  it('is a power of two', () => {
    expect(() => spec({ initialScale: 1_000 })).toThrow('must be a power of two');
  });

  it('changes no bit of a run that nothing overflows in', async () => {
    const run = async (training: object) =>
      (await trainInProcess({ job: linearJob(training), world: 2, dataset, program: linearModel }))[0];
    const plain = await run({ clipNorm: 0.5 });
    expect(await run({ clipNorm: 0.5, precision: spec({ growthSteps: 3 }) })).toEqual(plain);
  });

  const training = { precision: spec({ initialScale: 256, growthSteps: 4 }), maxNonFiniteSteps: 1 };
  const narrowRun = async (world: number, more: object = {}) => {
    const [scales, skipped]: [(number | undefined)[], SkippedStepEvent[]] = [[], []];
    const on = (rank: number) =>
      rank > 0
        ? {}
        : {
            onStep: ({ lossScale }: StepEvent) => void scales.push(lossScale),
            onSkippedStep: (event: SkippedStepEvent) => void skipped.push(event),
          };
    const job = linearJob({ ...training, checkpoint: { everySteps: 5, keep: 9 } });
    const [outcome] = await trainInProcess({ job, world, dataset, program: () => narrow(4), on, ...more });
    return { outcome, scales, skipped };
  };

  it('falls until gradients fit, grows again, is the same on any number of ranks, and ends no run', async () => {
    const [one, three] = [await narrowRun(1), await narrowRun(3)];
    expect(three).toEqual(one);
    expect(one.scales.slice(0, 3)).toEqual([256, 128, 64]);
    expect(one.outcome?.skippedSteps).toBeGreaterThan(2);
    expect(one.skipped[0]).toMatchObject({ step: 0, lossScale: 128 });
    const rises = one.scales.filter((scale, i) => (scale ?? 0) > (one.scales[i - 1] ?? Infinity));
    expect(rises.length).toBeGreaterThan(0);
  });

  it('goes on from a checkpoint as it was there', async () => {
    const store = memoryCheckpointStore();
    const whole = await narrowRun(2, { store });
    const { manifest } = await store.load(10, signal);
    expect(parseManifest(manifest).progress.lossScale?.scale).toBe(whole.scales[10]);
    const resumed = await narrowRun(1, { store, resumeFrom: 10 });
    expect(resumed.outcome).toEqual(whole.outcome);
    expect(resumed.scales).toEqual(whole.scales.slice(10));
  });

  it('does not excuse what no scale mends', async () => {
    const job = linearJob({ precision: spec({ initialScale: 4 }), maxNonFiniteSteps: 2 });
    const steps: number[] = [];
    const on = () => ({ onSkippedStep: ({ step }: SkippedStepEvent) => void steps.push(step) });
    const run = trainInProcess({ job, world: 1, dataset, program: () => narrow(-1), on });
    await expect(run).rejects.toMatchObject({ code: 'non_finite' });
    // Two while the scale falls, two more.
    expect(steps).toEqual([0, 1, 2, 3]);
  });
});
