import type { ScheduleSpec } from '@ringmaster/contracts';
import { z } from 'zod';
import { freshMonitor, MonitorState, type Observation, observe } from './monitor.js';

type PlateauSpec = Extract<ScheduleSpec, { kind: 'plateau' }>;

export const PlateauState = z.strictObject({
  ...MonitorState.shape,
  /** Evaluations that still do not count. */
  cooldown: z.int().min(0),
  /** Reductions so far: the learning rate is peak × factor to this power. */
  reductions: z.int().min(0),
});
export type PlateauState = z.output<typeof PlateauState>;

export const freshPlateau = ({ monitor }: PlateauSpec): PlateauState => ({
  ...freshMonitor(monitor),
  cooldown: 0,
  reductions: 0,
});

/**
 * One more evaluation: after `patience` of them in a row without improvement the learning rate falls by `factor`, down
 * to `finalFraction` of the peak; then `cooldown` evaluations are not counted.
 */
export function observePlateau(state: PlateauState, seen: Observation, spec: PlateauSpec): PlateauState {
  const next = observe(state, seen, spec);
  if (state.cooldown > 0) return { ...next, stale: 0, cooldown: state.cooldown - 1 };
  // Powers round: 0.1² is a little more than 0.01, and must not count as room for one more.
  const isLowest = spec.factor ** next.reductions <= spec.finalFraction * (1 + 1e-9);
  if (next.stale < spec.patience || isLowest) return next;
  return { ...next, stale: 0, cooldown: spec.cooldown, reductions: next.reductions + 1 };
}
