import type { Clock } from '@ringmaster/core';
import { describe, expect, it } from 'vitest';
import { Liveness } from './liveness.js';

/** Time that passes when the test says so; `stall` lets it pass while no timer runs, as in a stopped process. */
function handClock() {
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  const clock: Clock = {
    monotonicMs: () => now,
    wallMs: () => now,
    after: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const advance = async (ms: number) => {
    for (const end = now + ms; now < end;) {
      now += 50;
      for (const timer of [...timers]) if (timer.at <= now && timers.delete(timer)) timer.run();
      await Promise.resolve().then(() => undefined);
    }
  };
  return { clock, advance, stall: (ms: number) => void (now += ms), timers };
}

function watch(answers: (peer: number) => boolean) {
  const time = handClock();
  const silent: [number, number][] = [];
  const pings = new Map<number, number>();
  const liveness = new Liveness({
    peers: [1, 2],
    clock: time.clock,
    intervalMs: 500,
    silentMs: 1_500,
    ping: (peer) => {
      pings.set(peer, (pings.get(peer) ?? 0) + 1);
      return answers(peer) ? Promise.resolve() : new Promise(() => undefined);
    },
    onSilent: (peer, silentMs) => silent.push([peer, silentMs]),
  });
  return { ...time, liveness, silent, pings };
}

describe('liveness', () => {
  it('a peer that answers lives; one that does not is reported once, in time', async () => {
    const { advance, silent, pings } = watch((peer) => peer === 1);
    await advance(1_450);
    expect(silent).toEqual([]);
    await advance(600);
    expect(silent).toEqual([[2, 1_500]]);
    await advance(10_000);
    expect(silent).toHaveLength(1);
    expect(pings.get(1)).toBeGreaterThan(20);
    expect(pings.get(2)).toBe(1);
  });

  it('frames count as signs of life', async () => {
    const { advance, silent, liveness } = watch(() => false);
    for (let i = 0; i < 10; i++) {
      await advance(1_000);
      liveness.heard(2);
    }
    expect(silent.map(([peer]) => peer)).toEqual([1]);
  });

  it('a process that was stopped itself does not blame the others', async () => {
    const { advance, stall, silent } = watch(() => true);
    await advance(900);
    stall(60_000);
    await advance(3_000);
    expect(silent).toEqual([]);
  });

  it('a process that was stopped still notices who stays silent afterwards', async () => {
    const { advance, stall, silent } = watch((peer) => peer === 1);
    stall(60_000);
    await advance(2_500);
    expect(silent.map(([peer]) => peer)).toEqual([2]);
  });

  it('stops when it has nobody to watch, or is told to', async () => {
    const { liveness, timers, advance } = watch(() => true);
    liveness.forget(1);
    liveness.forget(2);
    await advance(600);
    expect(timers.size).toBe(0);
    const other = watch(() => false);
    other.liveness.stop();
    await other.advance(5_000);
    expect(other.silent).toEqual([]);
    expect(other.timers.size).toBe(0);
  });
});
