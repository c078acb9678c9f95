import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { ServingMetrics } from '@ringmaster/serving';
import { type Answer, errorAnswer, type Handler } from './answer.js';

/** Where requests that compute something come in. */
export interface RequestGate {
  /** The same handler, whose requests are counted, and refused once the server stops. */
  through(handle: Handler): Handler;
  /** Requests without a whole answer yet. */
  readonly inFlight: number;
  readonly isDraining: boolean;
  /** Refuses what is new; resolves when `settle` and all answers are out, or after `LIMITS.predictDrainMs`. */
  drain(settle: () => Promise<void>): Promise<void>;
}

export interface RequestGateOptions {
  readonly metrics: Pick<ServingMetrics, 'answered'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createRequestGate({ metrics, clock, logger }: RequestGateOptions): RequestGate {
  let isDraining = false;
  let inFlight = 0;
  let idle = (): void => undefined;
  return {
    get isDraining() {
      return isDraining;
    },
    get inFlight() {
      return inFlight;
    },
    through: (handle) => async (request, response) => {
      const started = clock.monotonicMs();
      inFlight += 1;
      response.once('close', () => {
        inFlight -= 1;
        if (inFlight === 0) idle();
      });
      let answer: Answer | undefined;
      try {
        if (isDraining) throw stopping();
        answer = await handle(request, response);
      } catch (error) {
        answer = errorAnswer(error, logger);
      }
      metrics.answered(answer?.status ?? response.statusCode, (clock.monotonicMs() - started) / 1_000);
      return answer;
    },
    async drain(settle) {
      isDraining = true;
      const answered = new Promise<void>((resolve) => (inFlight === 0 ? resolve() : (idle = resolve)));
      let cancel = (): void => undefined;
      const overdue = new Promise<void>((resolve) => (cancel = clock.after(LIMITS.predictDrainMs, resolve)));
      await Promise.race([Promise.all([settle(), answered]), overdue]).finally(cancel);
    },
  };
}

const stopping = (): TrainError =>
  new TrainError('unavailable', 'the server is stopping', { details: { retryAfterSeconds: 1 } });
