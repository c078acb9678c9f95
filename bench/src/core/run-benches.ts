import { TrainError } from '@ringmaster/core';
import type { Bench, BenchListener, Listener } from './bench.js';
import { Figure } from './figure.js';
import type { Settings } from './settings.js';
import { requirePython } from './sides.js';

/** What a run of benchmarks came to. */
export interface Outcome {
  readonly figures: readonly Figure[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
  /** Benchmarks that did not come to their end. */
  readonly failed: readonly string[];
}

/** Runs them one after the other; one that fails is told and does not keep the others from running. @throws TrainError `unavailable` when peers are wanted and not set up */
export async function runBenches(
  benches: readonly Bench[],
  settings: Settings,
  on: Listener,
): Promise<Outcome> {
  if (settings.peers) requirePython(settings);
  const figures: Figure[] = [];
  const notes: string[] = [];
  const failed: string[] = [];
  const started = performance.now();
  const say = (text: string) => {
    const seconds = ((performance.now() - started) / 1_000).toFixed(0).padStart(4);
    on.say(`bench ${seconds}s  ${text}`);
  };
  for (const bench of benches) {
    const listener: BenchListener = {
      say,
      leftOut: (what) => (say(what), notes.push(what)),
      figure: (raw) => {
        const figure = Figure.parse(raw);
        figures.push(figure);
        on.figure(figure);
      },
    };
    try {
      await bench.run(settings, listener);
    } catch (cause) {
      failed.push(bench.name);
      listener.leftOut(`${bench.name} failed: ${TrainError.from(cause).message}`);
    }
  }
  return { figures, notes, failed };
}
