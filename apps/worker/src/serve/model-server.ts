import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { API_VERSION, LIMITS, type ModelEntry } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { createHttpGuard } from '@ringmaster/rpc/http';
import type { LoadedModel } from '../predict/loaded-model.js';
import { type Answer, errorAnswer, send } from './answer.js';
import { createGenerationService, type ServedLanguage } from './generation-service.js';
import { createPredictionService } from './prediction-service.js';

export interface ModelServerOptions {
  readonly model: LoadedModel;
  /** The same model as one that says next tokens, where it does. */
  readonly language?: ServedLanguage | undefined;
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

/** Gives nothing when it has answered itself. */
type Handler = (request: IncomingMessage, response: ServerResponse) => Answer | Promise<Answer | undefined>;

export interface ModelServer {
  readonly url: string;
  /** Answers what is in flight, refuses what is new, then closes. Bounded by `LIMITS.predictDrainMs`. */
  drain(): Promise<void>;
}

/** Serves one model over HTTP. @throws TrainError `unavailable` when the address is taken */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const { logger, host, bodyMs = LIMITS.predictBodyMs } = options;
  const guard = createHttpGuard([host]);
  const service = createPredictionService(options);
  const { language } = options;
  const generate = language && createGenerationService({ ...options, language });

  const routes: Readonly<Record<string, { method: string; handle: Handler }>> = {
    '/health': {
      method: 'GET',
      handle: () => ({
        status: service.isDraining ? 503 : 200,
        body: { live: true, ready: !service.isDraining },
      }),
    },
    '/metrics': {
      method: 'GET',
      handle: () => ({
        status: 200,
        body: service.metrics(),
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      }),
    },
    '/v1/model': { method: 'GET', handle: () => ({ status: 200, body: describe(options) }) },
    '/v1/predict': { method: 'POST', handle: service.answer },
    ...(generate && { '/v1/generate': { method: 'POST', handle: whileUp(service, generate.answer) } }),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> => {
    try {
      const path = request.url?.split('?')[0] ?? '';
      guard.checkOrigin(request.headers);
      if (path !== '/health') guard.requireToken(request.headers, options.token);
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
    (request, response) =>
      void answer(request, response).then((ready) => ready && send(request, response, ready)),
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
      await service.drain();
      await within(options.clock, LIMITS.predictDrainMs, generate?.idle());
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Refuses what comes when the server is stopping. */
const whileUp =
  (service: { readonly isDraining: boolean }, handle: Handler): Handler =>
  (request, response) => {
    if (service.isDraining)
      throw new TrainError('unavailable', 'the server is stopping', { details: { retryAfterSeconds: 1 } });
    return handle(request, response);
  };

/** Waits for something, but no longer than that. */
async function within(clock: Clock, ms: number, what: Promise<unknown> | undefined): Promise<void> {
  let cancel = (): void => undefined;
  const overdue = new Promise<void>((resolve) => (cancel = clock.after(ms, resolve)));
  await Promise.race([what, overdue]).finally(cancel);
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
    ...(model.predictor.inputs.length === 1 && { inputShape: model.predictor.inputs[0]?.shape }),
    inputs: model.predictor.inputs,
    outputShape: model.predictor.outputShape,
    outputs: model.predictor.outputs,
    loss,
    ...(classes !== undefined && { classes }),
    ...(classNames && { classNames }),
    maxBatch,
    maxQueue,
  };
}
