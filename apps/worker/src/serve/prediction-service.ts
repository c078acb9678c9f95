import type { IncomingMessage, ServerResponse } from 'node:http';
import { API_VERSION, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { sampleWidth } from '@ringmaster/data';
import {
  createBatcher,
  createServingMetrics,
  type Prediction,
  readPredictRequest,
} from '@ringmaster/serving';
import { type Answer, errorAnswer } from './answer.js';
import type { ModelServerOptions } from './model-server.js';
import { readBody } from './read-body.js';

/** Requests for predictions, from body to answer, and what is counted about them. */
export interface PredictionService {
  answer(request: IncomingMessage, response: ServerResponse): Promise<Answer>;
  metrics(): string;
  readonly isDraining: boolean;
  /** Refuses what is new; resolves when all answers are out, or after `LIMITS.predictDrainMs`. */
  drain(): Promise<void>;
}

export function createPredictionService(options: ModelServerOptions): PredictionService {
  const { model, clock, logger, maxBatch, maxQueue } = options;
  const metrics = createServingMetrics(maxBatch);
  const { inputs } = model.predictor;
  const width = sampleWidth(inputs);
  const batcher = createBatcher<Float32Array, Prediction>({
    ...options,
    onBatch: metrics.batch,
    run: async (samples) => {
      // Computing is synchronous: what has come in meanwhile gets its turn first.
      await new Promise((resolve) => setImmediate(resolve));
      const x = new Float32Array(samples.length * width);
      samples.forEach((sample, row) => x.set(sample, row * width));
      return model.predict(x, samples.length);
    },
  });
  let isDraining = false;
  let inFlight = 0;
  let idle = (): void => undefined;

  const predict = async (request: IncomingMessage, response: ServerResponse): Promise<Answer> => {
    if (isDraining)
      throw new TrainError('unavailable', 'the server is stopping', { details: { retryAfterSeconds: 1 } });
    const text = await readBody(request, LIMITS.predictBodyBytes);
    const { count, x } = readPredictRequest(text, {
      parts: inputs,
      maxSamples: maxQueue,
      table: model.exported.table,
    });
    const samples = Array.from({ length: count }, (_, row) => x.subarray(row * width, (row + 1) * width));
    const over = new AbortController();
    const answerMs = options.answerMs ?? LIMITS.predictMs;
    const cancel = clock.after(answerMs, () =>
      over.abort(new TrainError('deadline', `no prediction within ${answerMs} ms; send fewer samples`)),
    );
    response.once('close', () => over.abort(new TrainError('cancelled', 'the client is gone')));
    try {
      const predictions = await batcher.submit(samples, over.signal);
      return { status: 200, body: { apiVersion: API_VERSION, model: options.label, predictions } };
    } finally {
      cancel();
    }
  };

  const counted = async (request: IncomingMessage, response: ServerResponse): Promise<Answer> => {
    const started = clock.monotonicMs();
    inFlight += 1;
    response.once('close', () => {
      inFlight -= 1;
      if (inFlight === 0) idle();
    });
    const answer = await predict(request, response).catch((error: unknown) => errorAnswer(error, logger));
    metrics.answered(answer.status, (clock.monotonicMs() - started) / 1_000);
    return answer;
  };

  return {
    answer: counted,
    metrics: () => metrics.text({ queueDepth: batcher.depth(), inFlight }),
    get isDraining() {
      return isDraining;
    },
    async drain() {
      isDraining = true;
      const answered = new Promise<void>((resolve) => (inFlight === 0 ? resolve() : (idle = resolve)));
      let cancel = (): void => undefined;
      const overdue = new Promise<void>((resolve) => (cancel = clock.after(LIMITS.predictDrainMs, resolve)));
      await Promise.race([Promise.all([batcher.drain(), answered]), overdue]).finally(cancel);
    },
  };
}
