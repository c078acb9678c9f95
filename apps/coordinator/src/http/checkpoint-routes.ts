import { Readable } from 'node:stream';
import { checkpointSteps, storedCheckpoints, verifyCheckpoint } from '@ringmaster/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpParts } from './http-parts.js';

const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;

/** What a user may know of a job's checkpoints. */
export function checkpointRoutes({ artifacts, store, pins }: HttpParts) {
  async function* checks(jobId: string): AsyncGenerator<string> {
    for (const step of await checkpointSteps(artifacts, jobId))
      yield `${JSON.stringify(await verifyCheckpoint(artifacts, jobId, step))}\n`;
  }
  return {
    checkpoints: async (request: FastifyRequest) => {
      const { jobId } = store.find(idOf(request));
      const checkpoints = await storedCheckpoints(artifacts, jobId);
      return {
        jobId,
        ...(pins.of(jobId).job && { pinned: true }),
        checkpoints: checkpoints.map((one) => (pins.holds(jobId, one.step) ? { ...one, pinned: true } : one)),
      };
    },
    verifyCheckpoints: async (request: FastifyRequest, reply: FastifyReply) => {
      const { jobId } = store.find(idOf(request));
      reply.header('content-type', 'application/x-ndjson; charset=utf-8');
      return reply.send(Readable.from(checks(jobId)));
    },
  };
}
