import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { API_VERSION, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { createHttpGuard } from '@ringmaster/rpc/http';
import { createServingMetrics } from '@ringmaster/serving';
import { type Answer, errorAnswer, type Handler, send } from './answer.js';
import { createGenerationService } from './generation-service.js';
import { createPredictionService } from './prediction-service.js';
import { createRequestGate } from './request-gate.js';
import type { ModelServerOptions } from './server-options.js';

export interface ModelServer {
  readonly url: string;
  /** What it is asked by `POST`. */
  readonly routes: readonly string[];
  /** Answers what is in flight, refuses what is new, then closes. Bounded by `LIMITS.predictDrainMs`. */
  drain(): Promise<void>;
}

/** Serves one model over HTTP. @throws TrainError `unavailable` when the address is taken */
export async function startModelServer(options: ModelServerOptions): Promise<ModelServer> {
  const { logger, host, bodyMs = LIMITS.predictBodyMs } = options;
  const guard = createHttpGuard([host]);
  const metrics = createServingMetrics(options.maxBatch);
  const gate = createRequestGate({ ...options, metrics });
  const predict = createPredictionService(options, metrics);
  const { language } = options;
  const generate = language && createGenerationService({ ...options, language });

  const routes: Readonly<Record<string, { method: string; handle: Handler }>> = {
    '/health': {
      method: 'GET',
      handle: () => ({
        status: gate.isDraining ? 503 : 200,
        body: { live: true, ready: !gate.isDraining },
      }),
    },
    '/metrics': {
      method: 'GET',
      handle: () => ({
        status: 200,
        body: metrics.text({ queueDepth: predict.depth(), inFlight: gate.inFlight }),
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      }),
    },
    '/v1/model': { method: 'GET', handle: () => ({ status: 200, body: describe(options) }) },
    '/v1/predict': { method: 'POST', handle: gate.through(predict.answer) },
    ...(generate && { '/v1/generate': { method: 'POST', handle: gate.through(generate.answer) } }),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> => {
    try {
      const path = request.url?.split('?')[0] ?? '';
      guard.checkOrigin(request.headers);
      if (path !== '/health') guard.requireToken(request.headers, options.token);
      const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
      if (!route)
        throw new TrainError(
          'not_found',
          `${options.label} does not answer ${path}; it answers ${Object.keys(routes).join(', ')}`,
        );
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
    routes: Object.keys(routes).filter((path) => routes[path]?.method === 'POST'),
    async drain() {
      await gate.drain(() => predict.drain());
      server.close();
      server.closeAllConnections();
    },
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
