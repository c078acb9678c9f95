import { LIMITS } from '@ringmaster/contracts';
import type { StepDeadline } from './vector-exchange.js';

export const DEFAULT_STEP_DEADLINE: StepDeadline = {
  firstMs: LIMITS.firstStepMs,
  factor: LIMITS.stepFactor,
  minMs: LIMITS.minStepMs,
};

/** Derives how long to wait for a step from those seen so far. */
export class StepTiming {
  #slowestMs: number | undefined;

  constructor(private readonly deadline: StepDeadline) {}

  observe(ms: number): void {
    this.#slowestMs = Math.max(this.#slowestMs ?? 0, ms);
  }

  stepMs(): number {
    const { firstMs, factor, minMs } = this.deadline;
    return this.#slowestMs === undefined ? firstMs : Math.max(minMs, factor * this.#slowestMs);
  }

  recordsMs(): number {
    return Math.max(this.deadline.firstMs, this.stepMs());
  }
}
