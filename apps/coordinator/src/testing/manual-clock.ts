import type { Clock } from '@ringmaster/core';

/** Time that passes when a test says so. */
export function manualClock(
  wallMs = Date.parse('2026-01-01T00:00:00Z'),
): Clock & { advance(ms: number): void } {
  let now = 0;
  const timers = new Set<{ at: number; callback: () => void }>();
  return {
    monotonicMs: () => now,
    wallMs: () => wallMs + now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of [...timers].filter((one) => one.at <= now)) {
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}
