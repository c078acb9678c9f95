import { LIMITS, RetryRequest, ScaleRequest } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { isTerminal, type JobRecord } from '@ringmaster/scheduling';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { retryJob } from '../jobs/retry.js';
import type { HttpParts } from './http-parts.js';
import { parsed } from './parsed.js';

const Reason = z.strictObject({ reason: z.string().max(LIMITS.reasonChars).optional() }).optional();

/** Handlers that change what becomes of a job. */
export function lifecycleRoutes(parts: HttpParts) {
  const { store, live } = parts;
  const find = (request: FastifyRequest): JobRecord => store.find((request.params as { id: string }).id);
  const reasonOf = (request: FastifyRequest): string | undefined =>
    parsed(Reason, request.body ?? undefined, 'request')?.reason;

  return {
    cancel: async (request: FastifyRequest) => {
      const reason = reasonOf(request) ?? 'cancelled by its user';
      return live.view(await store.feed(find(request).jobId, { kind: 'cancel', reason }));
    },
    pause: async (request: FastifyRequest) => {
      const reason = reasonOf(request) ?? 'paused by its user';
      const record = find(request);
      if (record.cancel || isTerminal(record))
        throw conflict(record, `is ${live.view(record).state}; there is nothing to pause`);
      return live.view(await store.feed(record.jobId, { kind: 'pause', reason }));
    },
    resume: async (request: FastifyRequest) => {
      const record = find(request);
      const { state } = live.view(record);
      if (record.phase !== 'paused' || record.cancel)
        throw conflict(
          record,
          state === 'pausing' ? 'is still stopping; try again when it is paused' : `is ${state}, not paused`,
        );
      return live.view(await store.feed(record.jobId, { kind: 'resume' }));
    },
    retry: async (request: FastifyRequest, reply: FastifyReply) => {
      const { jobId } = parsed(RetryRequest, request.body, 'request');
      const { record, created } = await retryJob(parts, find(request), jobId);
      return reply.code(created ? 201 : 200).send(live.view(record));
    },
    scale: async (request: FastifyRequest) => {
      const { workers } = parsed(ScaleRequest, request.body, 'request');
      const record = find(request);
      if (record.cancel || isTerminal(record))
        throw conflict(record, `is ${live.view(record).state}; there is nothing to scale`);
      const { min } = record.job.workers;
      const max = Math.min(record.job.workers.max, record.job.training.shards);
      if (workers < min || workers > max)
        throw new TrainError(
          'invalid',
          `job ${record.jobId} cannot have ${workers} workers: its document allows ${min} (workers.min) to ${max} (the smaller of workers.max ${record.job.workers.max} and training.shards ${record.job.training.shards})`,
        );
      return live.view(await store.feed(record.jobId, { kind: 'scale', workers }));
    },
  };
}

const conflict = ({ jobId }: JobRecord, what: string) => new TrainError('conflict', `job ${jobId} ${what}`);
