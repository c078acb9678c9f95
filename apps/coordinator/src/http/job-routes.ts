import { Readable } from 'node:stream';
import { DEFAULT_OWNER, JobState, LIMITS, PROTOCOL_VERSION, VERSION } from '@ringmaster/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { FeedKind } from '../jobs/job-feed.js';
import { feedText } from './feed-text.js';
import { type Submitter, submitJob } from '../jobs/submit.js';
import type { HttpParts } from './http-parts.js';
import { jobEvents, parseCursor } from './job-events.js';
import { parsed } from './parsed.js';
import { writeEvents } from './sse.js';

const JobsQuery = z.strictObject({
  state: JobState.optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.queuedJobs).default(1_000),
});
const LogsQuery = z.strictObject({ tail: z.coerce.number().int().min(0).max(LIMITS.tailLines).optional() });
const ValidateRequest = z.strictObject({ document: z.unknown() });

/** Whose job it becomes: the name of the token that it came with. */
export const ownerOf = ({ caller }: FastifyRequest): string =>
  caller.kind === 'user' ? caller.name : DEFAULT_OWNER;

const submitterOf = (request: FastifyRequest): Submitter => ({
  owner: ownerOf(request),
  role: request.caller.kind === 'user' ? request.caller.role : 'submitter',
});

const idOf = (request: FastifyRequest): string => (request.params as { id: string }).id;

/** Handlers about jobs, and the coordinator itself. */
export function jobRoutes(parts: HttpParts) {
  const { store, live, resolve } = parts;
  const lines = (kind: FeedKind) => (request: FastifyRequest, reply: FastifyReply) => {
    const { tail } = parsed(LogsQuery, request.query, 'query');
    const { jobId } = store.find(idOf(request));
    reply.header('content-type', 'application/x-ndjson; charset=utf-8');
    // One piece at a time: by default sixteen would be read ahead.
    return reply.send(Readable.from(feedText(parts.feed, { jobId, kind, tail }), { highWaterMark: 1 }));
  };

  return {
    livez: async () => ({ status: 'ok' }),
    readyz: async () => {
      await parts.ready();
      return { status: 'ok' };
    },
    info: async () => ({ version: VERSION, protocol: PROTOCOL_VERSION, limits: LIMITS, ...parts.info() }),
    submit: async (request: FastifyRequest, reply: FastifyReply) => {
      const { record, created } = await submitJob(parts, request.body, submitterOf(request));
      return reply.code(created ? 201 : 200).send(live.view(record));
    },
    jobs: async (request: FastifyRequest) => {
      const { state, limit } = parsed(JobsQuery, request.query, 'query');
      const views = [...store.all()]
        .sort((a, b) => (a.submittedAt < b.submittedAt ? 1 : -1))
        .map((r) => live.view(r));
      return { jobs: views.filter((view) => state === undefined || view.state === state).slice(0, limit) };
    },
    job: async (request: FastifyRequest) => live.view(store.find(idOf(request))),
    events: async (request: FastifyRequest, reply: FastifyReply) => {
      const { jobId } = store.find(idOf(request));
      const cursor = parseCursor(request.headers['last-event-id'] as string | undefined);
      const gone = new AbortController();
      const signal = AbortSignal.any([gone.signal, parts.closing]);
      reply.hijack();
      reply.raw.once('close', () => gone.abort());
      await writeEvents(reply.raw, jobEvents(parts, jobId, cursor, signal), parts.clock).catch(
        (error: unknown) => {
          parts.logger.warn('an event stream was cut off', { jobId, error: String(error) });
          reply.raw.destroy();
        },
      );
    },
    logs: lines('log'),
    metrics: lines('metric'),
    audit: lines('audit'),
    document: async (request: FastifyRequest) => {
      const { jobId, job } = store.find(idOf(request));
      return { jobId, document: job };
    },
    validate: async (request: FastifyRequest) => {
      const { document } = parsed(ValidateRequest, request.body, 'request');
      return { resolved: resolve(document) };
    },
  };
}
