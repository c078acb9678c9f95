import { randomUUID } from 'node:crypto';
import { type ActionLine, type ErrorCode, roleSuffices, type Route, ROUTES } from '@ringmaster/contracts';
import type { Clock } from '@ringmaster/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Trail } from './action-log.js';
import { targetOf } from './action-target.js';

/** In every answer; the list of actions has it too. */
export const REQUEST_HEADER = 'ringmaster-request';

const LISTED: ReadonlyMap<string, { readonly action: string; readonly route: Route }> = new Map(
  Object.entries<Route>(ROUTES)
    .filter(([, { method, unlisted }]) => method !== 'GET' && !unlisted)
    .map(([action, route]) => [`${route.method} ${route.path}`, { action, route }]),
);

export const newRequestId = (): string => randomUUID();

/**
 * Writes every mutation down before its answer leaves: also those that were refused, in a list of their own where the caller
 * had no right to ask. What ranks store is their job's.
 */
export function recordActions(
  app: FastifyInstance,
  { actions, refusals, clock }: Trail & { readonly clock: Clock },
): void {
  app.addHook('preSerialization', async (request, _reply, answer) => {
    request.answered = answer;
    return answer;
  });
  app.addHook('onSend', async (request, reply) => {
    const listed = LISTED.get(`${request.method} ${request.routeOptions.url ?? ''}`);
    if (listed === undefined || request.caller?.kind === 'rank') return;
    const { action, route } = listed;
    const { statusCode: status } = reply;
    await (mayAsk(request, route) ? actions : refusals).add({
      at: new Date(clock.wallMs()).toISOString(),
      requestId: request.id,
      who: whoIs(request),
      from: request.ip,
      action,
      target: targetOf(request, route),
      status,
      outcome: status < 400 ? 'done' : status < 500 ? 'refused' : 'failed',
      ...(request.failure && { code: request.failure }),
    });
  });
}

/** False for who was turned away before the route: without a token that counts, or with a role that does not suffice. */
const mayAsk = ({ caller }: FastifyRequest, { access }: Route): boolean =>
  caller?.kind === 'user' && access !== 'public' && roleSuffices(caller.role, access);

function whoIs({ caller }: FastifyRequest): ActionLine['who'] {
  return caller?.kind === 'user' ? { name: caller.name, role: caller.role } : null;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Why it was refused or failed. */
    failure?: ErrorCode;
    /** What it is answered with, where that is JSON. */
    answered?: unknown;
  }
}
