import { createHash } from 'node:crypto';
import { type ModelRef, ModelRefText, TagModelRequest, VERSION } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { JobRecord } from '@ringmaster/scheduling';
import type { ModelFacts, ModelSourceFile } from '@ringmaster/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { HttpParts } from './http-parts.js';
import { parsed } from './parsed.js';

const RemoveQuery = z.strictObject({ force: z.enum(['true', 'false']).default('false') });
/** Where a run leaves its model. */
const MODEL_PREFIX = 'model/';

type RefParams = { ref: string; '*'?: string };
const refOf = (request: FastifyRequest): ModelRef =>
  parsed(ModelRefText, (request.params as RefParams).ref, 'model');

/** Handlers of the model registry. */
export function modelRoutes({ models, store, live, artifacts, clock }: HttpParts) {
  const sourceFiles = async (jobId: string): Promise<readonly ModelSourceFile[]> =>
    (await artifacts.list(jobId, MODEL_PREFIX)).map((file) => ({
      ...file,
      name: file.name.slice(MODEL_PREFIX.length),
      open: async () => (await artifacts.get(jobId, file.name)).stream,
    }));

  const register = async (jobId: string, name: string, tag: string) => {
    const record = store.find(jobId);
    const { state, datasetHash } = live.view(record);
    if (state !== 'succeeded' || !record.result)
      throw new TrainError(
        'conflict',
        `job ${record.jobId} is ${state}: only a job that has succeeded leaves a model`,
      );
    const files = await sourceFiles(record.jobId);
    if (!files.some((file) => file.name === 'model.json'))
      throw new TrainError(
        'not_found',
        `job ${record.jobId} has no exported model any more: its artifacts were removed`,
      );
    const at = new Date(clock.wallMs()).toISOString();
    return models.register({ name, tag, files, facts: factsOf(record, datasetHash, at) });
  };

  return {
    models: async () => ({ models: await models.list() }),
    model: async (request: FastifyRequest) => models.resolve(refOf(request)),
    tagModel: async (request: FastifyRequest, reply: FastifyReply) => {
      const { source, name, tag } = parsed(TagModelRequest, request.body, 'request');
      if ('model' in source)
        return models.retag(parsed(ModelRefText, source.model, 'request: source.model'), name, tag);
      const { entry, created } = await register(source.jobId, name, tag);
      return reply.code(created ? 201 : 200).send(entry);
    },
    removeModel: async (request: FastifyRequest) => {
      const { force } = parsed(RemoveQuery, request.query, 'query');
      return models.remove(refOf(request), force === 'true');
    },
    modelFile: async (request: FastifyRequest, reply: FastifyReply) => {
      const found = await models.file(refOf(request), (request.params as RefParams)['*'] ?? '');
      reply.headers({
        'content-type': 'application/octet-stream',
        'content-length': found.bytes,
        'x-content-sha256': found.sha256,
        'content-disposition': 'attachment',
      });
      return reply.send(found.stream);
    },
  };
}

function factsOf(record: JobRecord, datasetHash: string | undefined, createdAt: string): ModelFacts {
  const { job, jobId, result } = record;
  if (!result) throw new TrainError('internal', `job ${jobId} has no result`);
  return {
    createdAt,
    jobId,
    jobName: record.name,
    dataset: { name: job.data.source ?? job.data.dataset, hash: datasetHash ?? null },
    codeVersion: VERSION,
    backend: result.backend,
    steps: result.steps,
    checkpointStep: record.checkpoints.at(-1)?.step ?? null,
    weightsSha256: result.weightsSha256,
    documentSha256: createHash('sha256').update(ordered(job)).digest('hex'),
    metrics: { ...result.metrics },
  };
}

/** JSON whose keys are in order, so that equal documents are equal texts. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
