import { Readable } from 'node:stream';
import { CreateTokenRequest, LIMITS, TokenName } from '@ringmaster/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { HttpParts } from './http-parts.js';
import { parsed } from './parsed.js';

const ActionsQuery = z.strictObject({
  tail: z.coerce.number().int().min(0).max(LIMITS.tailLines).optional(),
  refusals: z.enum(['true', 'false']).default('false'),
});

/** Handlers of tokens, and of the lists of what was done with them or refused. */
export function accessRoutes({ tokens, actions, refusals }: HttpParts) {
  return {
    tokens: async () => ({ tokens: tokens.list() }),
    createToken: async (request: FastifyRequest, reply: FastifyReply) =>
      reply.code(201).send(await tokens.create(parsed(CreateTokenRequest, request.body, 'request'))),
    revokeToken: async (request: FastifyRequest) => {
      const { name } = parsed(z.object({ name: TokenName }), request.params, 'path');
      return tokens.revoke(name);
    },
    actions: async (request: FastifyRequest, reply: FastifyReply) => {
      const query = parsed(ActionsQuery, request.query, 'query');
      const lines = (query.refusals === 'true' ? refusals : actions).lines(query.tail);
      reply.header('content-type', 'application/x-ndjson; charset=utf-8');
      return reply.send(Readable.from(withEnds(lines)));
    },
  };
}

async function* withEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
