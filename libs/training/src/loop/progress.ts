import type { PrecisionSpec } from '@ringmaster/contracts';
import type { LossScale, ProgressState } from '../checkpoint/manifest.js';
import { canFall, freshLossScale } from './loss-scale.js';
import { addDigests } from '../order/id-digest.js';
import type { StepRecord } from '../record.js';

/** What a run counts. Changed in one place only: at the end of a step. */
export interface Progress {
  step: number;
  updates: number;
  samples: number;
  skippedSteps: number;
  /** Those that may be so for their loss scale alone are not counted. */
  nonFiniteInARow: number;
  lossScale: LossScale | undefined;
  epoch: EpochSums;
}

interface EpochSums {
  steps: number;
  samples: number;
  loss: number;
  metrics: readonly number[];
  digest: bigint;
}

const freshEpoch = (metrics: number): EpochSums => ({
  steps: 0,
  samples: 0,
  loss: 0,
  metrics: new Array<number>(metrics).fill(0),
  digest: 0n,
});

export const freshProgress = (metrics: number, precision?: PrecisionSpec): Progress => ({
  step: 0,
  updates: 0,
  samples: 0,
  skippedSteps: 0,
  nonFiniteInARow: 0,
  lossScale: freshLossScale(precision),
  epoch: freshEpoch(metrics),
});

/** Counts a finished step. A skipped one uses up its samples and leaves loss and metrics alone. */
export function countStep(progress: Progress, record: StepRecord, isApplied: boolean): void {
  const { epoch } = progress;
  progress.step++;
  progress.samples += record.samples;
  for (const digest of record.digests.values()) epoch.digest = addDigests(epoch.digest, digest);
  if (isApplied) {
    progress.updates++;
    progress.nonFiniteInARow = 0;
    epoch.steps++;
    epoch.samples += record.samples;
    epoch.loss += record.lossSum;
    epoch.metrics = epoch.metrics.map((sum, i) => sum + (record.metricSums[i] ?? 0));
  } else {
    progress.skippedSteps++;
    if (!canFall(progress.lossScale)) progress.nonFiniteInARow++;
  }
}

export function beginEpoch(progress: Progress): void {
  progress.epoch = freshEpoch(progress.epoch.metrics.length);
}

export const saveProgress = ({ lossScale, ...progress }: Progress): ProgressState => ({
  ...progress,
  ...(lossScale && { lossScale }),
  epoch: {
    ...progress.epoch,
    metrics: [...progress.epoch.metrics],
    digest: progress.epoch.digest.toString(16).padStart(16, '0'),
  },
});

/** A run that began without mixed precision, or now goes on without it, has the scale of its document. */
export const restoreProgress = (state: ProgressState, precision?: PrecisionSpec): Progress => ({
  ...state,
  lossScale: precision && (state.lossScale ?? freshLossScale(precision)),
  epoch: { ...state.epoch, digest: BigInt(`0x${state.epoch.digest}`) },
});
