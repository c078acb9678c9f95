import type { Figure } from './figure.js';
import type { Settings } from './settings.js';

/** Who hears of a run. */
export interface Listener {
  /** A line for people: what starts now. */
  say(text: string): void;
  figure(figure: Figure): void;
}

/** What a bench tells the runner. */
export interface BenchListener extends Listener {
  /** A part of the comparison that does not run here, and why. */
  leftOut(what: string): void;
}

/** A benchmark. It starts what it measures, and leaves nothing running. */
export interface Bench {
  readonly name: string;
  /** One sentence for `--help` and the report. */
  readonly summary: string;
  run(settings: Settings, on: BenchListener): Promise<void>;
}
