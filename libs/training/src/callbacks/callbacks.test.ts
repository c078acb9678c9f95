import { ScheduleSpec } from '@ringmaster/contracts';
import { describe, expect, it } from 'vitest';
import { freshMonitor, observe } from './monitor.js';
import { freshPlateau, observePlateau } from './plateau.js';

describe('a monitor', () => {
  it.each([
    { monitor: 'loss' as const, minDelta: 0, values: [3, 2, 2, 2.5, 1], stale: [0, 0, 1, 2, 0], best: 1 },
    { monitor: 'loss' as const, minDelta: 0.5, values: [3, 2.6, 2.4], stale: [0, 1, 0], best: 2.4 },
    { monitor: 'accuracy' as const, minDelta: 0, values: [0.5, 0.7, 0.6], stale: [0, 0, 1], best: 0.7 },
    {
      monitor: 'loss' as const,
      minDelta: 0,
      values: [NaN, Infinity, 4, NaN],
      stale: [1, 2, 0, 1],
      best: 4,
    },
  ])('of $monitor by $minDelta: $values', ({ monitor, minDelta, values, stale, best }) => {
    let state = freshMonitor(monitor);
    const found = values.map((value, i) => {
      state = observe(state, { step: 10 * i, value }, { minDelta });
      return state.stale;
    });
    expect(found).toEqual(stale);
    expect(state.best).toBe(best);
    expect(state.bestStep).toBe(10 * values.indexOf(best));
  });
});

describe('a plateau', () => {
  const reductions = (spec: object, values: readonly number[]) => {
    const schedule = ScheduleSpec.parse({ kind: 'plateau', ...spec });
    if (schedule.kind !== 'plateau') throw new Error('not a plateau schedule');
    let state = freshPlateau(schedule);
    return values.map((value, step) => {
      state = observePlateau(state, { step, value }, schedule);
      return state.reductions;
    });
  };
  it.each([
    ['waits for its patience', { patience: 2 }, [5, 5, 5, 5, 5], [0, 0, 1, 1, 2]],
    ['starts to count again after an improvement', { patience: 2 }, [5, 5, 4, 4, 4], [0, 0, 0, 0, 1]],
    ['rests', { patience: 1, cooldown: 2 }, [5, 5, 5, 5, 5, 5], [0, 1, 1, 1, 2, 2]],
    ['keeps what improved while it rested', { patience: 1, cooldown: 1 }, [5, 5, 3, 4], [0, 1, 1, 2]],
    [
      'ends at the floor',
      { patience: 1, factor: 0.1, finalFraction: 0.01 },
      [5, 5, 5, 5, 5],
      [0, 1, 2, 2, 2],
    ],
  ])('%s', (_what, spec, values, expected) => expect(reductions(spec, values)).toEqual(expected));
});
