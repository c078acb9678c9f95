import type { Clock } from '@ringmaster/core';

/** Adds up milliseconds by phase. `lap` books the time since the last lap. */
export interface Stopwatch<Phase extends string> {
  lap(phase: Phase): void;
  readonly phases: Readonly<Record<Phase, number>>;
  totalMs(): number;
}

export function stopwatch<Phase extends string>(clock: Clock, names: readonly Phase[]): Stopwatch<Phase> {
  const phases = Object.fromEntries(names.map((name) => [name, 0])) as Record<Phase, number>;
  const startMs = clock.monotonicMs();
  let lastMs = startMs;
  return {
    lap: (phase) => {
      const nowMs = clock.monotonicMs();
      phases[phase] += nowMs - lastMs;
      lastMs = nowMs;
    },
    phases,
    totalMs: () => lastMs - startMs,
  };
}
