import type { ModelName } from '../models/model-names.js';

/** How a run of the benchmarks goes; benches read their sizes from here. */
export interface Settings {
  readonly quick: boolean;
  /** Runs the peers beside our side. */
  readonly peers: boolean;
  /** Interleaved rounds of each figure. */
  readonly rounds: number;
  /** Threads that one process of ours or of a peer may compute with, where a bench says no other number. */
  readonly threads: number;
  readonly soakMinutes: number;
  /** Of `step`. */
  readonly models: readonly ModelName[];
  readonly places: Places;
  /** What every child process gets of this one's environment. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Places {
  /** The repository. */
  readonly root: string;
  /** The bundle that children are started from. */
  readonly child: string;
  /** The peers' Python, where it has been set up. */
  readonly python: string | undefined;
  readonly peerScripts: string;
  /** Stays from run to run, so that the peers' compilers do their work once. */
  readonly compilerCache: string;
  /** Files of this run. */
  readonly scratch: string;
}
