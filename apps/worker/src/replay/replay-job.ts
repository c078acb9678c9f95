import { AllReduce, planBuckets, soloTransport } from '@ringmaster/collective';
import { auditFloat, type ReplayReport, type ReplayRequest, type ResolvedJob } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { Engine } from '@ringmaster/engine';
import {
  type AuditEvent,
  type CheckpointStore,
  collectiveExchange,
  loadCheckpoint,
  type ParameterLayout,
  replaySteps,
  resolveJob,
  type StepEvent,
  type StepExchange,
} from '@ringmaster/training';
import { type JobParts, openParts } from '../trainer/parts.js';
import { loadCodeFile } from '../trainer/user-model.js';
import { compareStep } from './compare-step.js';
import { type InspectedStep, inspectStep } from './inspect-step.js';
import { statisticsOf } from './statistics.js';

export interface ReplayOptions {
  readonly request: ReplayRequest;
  readonly engine: Engine;
  checkpoints(jobId: string): CheckpointStore;
  /** Saves a file and gives its path. */
  save(name: string, bytes: Uint8Array): string;
  onStep(step: number): void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Computes a step of a job again, in this process, over all of its shards, and looks at it.
 * @throws TrainError `invalid` | `not_found` | `incompatible` | `artifact_corrupt` | `data_corrupt`
 */
export async function replayJob(o: ReplayOptions): Promise<ReplayReport> {
  const job = resolveJob(o.request.document);
  const { code } = o.request;
  const userModel = code === undefined ? undefined : await loadCodeFile(code);
  const parts = await openParts(job, o.request, { userModel });
  try {
    return await replay(o, job, parts);
  } finally {
    parts.dispose();
  }
}

async function replay(o: ReplayOptions, job: ResolvedJob, parts: JobParts): Promise<ReplayReport> {
  const { request, clock } = o;
  const { program, dataset, pipelines, normalizer } = parts;
  const { signal } = new AbortController();
  const resume = await loadResume(o, job, parts, signal);
  const watched = watchSteps(o);
  const exchange = soloExchange(request.jobId, job.training.shards, program.layout, clock);
  let inspected: InspectedStep | undefined;
  const weightsSha256 = await replaySteps(
    {
      ...{ job, program, dataset, pipelines, normalizer, clock, signal },
      exchange: watched.exchange(exchange),
      checkpoints: unused,
      ...(resume && { resume }),
      control: () => 'none',
      on: watched,
    },
    { to: request.step, beforeLast: (step) => (inspected = inspectStep(parts, job, step)) },
  ).finally(() => exchange.close());
  if (!inspected || !watched.last) throw new TrainError('internal', `step ${request.step} was not computed`);
  const { batch, ...seen } = inspected;
  const report: ReplayReport = {
    jobId: request.jobId,
    step: request.step,
    from: request.checkpoint ? `${request.checkpoint.jobId}/${request.checkpoint.step}` : null,
    ...watched.summary(),
    engines: differingEngines(o),
    ...factsOf(watched.last, watched.lastStep),
    gradients: gradientsOf(program.layout, watched.vector),
    ...seen,
    weightsSha256,
    isFinalWeights:
      request.finalWeightsSha256 === undefined ? null : request.finalWeightsSha256 === weightsSha256,
    files: [o.save('batch.safetensors', batch)],
  };
  const text = (value: ReplayReport) => new TextEncoder().encode(`${JSON.stringify(value, undefined, 2)}\n`);
  return { ...report, files: [...report.files, o.save('replay.json', text(report))] };
}

async function loadResume(
  { request, checkpoints }: ReplayOptions,
  job: ResolvedJob,
  { program, dataset }: JobParts,
  signal: AbortSignal,
) {
  const { checkpoint } = request;
  if (!checkpoint) return undefined;
  return loadCheckpoint({
    store: checkpoints(checkpoint.jobId),
    step: checkpoint.step,
    job,
    layout: program.layout,
    datasetHash: dataset.info.hash,
    signal,
  });
}

/** Listens to the steps, compares them with the log, and keeps what the last one made. */
function watchSteps({ request, onStep }: ReplayOptions) {
  const lines = new Map(request.lines.map((line) => [line.step, line]));
  let [recomputed, checked] = [0, 0];
  let firstDifference: ReplayReport['firstDifference'] = null;
  const watch = {
    last: undefined as AuditEvent | undefined,
    lastStep: undefined as StepEvent | undefined,
    vector: new Float32Array(0) as Float32Array,
    onAudit(event: AuditEvent) {
      recomputed += 1;
      watch.last = event;
      const line = lines.get(event.step);
      if (!line) return;
      checked += 1;
      const differences = [...compareStep(line, event)];
      if (differences.length > 0) firstDifference ??= { step: event.step, differences };
    },
    onStep(event: StepEvent) {
      watch.lastStep = event;
      onStep(event.step);
    },
    summary: () => ({ recomputed, checked, firstDifference }),
    /** Keeps the reduced gradient of each step until the next one. */
    exchange: (inner: StepExchange): StepExchange => ({
      ...inner,
      finish: async (records, signal) => {
        const reduced = await inner.finish(records, signal);
        watch.vector = reduced.vector;
        return reduced;
      },
    }),
  };
  return watch;
}

function soloExchange(
  jobId: string,
  shards: number,
  { weightCount, stateCount }: ParameterLayout,
  clock: Clock,
): StepExchange {
  const generation = { epoch: 0, n: 0, nonce: 'replay' };
  const transport = soloTransport({ jobId, attempt: 1, generation, rank: 0, world: 1 });
  const vectorLength = weightCount + stateCount;
  const buckets = planBuckets(vectorLength);
  return collectiveExchange(new AllReduce({ transport, shards, vectorLength, buckets, clock }));
}

const refused = () => Promise.reject(new TrainError('internal', 'a replay saves no checkpoints'));
const unused: CheckpointStore = { list: refused, save: refused, load: refused, remove: refused };

function differingEngines({ request, engine, logger }: ReplayOptions): ReplayReport['engines'] {
  const here = { ...engine.fingerprint };
  const { fingerprint: job } = request;
  if (!job || canonical(job) === canonical(here)) return null;
  logger.warn('this engine is not the one that the job ran on: bits may differ', { job, here });
  return { job, here };
}

const canonical = (value: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

const factsOf = (audit: AuditEvent, step: StepEvent | undefined) => ({
  epoch: audit.epoch,
  applied: audit.isApplied,
  loss: auditFloat(audit.loss),
  learningRate: step?.learningRate ?? 0,
  gradientNorm: auditFloat(step?.gradientNorm ?? NaN),
});

const gradientsOf = ({ weights }: ParameterLayout, vector: Float32Array): ReplayReport['gradients'] =>
  weights.map(({ name, shape, offset, size }) => {
    const statistics = statisticsOf();
    statistics.add(vector.subarray(offset, offset + size));
    return { name, shape: [...shape], statistics: statistics.result() };
  });
