import type { StepTimings } from '@ringmaster/contracts';
import type { StepEvent } from '@ringmaster/training';

/** Adds up where the time of steps went, from one report to the next. */
export function timingsSince() {
  let steps = 0;
  let shards = 0;
  let phases: Record<string, number> = {};
  const reset = (): void => {
    steps = 0;
    phases = {};
  };
  return {
    reset,
    add(event: Pick<StepEvent, 'phases' | 'shards'>): void {
      steps += 1;
      shards = event.shards;
      for (const [phase, ms] of Object.entries(event.phases)) phases[phase] = (phases[phase] ?? 0) + ms;
    },
    /** Of one step at least; begins anew. */
    take(): StepTimings {
      const taken = { steps, shards, phases };
      reset();
      return taken;
    },
  };
}
