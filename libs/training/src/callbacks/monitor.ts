import { FALLING_METRICS } from '@ringmaster/contracts';
import { z } from 'zod';

/** What a watcher of a validation number remembers. Part of every checkpoint. */
export const MonitorState = z.strictObject({
  monitor: z.string(),
  /** Null until a finite number was seen. */
  best: z.number().nullable(),
  /** Finished steps at the best evaluation. */
  bestStep: z.int().min(0),
  /** Evaluations in a row that did not improve on it. */
  stale: z.int().min(0),
});
export type MonitorState = z.output<typeof MonitorState>;

export const freshMonitor = (monitor: string): MonitorState => ({
  monitor,
  best: null,
  bestStep: 0,
  stale: 0,
});

export interface Observation {
  readonly step: number;
  /** NaN and infinities are no improvement. */
  readonly value: number;
}

/** The state after one more evaluation. Equal numbers give equal states: every rank decides the same. */
export function observe<State extends MonitorState>(
  state: State,
  { step, value }: Observation,
  { minDelta }: { readonly minDelta: number },
): State {
  const isImproved = Number.isFinite(value) && (state.best === null || gain(state, value) > minDelta);
  return isImproved
    ? { ...state, best: value, bestStep: step, stale: 0 }
    : { ...state, stale: state.stale + 1 };
}

const gain = ({ monitor, best }: MonitorState, value: number): number =>
  FALLING_METRICS.has(monitor) ? (best ?? 0) - value : value - (best ?? 0);
