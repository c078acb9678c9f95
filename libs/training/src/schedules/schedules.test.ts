import { ScheduleSpec } from '@ringmaster/contracts';
import { describe, expect, it } from 'vitest';
import { learningRateAt } from './schedules.js';

const rates = (schedule: ScheduleSpec, totalSteps: number) =>
  Array.from({ length: totalSteps }, (_, step) => learningRateAt({ schedule, peak: 0.1, totalSteps }, step));

describe('learning rates of whole runs', () => {
  it.each<[ScheduleSpec, readonly number[]]>([
    [{ kind: 'constant', warmupSteps: 0 }, [0.1, 0.1, 0.1]],
    [{ kind: 'constant', warmupSteps: 4 }, [0.025, 0.05, 0.075, 0.1, 0.1, 0.1]],
    [{ kind: 'step', warmupSteps: 1, everySteps: 2, factor: 0.5 }, [0.1, 0.1, 0.1, 0.05, 0.05, 0.025]],
    [
      { kind: 'cosine', warmupSteps: 0, finalFraction: 0 },
      [0.1, 0.08535533905932738, 0.05, 0.01464466094067262, 0],
    ],
    [{ kind: 'cosine', warmupSteps: 2, finalFraction: 0.2 }, [0.05, 0.1, 0.1, 0.06, 0.02]],
    [
      { kind: 'exponential', warmupSteps: 0, everySteps: 2, factor: 0.25 },
      [0.1, 0.05, 0.025, 0.0125, 0.00625],
    ],
    [{ kind: 'polynomial', warmupSteps: 0, power: 2, finalFraction: 0 }, [0.1, 0.05625, 0.025, 0.00625, 0]],
    [{ kind: 'polynomial', warmupSteps: 1, power: 1, finalFraction: 0.5 }, [0.1, 0.1, 0.075, 0.05]],
    [
      { kind: 'cosineRestarts', warmupSteps: 1, cycleSteps: 2, cycleGrowth: 2, finalFraction: 0 },
      [0.1, 0.1, 0.05, 0.1, 0.08535533905932738, 0.05, 0.01464466094067262, 0.1, 0.09619397662556434],
    ],
    [
      { kind: 'cyclical', warmupSteps: 0, halfCycleSteps: 2, lowestFraction: 0.2, amplitude: 'constant' },
      [0.02, 0.06, 0.1, 0.06, 0.02, 0.06, 0.1, 0.06],
    ],
    [
      { kind: 'cyclical', warmupSteps: 0, halfCycleSteps: 2, lowestFraction: 0.2, amplitude: 'halved' },
      [0.02, 0.06, 0.1, 0.06, 0.02, 0.04, 0.06, 0.04, 0.02, 0.03],
    ],
    // The formula of PyTorch's OneCycleLR for max_lr 0.1, 10 steps, pct_start 0.3 and its default factors.
    [
      {
        kind: 'oneCycle',
        warmupSteps: 0,
        risingShare: 0.3,
        initialFraction: 0.04,
        finalFraction: 4e-6,
      },
      [
        0.0040000000000000036, 0.052000000000000005, 0.1, 0.09504846320134738, 0.0811745653949763,
        0.06112620219362893, 0.03887419780637107, 0.0188258346050237, 0.004951936798652629, 4e-7,
      ],
    ],
    // A warm-up as long as the run: it never comes to the decay.
    [{ kind: 'cosine', warmupSteps: 2, finalFraction: 0 }, [0.05, 0.1]],
  ])('%j', (schedule, expected) => {
    const found = rates(schedule, expected.length);
    found.forEach((rate, step) => expect(rate).toBeCloseTo(expected[step] ?? NaN, 14));
  });

  it.each([
    [0, 0.1],
    [1, 0.05],
    [3, 0.0125],
    [5, 0.01],
  ])('a plateau schedule after %i reductions, down to its floor', (reductions, expected) => {
    const schedule = ScheduleSpec.parse({
      kind: 'plateau',
      factor: 0.5,
      finalFraction: 0.1,
      warmupSteps: 2,
    });
    const context = { schedule, peak: 0.1, totalSteps: 9, reductions };
    expect(learningRateAt(context, 0)).toBeCloseTo(0.05, 14);
    expect(learningRateAt(context, 5)).toBeCloseTo(expected, 14);
  });
});
