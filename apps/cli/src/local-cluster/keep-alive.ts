import { LIMITS } from '@ringmaster/contracts';
import { type Clock, sleep } from '@ringmaster/core';
import { type Child, type ChildExit, type ChildSpec, describeExit, startChild } from './child.js';

export interface KeepAliveOptions {
  readonly clock: Clock;
  /** One line for people whenever the process ended by itself or was started again. */
  readonly say: (line: string) => void;
  /** Called for every start, so that arguments can depend on the life before (ports). */
  readonly spec: () => ChildSpec;
  /** Delay before the first restart; doubles up to `LIMITS.restartMaxMs`, and starts over after a life of that length. */
  readonly restartBaseMs?: number;
}

/** A process that is started again whenever it fails, from the moment it was ready until it is stopped or leaves with 0. */
export interface KeptAlive {
  readonly name: string;
  /** Of the newest life. */
  pid(): number;
  /** Every pid that it has had, to tell its files from another's. */
  pids(): readonly number[];
  /** Resolves with the exit of the first life. For the time until it is ready. */
  readonly firstExit: Promise<ChildExit>;
  /** From now on it is started again. False when it has ended before. */
  confirmReady(): boolean;
  /** Ends it for good: politely, then with SIGKILL after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export async function keepAlive(options: KeepAliveOptions): Promise<KeptAlive> {
  const { clock, say, restartBaseMs = LIMITS.retryBaseMs } = options;
  const stopping = new AbortController();
  const first = options.spec();
  let child: Child = await startChild(first, clock);
  const pids = [child.pid];
  let hasBeenReady = false;

  const loop = async (): Promise<void> => {
    for (let failures = 0; ; failures += 1) {
      const startedMs = clock.monotonicMs();
      const exit = await child.exited;
      if (stopping.signal.aborted || !hasBeenReady) return;
      if (exit.code === 0) return say(`${first.name} has left, as it was asked to; it is not started again`);
      if (clock.monotonicMs() - startedMs >= LIMITS.restartMaxMs) failures = 0;
      const waitMs = Math.min(LIMITS.restartMaxMs, restartBaseMs * 2 ** failures);
      say(
        `${first.name} ended (${describeExit(exit)}); starting it again in ${waitMs} ms; its log: ${first.logFile}`,
      );
      await sleep(clock, waitMs, stopping.signal);
      child = await startChild(options.spec(), clock);
      pids.push(child.pid);
      if (stopping.signal.aborted) await child.stop(LIMITS.stopGraceMs);
    }
  };
  const firstExit = child.exited;
  const running = loop().catch((error: unknown) => {
    if (!stopping.signal.aborted) say(`${first.name} cannot be kept running: ${String(error)}`);
  });

  return {
    name: first.name,
    pid: () => child.pid,
    pids: () => pids,
    firstExit,
    confirmReady: () => (hasBeenReady = !child.hasExited()),
    async stop(graceMs) {
      stopping.abort();
      if (!child.hasExited()) await child.stop(graceMs);
      await running;
    },
  };
}
