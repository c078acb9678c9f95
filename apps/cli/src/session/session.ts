import type { Clock } from '@ringmaster/core';
import type { HomeLayout } from '@ringmaster/contracts';
import type { Terminal } from '../terminal/terminal.js';
import type { CliEnvironment } from './environment.js';
import type { Interrupts } from './interrupts.js';

/** What the global flags said. */
export interface GlobalFlags {
  readonly json: boolean;
  readonly url: string | undefined;
  readonly tokenFile: string | undefined;
  /** PEM file of the authority to believe. */
  readonly caFile: string | undefined;
  /** Longest time for the whole verb, in milliseconds. */
  readonly timeoutMs: number | undefined;
}

/** What the process around a verb is. */
export interface Host {
  readonly terminal: Terminal;
  readonly environment: CliEnvironment;
  readonly interrupts: Interrupts;
  readonly clock: Clock;
  /** Directory of the bundles: `cli/main.js`, `coordinator/main.js`, `worker/agent.js`. */
  readonly distDir: string;
  readonly readStdin: () => Promise<string>;
}

/** One invocation of a verb. */
export interface Session extends Host {
  readonly flags: GlobalFlags;
  readonly home: HomeLayout;
}

/** What a verb leaves on stdout: `data` under --json, `text` otherwise. */
export interface VerbOutput {
  readonly data: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly exitCode?: number;
}
