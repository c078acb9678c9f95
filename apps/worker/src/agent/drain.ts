import { type Clock, type Logger } from '@ringmaster/core';
import type { SlotTable } from './slot-table.js';

export interface DrainWish {
  readonly reason: string;
  /** How long its ranks may take to leave. */
  readonly graceMs: number;
}

/** The way out of an agent: its ranks leave at a step boundary, for a limited time. */
export interface Drain {
  /** Wishes add up: the shortest time counts. */
  begin(wish: DrainWish): void;
  /** Ends the time now. */
  hurry(): void;
  /** Resolves when it was begun and no rank is left, or the time is up. */
  readonly done: Promise<void>;
}

export function createDrain(o: {
  readonly table: Pick<SlotTable, 'drain' | 'empty'>;
  readonly clock: Clock;
  readonly logger: Logger;
}): Drain {
  const { table, clock, logger } = o;
  let cancel = (): void => undefined;
  let endMs = Infinity;
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve)).finally(() => cancel());

  return {
    done,
    begin({ reason, graceMs }) {
      const isFirst = endMs === Infinity;
      const wantedMs = clock.monotonicMs() + graceMs;
      if (wantedMs >= endMs) return;
      endMs = wantedMs;
      cancel();
      cancel = clock.after(graceMs, () => {
        logger.warn(`ranks have not left within ${graceMs} ms; they are ended`, { reason });
        finish();
      });
      if (!isFirst) return;
      logger.info(`draining: ${reason}`, { graceMs });
      table.drain(reason);
      void table.empty().then(finish);
    },
    hurry: () => finish(),
  };
}
