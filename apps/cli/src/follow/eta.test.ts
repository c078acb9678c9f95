import { describe, expect, it } from 'vitest';
import type { JobView } from '@ringmaster/contracts';
import { createEtaEstimator } from './eta.js';

const at = (step: number, state = 'running') => ({ state, progress: { step, totalSteps: 100 } }) as JobView;

describe('eta', () => {
  it('knows nothing at the first look, then the pace', () => {
    const eta = createEtaEstimator();
    expect(eta.observe(at(10), 0)).toBeUndefined();
    expect(eta.observe(at(20), 1_000)).toBeCloseTo(8_000);
    expect(eta.observe(at(20), 1_500)).toBeCloseTo(8_000);
  });

  it('is moved little by one slow step, and follows a new pace', () => {
    const eta = createEtaEstimator();
    eta.observe(at(0), 0);
    eta.observe(at(10), 1_000);
    const afterPause = eta.observe(at(11), 1_500) ?? 0;
    expect(afterPause).toBeGreaterThan(8_900);
    expect(afterPause).toBeLessThan(12_000);
    let nowMs = 1_500;
    let left: number | undefined;
    for (let step = 12; step <= 90; step += 1) left = eta.observe(at(step), (nowMs += 1_000));
    expect(left).toBeGreaterThan(9_000);
    expect(left).toBeLessThanOrEqual(10_000);
  });

  it('begins again with a new attempt', () => {
    const eta = createEtaEstimator();
    eta.observe(at(10), 0);
    eta.observe(at(20), 1_000);
    expect(eta.observe(at(10), 2_000)).toBeUndefined();
    expect(eta.observe(at(0, 'backoff'), 3_000)).toBeUndefined();
    expect(eta.observe(at(10), 4_000)).toBeUndefined();
  });
});
