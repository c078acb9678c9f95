import type { IncomingMessage, ServerResponse } from 'node:http';
import { API_VERSION, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { sampleWidth } from '@ringmaster/data';
import { createBatcher, type Prediction, readPredictRequest, type ServingMetrics } from '@ringmaster/serving';
import type { Answer } from './answer.js';
import { readBody } from './read-body.js';
import type { ModelServerOptions } from './server-options.js';

/** Requests for predictions, from body to answer. */
export interface PredictionService {
  answer(request: IncomingMessage, response: ServerResponse): Promise<Answer>;
  /** Samples that wait. */
  depth(): number;
  /** Takes nothing new; resolves when nothing is computed any more. */
  drain(): Promise<void>;
}

export function createPredictionService(
  options: ModelServerOptions,
  metrics: Pick<ServingMetrics, 'batch'>,
): PredictionService {
  const { model, clock, maxQueue } = options;
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

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<Answer> => {
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

  return { answer, depth: () => batcher.depth(), drain: () => batcher.drain() };
}
