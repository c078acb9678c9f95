import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { GcItem, GcLine, GcRequest } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { isTerminal, type JobRecord, type JobStore } from '@ringmaster/scheduling';
import { removeCheckpoint, removeCheckpointManifests } from '@ringmaster/store';
import type { ArtifactStore } from '@ringmaster/training';
import type { ResumePoints } from '../attempts/resume-points.js';
import { inventory, neededSteps } from './inventory.js';
import type { Pins } from './pins.js';
import { planGc, type StoredJob } from './plan-gc.js';

export interface CollectorParts {
  readonly store: JobStore;
  readonly artifacts: ArtifactStore;
  readonly artifactsDir: string;
  readonly isRemote: boolean;
  readonly resume: Pick<ResumePoints, 'newestValid'>;
  readonly pins: Pins;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Removes artifacts of ended jobs by age and size. */
export interface Collector {
  /** What goes, as it goes; the summary last. @throws TrainError `conflict` while another collection runs */
  collect(request: GcRequest): AsyncGenerator<GcLine>;
}

export function createCollector(parts: CollectorParts): Collector {
  let isRunning = false;
  return {
    async *collect(request) {
      if (isRunning) throw new TrainError('conflict', 'a garbage collection runs already; wait for its end');
      isRunning = true;
      try {
        yield { type: 'begin' };
        yield* collect(parts, request);
      } finally {
        isRunning = false;
      }
    },
  };
}

async function* collect(parts: CollectorParts, request: GcRequest): AsyncGenerator<GcLine> {
  const { dryRun = false, olderThanMs, maxBytes } = request;
  const rules = { nowMs: parts.clock.wallMs(), olderThanMs, maxBytes };
  const { jobs, items } = await plan(parts, rules);
  let freedBytes = 0;
  for (const item of items) {
    if (!dryRun && !(await remove(parts, item))) continue;
    freedBytes += item.bytes;
    yield { type: 'item', ...item };
  }
  const totalBytes = jobs.reduce((sum, { bytes }) => sum + bytes, 0);
  const remainingBytes = totalBytes - freedBytes;
  const isOver = maxBytes !== undefined && remainingBytes > maxBytes;
  yield {
    type: 'summary',
    dryRun,
    freedBytes,
    totalBytes,
    remainingBytes,
    ...(isOver && {
      note: `${remainingBytes} bytes stay, more than ${maxBytes}: they are pinned, or belong to jobs that have not ended`,
    }),
  };
}

/** The newest checkpoint is looked at byte by byte before older ones go on the strength of it. */
async function plan(
  { store, artifacts, pins, resume }: CollectorParts,
  rules: Parameters<typeof planGc>[1],
): Promise<{ jobs: readonly StoredJob[]; items: readonly GcItem[] }> {
  const jobs = new Map<string, StoredJob>();
  for (const job of await inventory(store, artifacts, pins)) jobs.set(job.jobId, job);
  const verified = new Set<string>();
  for (;;) {
    const items = planGc([...jobs.values()], rules);
    const open = items.find(({ kind, jobId }) => kind === 'checkpoint' && !verified.has(jobId));
    if (!open) return { jobs: [...jobs.values()], items };
    const job = jobs.get(open.jobId) as StoredJob;
    const { step } = await resume.newestValid(job.jobId);
    jobs.set(job.jobId, { ...job, newestStep: step ?? job.newestStep });
    verified.add(job.jobId);
  }
}

/** False when it may not go any more: pinned, or needed by a job that came meanwhile. */
async function remove(parts: CollectorParts, { jobId, step }: GcItem): Promise<boolean> {
  const { store, artifacts, pins, logger } = parts;
  const record = store.get(jobId);
  if (!record || !mayGo(record, parts, step)) return false;
  if (step !== undefined) {
    if (pins.holds(jobId, step)) return false;
    await removeCheckpoint(artifacts, jobId, step);
  } else {
    // A crash on the way leaves artifacts that the next collection finds, and no checkpoint that is half there.
    await removeCheckpointManifests(artifacts, jobId);
    await artifacts.removeAll(jobId);
    if (parts.isRemote) await rm(join(parts.artifactsDir, jobId), { recursive: true, force: true });
  }
  logger.info('artifacts were collected', { jobId, ...(step !== undefined && { step }) });
  return true;
}

function mayGo(record: JobRecord, { store, pins }: CollectorParts, step: number | undefined): boolean {
  if (!isTerminal(record) || pins.of(record.jobId).job) return false;
  const needed = neededSteps(store, pins, record.jobId);
  return step === undefined ? needed.size === 0 : !needed.has(step);
}
