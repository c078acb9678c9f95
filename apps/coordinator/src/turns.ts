import { type Clock, type Logger, sleep, TrainError } from '@ringmaster/core';

/** Something to do again and again. */
export interface Turn {
  readonly everyMs: number;
  readonly turn: () => Promise<void>;
}
interface TurnFacts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** Each turn again and again, with a pause between its end and its next beginning; resolves after the signal. */
export async function startTurns(
  { clock, signal, logger }: TurnFacts,
  turns: readonly Turn[],
): Promise<void> {
  const repeat = async ({ everyMs, turn }: Turn): Promise<void> => {
    let lastMessage: string | undefined;
    while (!signal.aborted) {
      const failure = await turn().then(
        () => undefined,
        (error: unknown) => TrainError.from(error),
      );
      if (failure && failure.message !== lastMessage)
        logger.warn('a turn was not finished; the next one tries again', { error: failure.message });
      lastMessage = failure?.message;
      await sleep(clock, everyMs, signal).catch(() => undefined);
    }
  };
  await Promise.all(turns.map(repeat));
}
