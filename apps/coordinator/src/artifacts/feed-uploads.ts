import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { LIMITS } from '@ringmaster/contracts';
import type { Logger } from '@ringmaster/core';
import { currentAttempt, type JobStore } from '@ringmaster/scheduling';
import type { ArtifactStore } from '@ringmaster/training';
import { FEED_FILES, type FeedKind, type JobFeed } from '../jobs/job-feed.js';

export interface FeedUploadParts {
  readonly artifacts: ArtifactStore;
  readonly feed: Pick<JobFeed, 'path'>;
  readonly store: Pick<JobStore, 'all' | 'open'>;
  readonly logger: Logger;
}

/**
 * Copies logs and metrics to a store that knows no appending: whole, when an attempt begins or ends, and while it runs
 * when a file has grown by half, looked at every `LIMITS.feedUploadMs`. So all copies of a file together are at most
 * three times its size. A copy that fails is tried again.
 */
export interface FeedUploads {
  /** The job's phase is another one. */
  changed(jobId: string): void;
  turn(nowMs: number): Promise<void>;
  settle(): Promise<void>;
}

const KINDS = Object.keys(FEED_FILES) as FeedKind[];
const GROWTH = 1.5;

export function createFeedUploads({ artifacts, feed, store, logger }: FeedUploadParts): FeedUploads {
  const due = new Set([...store.all()].map(({ jobId }) => jobId));
  const copied = new Map<string, number>();
  let lookedMs = Number.NEGATIVE_INFINITY;
  let failed = false;

  const copy = async (jobId: string, kind: FeedKind, growth: number): Promise<void> => {
    const path = feed.path(jobId, kind);
    const bytes = (await stat(path).catch(() => undefined))?.size ?? 0;
    const before = copied.get(path) ?? (await sizeInStore(artifacts, jobId, FEED_FILES[kind]));
    copied.set(path, before);
    if (bytes === 0 || bytes === before || bytes < before * growth) return;
    const end = bytes - 1;
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(path, { end })) hash.update(chunk as Buffer);
    await artifacts.put(jobId, FEED_FILES[kind], createReadStream(path, { end }), {
      sha256: hash.digest('hex'),
    });
    copied.set(path, bytes);
  };

  const copyDue = async (): Promise<void> => {
    for (const jobId of due) {
      due.delete(jobId);
      try {
        for (const kind of KINDS) await copy(jobId, kind, 1);
      } catch (error) {
        due.add(jobId);
        throw error;
      }
    }
  };

  const turn = async (nowMs: number): Promise<void> => {
    const isTime = nowMs - lookedMs >= LIMITS.feedUploadMs;
    if (failed && !isTime) return;
    try {
      await copyDue();
      if (isTime)
        for (const record of store.open())
          if (currentAttempt(record)) for (const kind of KINDS) await copy(record.jobId, kind, GROWTH);
      failed = false;
    } catch (error) {
      failed = true;
      logger.warn('logs could not be copied to the artifact store yet', { error: String(error) });
    }
    if (isTime) lookedMs = nowMs;
  };

  return {
    changed: (jobId) => void due.add(jobId),
    turn,
    settle: () => copyDue().catch(() => undefined),
  };
}

async function sizeInStore(artifacts: ArtifactStore, jobId: string, name: string): Promise<number> {
  const found = await artifacts.sizes(jobId, name);
  return found.find((one) => one.name === name)?.bytes ?? 0;
}
