import { LIMITS } from '@ringmaster/contracts';
import { type Clock, TrainError } from '@ringmaster/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface BodyLimits {
  /** A body of JSON: so long for its beginning, and as much more as its largest size takes at the lowest speed. */
  readonly documentMs: number;
  readonly bytesPerSecond: number;
  /** Any other body may stand still so long. */
  readonly idleMs: number;
  /** How long what still comes of a body that was answered already is thrown away before the connection ends. */
  readonly lingerMs: number;
}

export const BODY_LIMITS: BodyLimits = {
  documentMs: LIMITS.httpBodyMs,
  bytesPerSecond: LIMITS.httpBodyBytesPerSecond,
  idleMs: LIMITS.artifactIdleMs,
  lingerMs: LIMITS.httpLingerMs,
};

/**
 * Every body comes in time or its connection ends: JSON whole, what streams byte by byte, and what nobody wants to read
 * not at all. Packed bodies are refused, so none can grow.
 */
export function watchBodies(app: FastifyInstance, clock: Clock, limits: BodyLimits = BODY_LIMITS): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const { raw } = request;
    if (!hasBody(request)) return payload;
    refusePacked(request);
    if (!isJson(request)) {
      raw.setTimeout(limits.idleMs, () => raw.destroy());
      return payload;
    }
    const ms = limits.documentMs + (request.routeOptions.bodyLimit / limits.bytesPerSecond) * 1_000;
    const cancel = clock.after(ms, () =>
      // To whoever reads the body; destroying it would end the connection before the answer.
      raw.emit('error', new TrainError('deadline', `the body did not come within ${Math.round(ms)} ms`)),
    );
    for (const over of ['end', 'close', 'error']) raw.once(over, cancel);
    return payload;
  });
  app.addHook('onResponse', async ({ raw }) => {
    if (raw.complete || raw.socket.destroyed) return;
    const cancel = clock.after(limits.lingerMs, () => raw.complete || raw.socket.destroy());
    raw.socket.once('close', cancel);
  });
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

const isJson = ({ headers }: FastifyRequest): boolean =>
  headers['content-type']?.startsWith('application/json') ?? false;

/** @throws TrainError `invalid` */
function refusePacked({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new TrainError(
      'invalid',
      `a body with content-encoding ${encoding} is not taken; send it as it is`,
    );
}
