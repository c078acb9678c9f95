import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { API_VERSION, ERROR_CODES, LIMITS, type ModelEntry } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { createHttpGuard, SECURITY_HEADERS } from '@ringmaster/rpc/http';
import {
  createBatcher,
  createServingMetrics,
  type Prediction,
  readPredictRequest,
} from '@ringmaster/serving';
import type { LoadedModel } from '../predict/loaded-model.js';
import { readBody } from './read-body.js';

export interface ModelServerOptions {
  readonly model: LoadedModel;
  /** What is served, for people. */
  readonly label: string;
  readonly entry?: ModelEntry | undefined;
  readonly token: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly maxBatch: number;
  readonly maxDelayMs: number;
  readonly maxQueue: number;
  /** How long a body may take to come, and an answer; default: LIMITS. */
  readonly bodyMs?: number;
  readonly answerMs?: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface ModelServer {
  readonly url: string;
  /** Answers what is in flight, refuses what is new, then closes. Bounded by `LIMITS.predictDrainMs`. */
  drain(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Serves one model over HTTP. @throws TrainError `unavailable` when the address is taken */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const { model, clock, logger, maxBatch, maxQueue, host, bodyMs = LIMITS.predictBodyMs } = options;
  const guard = createHttpGuard(host, options.token);
  const metrics = createServingMetrics(maxBatch);
  const width = model.inputShape.reduce((product, dim) => product * dim, 1);
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
    const { count, x } = readPredictRequest(text, { shape: model.inputShape, maxSamples: maxQueue });
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

  const routes: Readonly<
    Record<
      string,
      { method: string; handle(request: IncomingMessage, response: ServerResponse): Answer | Promise<Answer> }
    >
  > = {
    '/health': {
      method: 'GET',
      handle: () => ({ status: isDraining ? 503 : 200, body: { live: true, ready: !isDraining } }),
    },
    '/metrics': {
      method: 'GET',
      handle: () => ({
        status: 200,
        body: metrics.text({ queueDepth: batcher.depth, inFlight }),
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      }),
    },
    '/v1/model': { method: 'GET', handle: () => ({ status: 200, body: describe(options) }) },
    '/v1/predict': { method: 'POST', handle: counted },
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<Answer> => {
    try {
      const path = request.url?.split('?')[0] ?? '';
      guard.checkOrigin(request.headers);
      if (path !== '/health') guard.requireUser(request.headers);
      const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
      if (!route)
        throw new TrainError('not_found', `there is no ${path}; there are ${Object.keys(routes).join(', ')}`);
      if (request.method === route.method) return await route.handle(request, response);
      const error = new TrainError('invalid', `${request.method} ${path}: use ${route.method}`);
      return { ...errorAnswer(error, logger), status: 405, headers: { allow: route.method } };
    } catch (error) {
      return errorAnswer(error, logger);
    }
  };

  const server = createServer(
    { requestTimeout: bodyMs, headersTimeout: bodyMs, connectionsCheckingInterval: Math.min(500, bodyMs) },
    (request, response) => void answer(request, response).then((ready) => send(request, response, ready)),
  );
  server.maxConnections = LIMITS.predictConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new TrainError('unavailable', `cannot listen on ${host}:${options.port}: ${cause.message}`, {
          cause,
        }),
      ),
    );
    server.listen(options.port, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    async drain() {
      isDraining = true;
      const answered = new Promise<void>((resolve) => (inFlight === 0 ? resolve() : (idle = resolve)));
      let cancel = (): void => undefined;
      const overdue = new Promise<void>((resolve) => (cancel = clock.after(LIMITS.predictDrainMs, resolve)));
      await Promise.race([Promise.all([batcher.drain(), answered]), overdue]).finally(cancel);
      server.close();
      server.closeAllConnections();
    },
  };
}

function send(request: IncomingMessage, response: ServerResponse, { status, body, headers }: Answer): void {
  const isText = typeof body === 'string';
  const bytes = Buffer.from(isText ? body : `${JSON.stringify(body)}\n`);
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
    // What is left of a body that was not read would be taken for the next request.
    ...((status >= 500 || !request.complete) && { connection: 'close' }),
    ...headers,
  });
  response.end(bytes);
}

function errorAnswer(caught: unknown, logger: Logger): Answer {
  const error = TrainError.from(caught);
  if (error.code === 'internal') logger.error(error.message, { stack: error.stack });
  const retryAfter = error.details?.['retryAfterSeconds'];
  return {
    status: ERROR_CODES[error.code].http,
    body: { error: error.view() },
    ...(typeof retryAfter === 'number' && { headers: { 'retry-after': String(retryAfter) } }),
  };
}

/** `GET /v1/model`. */
function describe({ label, entry, model, maxBatch, maxQueue }: ModelServerOptions) {
  const { classes, classNames, loss, jobId, weightsSha256 } = model.exported;
  return {
    apiVersion: API_VERSION,
    model: label,
    ...(entry && { name: entry.name, tags: entry.tags, lineage: entry.version }),
    jobId,
    weightsSha256,
    inputShape: model.inputShape,
    outputs: model.predictor.outputs,
    loss,
    ...(classes !== undefined && { classes }),
    ...(classNames && { classNames }),
    maxBatch,
    maxQueue,
  };
}
