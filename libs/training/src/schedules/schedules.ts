import type { ScheduleSpec } from '@ringmaster/contracts';

type Spec<Kind extends ScheduleSpec['kind']> = Extract<ScheduleSpec, { kind: Kind }>;

/** When, after the warm-up: step `step` (from 0) of `steps`, with so many reductions of a plateau behind it. */
interface Moment {
  readonly step: number;
  readonly steps: number;
  readonly reductions: number;
}

/** Learning rate ÷ peak. */
type Decay<S extends ScheduleSpec> = (spec: S, moment: Moment) => number;

const DECAYS: { readonly [Kind in ScheduleSpec['kind']]: Decay<Spec<Kind>> } = {
  constant: () => 1,
  step: ({ everySteps, factor }, { step }) => factor ** Math.floor(step / everySteps),
  // Loshchilov, Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017: one cycle, no restart.
  cosine: ({ finalFraction }, { step, steps }) => {
    const done = steps > 1 ? Math.min(1, step / (steps - 1)) : 1;
    return finalFraction + (1 - finalFraction) * 0.5 * (1 + Math.cos(Math.PI * done));
  },
  plateau: ({ factor, finalFraction }, { reductions }) => Math.max(finalFraction, factor ** reductions),
};

export interface ScheduleContext {
  readonly schedule: ScheduleSpec;
  /** The optimizer's learning rate. */
  readonly peak: number;
  /** Steps of the whole run. */
  readonly totalSteps: number;
  /** How often a `plateau` schedule has reduced the rate so far; default 0. */
  readonly reductions?: number;
}

/**
 * Learning rate of global step `step` (from 0): a pure function, so that a resumed run needs no schedule state. The
 * warm-up rises linearly and reaches the peak with its last step; the decay starts after it. Skipped steps count.
 */
export function learningRateAt(context: ScheduleContext, step: number): number {
  const { schedule, peak, totalSteps, reductions = 0 } = context;
  const { warmupSteps } = schedule;
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  // Each entry of the table takes its own kind; TypeScript cannot follow that link through an index.
  const decay = DECAYS[schedule.kind] as Decay<ScheduleSpec>;
  return peak * decay(schedule, { step: step - warmupSteps, steps: totalSteps - warmupSteps, reductions });
}
