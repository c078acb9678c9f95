import { JobDocument, type JobResult, type ResolvedJob } from '@ringmaster/contracts';
import { applyEvent } from '../apply-event.js';
import { decide, stamped } from '../decide.js';
import type { JobInput, RankReport } from '../job-inputs.js';
import { event, type EventBody } from '../job-events.js';
import type { JobRecord } from '../job-record.js';

const AT = '2026-01-01T00:00:00.000Z';

/** For `growthOf`, so long after the last of these events. */
export const growthAfter = (ms: number) => ({ memoryBytes: 0, nowMs: Date.parse(AT) + ms });

export function sampleJob(workers: { min?: number; max?: number } = {}, maxAttempts = 3): ResolvedJob {
  const document = JobDocument.parse({
    version: 1,
    kind: 'train',
    model: { name: 'lenet5' },
    data: { dataset: 'digits' },
    loss: 'sparseCategoricalCrossentropy',
    workers,
    limits: { maxAttempts },
  });
  return { ...document, training: { ...document.training, shards: 4 } };
}

export const submittedEvent = (maxAttempts = 3): EventBody =>
  event('submitted', {
    name: 'job',
    priority: 100,
    job: sampleJob({ min: 1, max: 4 }, maxAttempts),
    requestSha256: 'a'.repeat(64),
  });

export function submittedRecord(maxAttempts = 3): JobRecord {
  const place = { jobId: 'job-000001', nextSeq: 0 };
  return applyEvent(undefined, stamped(place, submittedEvent(maxAttempts), AT));
}

/** Decides and folds, as the coordinator does. */
export function feed(record: JobRecord, ...inputs: readonly JobInput[]): JobRecord {
  return inputs.reduce(
    (before, input) =>
      decide(before, input).reduce((now, body) => applyEvent(now, stamped(now, body, AT)), before),
    record,
  );
}

export const start = (world: number, n = 1): JobInput => ({
  kind: 'start',
  generation: { epoch: 1, n, nonce: `nonce-${n}` },
  ranks: Array.from({ length: world }, (_, rank) => ({
    rank,
    agentId: `agent-${rank % 2}`,
    slot: rank >> 1,
    device: 'cpu',
  })),
});

export const report = (attempt: number, rank: number, body: RankReport): JobInput => ({
  kind: 'report',
  agentId: `agent-${rank % 2}`,
  attempt,
  rank,
  report: body,
});

export const ready = (attempt: number, rank: number, fingerprint = 'same', datasetHash = 'data'): JobInput =>
  report(attempt, rank, {
    kind: 'ready',
    dataAddress: `127.0.0.1:${7100 + rank}`,
    pid: 100 + rank,
    fingerprint,
    warm: false,
    datasetHash,
  });

export const sampleResult = (weights = 'b'): JobResult => ({
  weightsSha256: weights.repeat(64),
  steps: 10,
  samples: 640,
  skippedSteps: 0,
  metrics: { accuracy: 0.98 },
  artifacts: ['model/model.json'],
  backend: 'tensorflow',
});

export const finished = (attempt: number, rank: number, weights = 'b'): JobInput =>
  report(attempt, rank, { kind: 'finished', stopped: false, result: sampleResult(weights) });

export const failedWith = (
  attempt: number,
  rank: number,
  code: 'rank_crashed' | 'peer_lost' | 'data_corrupt',
  secondary = false,
): JobInput =>
  report(attempt, rank, {
    kind: 'failed',
    failure: { cause: { code, message: `rank ${rank}: ${code}` }, secondary },
  });
