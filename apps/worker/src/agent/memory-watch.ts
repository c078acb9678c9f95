import { LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import { oomKillCount, residentBytes } from './proc-memory.js';

export interface MemoryLimit {
  /** Field of the document that sets it. */
  readonly name: string;
  readonly bytes: number;
}

/** Looks at a trainer's resident memory every `LIMITS.memoryWatchMs`. */
export interface MemoryWatch {
  /** When it was last looked at; 0 before the first look. */
  readonly residentBytes: number;
  /** Kills by the kernel's OOM killer since the watch began; undefined where they cannot be counted. */
  oomKills(): Promise<number | undefined>;
  stop(): void;
}

export function watchMemory(o: {
  readonly pid: number;
  readonly who: string;
  readonly limit: MemoryLimit | undefined;
  readonly clock: Clock;
  onExceeded(cause: TrainError): void;
}): MemoryWatch {
  const killsBefore = oomKillCount();
  let seen = 0;
  let stopped = false;
  let cancel = (): void => undefined;

  async function look(): Promise<void> {
    const now = await residentBytes(o.pid);
    if (stopped) return;
    seen = now ?? seen;
    if (o.limit !== undefined && now !== undefined && now > o.limit.bytes) {
      o.onExceeded(
        new TrainError(
          'limit_exceeded',
          `${o.who} used ${now} bytes of memory; ${o.limit.name} allows ${o.limit.bytes}: raise it or lower data.batchSize`,
          { details: { residentBytes: now, limit: o.limit.name, limitBytes: o.limit.bytes } },
        ),
      );
      return;
    }
    cancel = o.clock.after(LIMITS.memoryWatchMs, () => void look());
  }
  void look();

  return {
    get residentBytes() {
      return seen;
    },
    async oomKills() {
      const [before, after] = await Promise.all([killsBefore, oomKillCount()]);
      return before === undefined || after === undefined ? undefined : after - before;
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
