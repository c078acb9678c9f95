import { Readable } from 'node:stream';
import { TrainError } from '@ringmaster/core';
import { type JobRecord, requireReachable, requireRunning } from '@ringmaster/scheduling';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Pins } from '../gc/pins.js';
import { FEED_FILES } from '../jobs/job-feed.js';
import type { HttpParts } from './http-parts.js';
import { parsed } from './parsed.js';

const ListQuery = z.strictObject({ prefix: z.string().max(512).default('') });
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const RESERVED: ReadonlySet<string> = new Set(Object.values(FEED_FILES));

type JobParams = { id: string; '*': string };
const paramsOf = (request: FastifyRequest) => request.params as JobParams;

/** Handlers of the artifact routes. While its attempt runs, a rank may read its own job and the checkpoints that it resumes from. */
export function artifactRoutes({ artifacts, store, pins, artifactMoved }: HttpParts) {
  const job = (request: FastifyRequest, name: string, access: 'read' | 'write'): JobRecord => {
    const record = store.find(paramsOf(request).id);
    const { caller } = request;
    if (caller.kind === 'rank')
      checkGrant(store.get(caller.grant.jobId), caller.grant.attempt, { record, name, access });
    if (access === 'write' && (name === '' || RESERVED.has(name)))
      throw new TrainError('forbidden', `artifact "${name}" is written by the coordinator alone`);
    return record;
  };

  async function* counted(jobId: string, body: Readable): AsyncGenerator<Buffer> {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      artifactMoved(jobId, chunk.length);
      yield chunk;
    }
  }

  return {
    artifacts: async (request: FastifyRequest) => {
      const { prefix } = parsed(ListQuery, request.query, 'query');
      return { artifacts: await artifacts.list(job(request, prefix, 'read').jobId, prefix) };
    },
    artifact: async (request: FastifyRequest, reply: FastifyReply) => {
      const name = paramsOf(request)['*'];
      const found = await artifacts.get(job(request, name, 'read').jobId, name);
      reply.headers({
        'content-type': 'application/octet-stream',
        'content-length': found.bytes,
        'x-content-sha256': found.sha256,
        'content-disposition': 'attachment',
      });
      return reply.send(found.stream instanceof Readable ? found.stream : Readable.from(found.stream));
    },
    putArtifact: async (request: FastifyRequest, reply: FastifyReply) => {
      const name = paramsOf(request)['*'];
      const { jobId } = job(request, name, 'write');
      const header = request.headers['x-content-sha256'];
      const sha256 = header === undefined ? undefined : parsed(Sha256, header, 'header x-content-sha256');
      const body = request.body instanceof Readable ? request.body : Readable.from([]);
      return reply
        .code(201)
        .send(await artifacts.put(jobId, name, counted(jobId, body), sha256 === undefined ? {} : { sha256 }));
    },
    removeArtifact: async (request: FastifyRequest, reply: FastifyReply) => {
      const name = paramsOf(request)['*'];
      const { jobId } = job(request, name, 'write');
      const pinned = pinnedBelow(pins, jobId, name);
      if (pinned === undefined) await artifacts.remove(jobId, name);
      // A rank's retention goes on; a user is told.
      else if (request.caller.kind === 'user')
        throw new TrainError('conflict', `${pinned} is pinned; first: ringmaster ckpt unpin ${jobId}`);
      return reply.code(204).send();
    },
  };
}

/** What of a removal is pinned, for people; undefined when nothing is. */
function pinnedBelow(pins: Pins, jobId: string, name: string): string | undefined {
  const { job, steps } = pins.of(jobId);
  if (job) return `job ${jobId}`;
  const step = /^checkpoints\/step-(\d+)\//.exec(name)?.[1];
  const pinned = steps.find((one) => (step === undefined ? name === 'checkpoints/' : one === Number(step)));
  return pinned === undefined ? undefined : `the checkpoint of step ${pinned}`;
}

interface Wish {
  readonly record: JobRecord;
  readonly name: string;
  readonly access: 'read' | 'write';
}

function checkGrant(own: JobRecord | undefined, attempt: number, { record, name, access }: Wish): void {
  if (own?.jobId !== record.jobId) {
    const resumes = own?.resume?.split('/')[0] === record.jobId && name.startsWith('checkpoints/');
    if (own && access === 'read' && resumes) return requireRunning(own, attempt, 'read artifacts');
    throw new TrainError('forbidden', `this token is for job ${own?.jobId ?? '?'}, not for ${record.jobId}`);
  }
  requireReachable(own, attempt, { name, access });
}
