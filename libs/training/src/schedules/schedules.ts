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

const shareDone = ({ step, steps }: Moment): number => (steps > 1 ? Math.min(1, step / (steps - 1)) : 1);

/** Half a wave from `from` to `to`. */
const cosineBetween = (from: number, to: number, share: number): number =>
  to + (from - to) * 0.5 * (1 + Math.cos(Math.PI * share));

/** SGDR with restarts: cycle i lasts cycleSteps·cycleGrowthⁱ steps, rounded, and begins at the peak. */
function cosineRestarts(
  { cycleSteps, cycleGrowth, finalFraction }: Spec<'cosineRestarts'>,
  { step }: Moment,
): number {
  let length = cycleSteps;
  let into = cycleGrowth === 1 ? step % cycleSteps : step;
  while (into >= Math.round(length)) {
    into -= Math.round(length);
    length *= cycleGrowth;
  }
  return cosineBetween(1, finalFraction, into / Math.round(length));
}

/** L. Smith, "Cyclical Learning Rates for Training Neural Networks", WACV 2017: `triangular` and `triangular2`. */
function cyclical({ halfCycleSteps, lowestFraction, amplitude }: Spec<'cyclical'>, { step }: Moment): number {
  const cycle = Math.floor(step / (2 * halfCycleSteps));
  const height = 1 - Math.abs(step / halfCycleSteps - 2 * cycle - 1);
  const scale = amplitude === 'halved' ? 0.5 ** cycle : 1;
  return lowestFraction + (1 - lowestFraction) * height * scale;
}

/**
 * L. Smith, N. Topin, "Super-Convergence", 2018, with cosines for its lines: up to the peak in a share of the steps, then
 * down below where it began. The peak is at step ⌊risingShare·steps⌋ − 1.
 */
function oneCycle(
  { risingShare, initialFraction, finalFraction }: Spec<'oneCycle'>,
  { step, steps }: Moment,
): number {
  const peak = Math.max(0, Math.floor(risingShare * steps) - 1);
  if (step < peak) return cosineBetween(initialFraction, 1, step / peak);
  return cosineBetween(
    1,
    finalFraction,
    shareDone({ step: step - peak, steps: steps - peak, reductions: 0 }),
  );
}

const DECAYS: { readonly [Kind in ScheduleSpec['kind']]: Decay<Spec<Kind>> } = {
  constant: () => 1,
  step: ({ everySteps, factor }, { step }) => factor ** Math.floor(step / everySteps),
  exponential: ({ everySteps, factor }, { step }) => factor ** (step / everySteps),
  polynomial: ({ power, finalFraction }, moment) =>
    finalFraction + (1 - finalFraction) * (1 - shareDone(moment)) ** power,
  // Loshchilov, Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017: one cycle, no restart.
  cosine: ({ finalFraction }, moment) => cosineBetween(1, finalFraction, shareDone(moment)),
  cosineRestarts,
  cyclical,
  oneCycle,
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
