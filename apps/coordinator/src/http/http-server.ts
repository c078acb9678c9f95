import {
  API_HEADER,
  API_VERSION,
  apiSkew,
  apiSpeaker,
  LIMITS,
  type Route,
  ROUTES,
  VERSION,
  VERSION_HEADER,
} from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { SECURITY_HEADERS } from '@ringmaster/rpc/http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { newRequestId, recordActions, REQUEST_HEADER } from '../access/record-actions.js';
import { accessRoutes } from './access-routes.js';
import { artifactRoutes } from './artifact-routes.js';
import { watchBodies } from './body-deadlines.js';
import { checkpointRoutes } from './checkpoint-routes.js';
import { type ConnectionLimit, limitConnections } from './connection-limit.js';
import { dataRoutes } from './data-routes.js';
import { errorReply } from './error-reply.js';
import type { Caller } from './guard.js';
import type { HttpParts } from './http-parts.js';
import { jobRoutes } from './job-routes.js';
import { lifecycleRoutes } from './lifecycle-routes.js';
import { planRoutes } from './plan-routes.js';
import { retentionRoutes } from './retention-routes.js';
import { modelRoutes } from './model-routes.js';
import { workerRoutes } from './worker-routes.js';
import { parseJsonBody } from './json-body.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before the body is read. */
    caller: Caller;
  }
  interface FastifyContextConfig {
    route?: Route;
  }
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

const FIXED_HEADERS = {
  [VERSION_HEADER]: VERSION,
  [API_HEADER]: String(API_VERSION),
  ...SECURITY_HEADERS,
} as const;

/** Room for what a request wraps around a document. */
const WRAPPING_BYTES = 4 * 1024;

/** Bodies that may be larger than a document. */
const BODY_BYTES: Readonly<Partial<Record<keyof typeof ROUTES, number>>> = {
  missingData: LIMITS.dataManifestBytes,
  publishData: LIMITS.dataManifestBytes,
};

/** The HTTP API (contracts' ROUTES). Nothing of a body is read before origin and token are checked. */
export function createHttpServer(parts: HttpParts): FastifyInstance {
  const { guard, logger, clock, httpLimits } = parts;
  const app = fastify({
    ...listenerOptions(parts),
    bodyLimit: LIMITS.jobDocumentBytes + WRAPPING_BYTES,
    // A body has deadlines of its own, and a follower's answer has no end.
    connectionTimeout: 0,
    requestTimeout: 0,
    keepAliveTimeout: LIMITS.httpKeepAliveMs,
    exposeHeadRoutes: false,
    genReqId: newRequestId,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1_024 },
  });
  const connections: ConnectionLimit = limitConnections({
    server: app.server,
    most: httpLimits?.connections ?? LIMITS.httpConnections,
    logger,
  });
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(FIXED_HEADERS).header(REQUEST_HEADER, request.id);
    guard.checkOrigin(request.headers);
    checkVersion(request.headers);
    const route = request.routeOptions.config.route ?? UNKNOWN;
    request.caller = guard.identify(request.headers, route);
    guard.permit(request.caller, route);
    if (request.caller.kind !== 'nobody') connections.busy(request.raw.socket);
    cutWhenRevoked(request, reply, parts);
  });
  app.addHook('onResponse', async (request) => connections.idle(request.raw.socket));
  watchBodies(app, clock, httpLimits?.bodies);
  recordActions(app, parts);
  app.setErrorHandler((error, request, reply) => {
    const { status, body } = errorReply(error, logger);
    request.failure = body.error.code;
    return reply.code(status).send(body);
  });
  app.setNotFoundHandler((request, reply) => {
    const allowed = methodsAt(request.url.split('?')[0] ?? '');
    if (allowed.length > 0) return notAllowed(request, reply, allowed);
    throw new TrainError('not_found', `there is no ${request.method} ${request.url.split('?')[0] ?? ''}`);
  });
  readBodies(app);

  const handlers: Record<keyof typeof ROUTES, Handler> = {
    ...jobRoutes(parts),
    ...lifecycleRoutes(parts),
    ...artifactRoutes(parts),
    ...checkpointRoutes(parts),
    ...planRoutes(parts),
    ...retentionRoutes(parts),
    ...dataRoutes(parts),
    ...modelRoutes(parts),
    ...accessRoutes(parts),
    ...workerRoutes(parts),
  };
  for (const [key, route] of Object.entries<Route>(ROUTES)) {
    const { method, path } = route;
    const name = key as keyof typeof ROUTES;
    const bodyLimit = BODY_BYTES[name];
    app.route({
      method,
      url: path,
      config: { route },
      handler: handlers[name],
      ...(bodyLimit !== undefined && { bodyLimit }),
    });
  }
  return app;
}

/** What is still being read with a token ends with it. A change that was let in is carried out: its answer says so. */
function cutWhenRevoked(
  { method, caller }: FastifyRequest,
  reply: FastifyReply,
  { tokens }: HttpParts,
): void {
  if (method !== 'GET' || caller.kind !== 'user') return;
  const { name } = caller;
  const forget = tokens.onRevoked((revoked) => revoked === name && reply.raw.destroy());
  reply.raw.once('close', forget);
}

/** How often Node looks for requests that are late. */
const LATE_EVERY_MS = 1_000;

function listenerOptions({ tls, httpLimits }: HttpParts) {
  const headersTimeout = httpLimits?.headersMs ?? LIMITS.httpHeadersMs;
  const options = {
    headersTimeout,
    connectionsCheckingInterval: Math.min(LATE_EVERY_MS, headersTimeout / 2),
    maxHeaderSize: LIMITS.httpHeaderBytes,
  };
  if (tls === undefined) return { http: options };
  return { https: { ...options, cert: tls.cert, key: tls.key, handshakeTimeout: LIMITS.connectMs } };
}

/** What nobody serves may be asked for by anybody with a token that counts. */
const UNKNOWN = { access: 'reader', ranks: true } as const;

/** Paths of the routes as patterns, each with the method that it is for. */
const PATTERNS = Object.values<Route>(ROUTES).map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+').replace('*', '.*')}$`),
}));

const methodsAt = (path: string): readonly string[] => [
  ...new Set(PATTERNS.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method)),
];

function notAllowed(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): FastifyReply {
  const message = `${request.method} is not for ${request.url.split('?')[0] ?? ''}; there is ${allowed.join(', ')}`;
  const error = new TrainError('invalid', message).view();
  return reply.code(405).header('allow', allowed.join(', ')).send({ error });
}

/** @throws TrainError `incompatible` for a client of ours that speaks another API */
function checkVersion(headers: FastifyRequest['headers']): void {
  const said = (name: string) => headers[name]?.toString().slice(0, 32);
  const client = { who: 'the client', version: said(VERSION_HEADER), api: said(API_HEADER) };
  const skew = apiSkew(client, apiSpeaker('the coordinator'));
  if (skew?.kind === 'refuse') throw new TrainError('incompatible', skew.message);
}

/** JSON is parsed by us, after a look at its depth; everything else is a stream that only artifact routes read. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: FastifyRequest, text: string) => (text === '' ? undefined : parseJsonBody(text)),
  );
  app.addContentTypeParser('*', async (_request: FastifyRequest, payload: unknown) => payload);
}
