import type { JobView } from '@ringmaster/contracts';

/** How much of a new observation enters the estimate: about the last ten seconds count. */
const WEIGHT_PER_MS = 1 / 10_000;

/** Estimates the time to a job's last step from its pace so far, evaluations and checkpoints included. */
export interface EtaEstimator {
  /** Milliseconds left; undefined while nothing is known. */
  observe(job: JobView, nowMs: number): number | undefined;
}

export function createEtaEstimator(): EtaEstimator {
  let last: { step: number; nowMs: number } | undefined;
  let msPerStep: number | undefined;
  return {
    observe({ state, progress }, nowMs) {
      if (state !== 'running' || progress === undefined) {
        last = undefined;
        return undefined;
      }
      const { step, totalSteps } = progress;
      // A new attempt goes on from an earlier step, at a pace of its own.
      if (last === undefined || step < last.step) {
        last = { step, nowMs };
        msPerStep = undefined;
      } else if (step > last.step) {
        const passedMs = nowMs - last.nowMs;
        const seen = passedMs / (step - last.step);
        const weight = 1 - Math.exp(-passedMs * WEIGHT_PER_MS);
        msPerStep = msPerStep === undefined ? seen : msPerStep + weight * (seen - msPerStep);
        last = { step, nowMs };
      }
      return msPerStep === undefined ? undefined : msPerStep * (totalSteps - step);
    },
  };
}
