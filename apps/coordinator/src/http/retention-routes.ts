import { Readable } from 'node:stream';
import { GcRequest, PinRequest } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { checkpointSteps } from '@ringmaster/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpParts } from './http-parts.js';
import { parsed } from './parsed.js';

/** What stays, what goes, and what is carried away. */
export function retentionRoutes({ artifacts, store, pins, gc, backup }: HttpParts) {
  const wish = (request: FastifyRequest) => ({
    jobId: store.find((request.params as { id: string }).id).jobId,
    step: parsed(PinRequest, request.body ?? {}, 'request').step,
  });
  return {
    pin: async (request: FastifyRequest) => {
      const { jobId, step } = wish(request);
      const known = await checkpointSteps(artifacts, jobId);
      if (step !== undefined && !known.includes(step))
        throw new TrainError(
          'not_found',
          `job ${jobId} has no checkpoint of step ${step}; it has ${known.join(', ') || 'none'}`,
        );
      return pins.pin(jobId, step);
    },
    unpin: async (request: FastifyRequest) => {
      const { jobId, step } = wish(request);
      return pins.unpin(jobId, step);
    },
    gc: async (request: FastifyRequest, reply: FastifyReply) => {
      const lines = jsonLines(gc.collect(parsed(GcRequest, request.body, 'request')));
      // The first line is there at once, or the refusal that is an answer of its own.
      const first = await lines.next();
      reply.header('content-type', 'application/x-ndjson; charset=utf-8');
      return reply.send(Readable.from(after(first, lines)));
    },
    backup: async (_request: FastifyRequest, reply: FastifyReply) => {
      reply.header('content-type', 'application/x-tar');
      return reply.send(Readable.from(backup()));
    },
  };
}

async function* jsonLines(values: AsyncIterable<unknown>): AsyncGenerator<string, void, undefined> {
  for await (const value of values) yield `${JSON.stringify(value)}\n`;
}

async function* after(
  first: IteratorResult<string, void>,
  rest: AsyncGenerator<string, void, undefined>,
): AsyncGenerator<string> {
  if (first.done) return;
  yield first.value;
  yield* rest;
}
