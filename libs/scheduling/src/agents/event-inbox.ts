import { LIMITS, type wire } from '@ringmaster/contracts';
import { type Clock, type Logger, sleep, TrainError } from '@ringmaster/core';

export interface EventInboxOptions {
  /** Resolves when the event is durable. What may pass is tried again; any other failure drops the event, loudly. */
  readonly handle: (event: wire.v1.RankEvent) => Promise<void>;
  /** Tells the agent that this event will not get lost any more. */
  readonly acknowledge: (seq: number) => void;
  /** Too many wait: true to stop reading from the agent, false to go on. */
  readonly onCongestion: (congested: boolean) => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** One agent's events, handled one at a time and in order, over all of its connections. */
export interface EventInbox {
  push(seq: number, event: wire.v1.RankEvent): void;
  readonly congested: boolean;
}

const RETRY_MS = 250;

/** Duplicates are recognised by their number: acknowledged again when done, ignored while they wait. */
export function createEventInbox(options: EventInboxOptions): EventInbox {
  const queue: { readonly seq: number; readonly event: wire.v1.RankEvent }[] = [];
  let lastQueued = 0;
  let lastDone = 0;
  let busy = false;
  let congested = false;

  const drain = async (): Promise<void> => {
    for (let next = queue.shift(); next && !options.signal.aborted; next = queue.shift()) {
      await handleUntilDurable(next.event, options);
      if (options.signal.aborted) return;
      lastDone = next.seq;
      options.acknowledge(next.seq);
      if (congested && queue.length <= LIMITS.agentQueuedEvents / 2)
        options.onCongestion((congested = false));
    }
  };

  return {
    get congested() {
      return congested;
    },
    push(seq, event) {
      if (seq <= lastDone) return options.acknowledge(seq);
      if (seq <= lastQueued) return;
      lastQueued = seq;
      queue.push({ seq, event });
      if (!congested && queue.length > LIMITS.agentQueuedEvents) options.onCongestion((congested = true));
      if (busy) return;
      busy = true;
      void drain().finally(() => (busy = false));
    },
  };
}

async function handleUntilDurable(event: wire.v1.RankEvent, options: EventInboxOptions): Promise<void> {
  const { handle, clock, logger, signal } = options;
  for (let attempt = 0; !signal.aborted; attempt++) {
    try {
      return await handle(event);
    } catch (error) {
      const cause = TrainError.from(error);
      const facts = { jobId: event.jobId, attempt: event.attempt, rank: event.rank, error: cause.message };
      if (!cause.retryable || cause.code === 'internal') {
        logger.error('an event of a rank was dropped', facts);
        return;
      }
      if (attempt === 0) logger.warn('an event of a rank cannot be written down yet; trying again', facts);
      await sleep(clock, RETRY_MS, signal).catch(() => undefined);
    }
  }
}
