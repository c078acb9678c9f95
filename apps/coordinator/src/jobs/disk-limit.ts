import { stat } from 'node:fs/promises';
import { sizeBytes } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { currentAttempt, type JobRecord, type JobStore } from '@ringmaster/scheduling';
import type { ArtifactBody, ArtifactStore } from '@ringmaster/training';
import { FEED_FILES, type FeedKind, type JobFeed } from './job-feed.js';

export interface DiskLimitParts {
  readonly artifacts: ArtifactStore;
  readonly store: Pick<JobStore, 'get' | 'open' | 'feed'>;
  readonly feed: Pick<JobFeed, 'path'>;
}

/** `limits.disk`: what a job keeps, counted as it grows. Nothing is counted for jobs without the limit. */
export interface DiskLimit {
  /** The store; an upload past its job's limit is refused half way, ends the job, and leaves what was there. */
  readonly artifacts: ArtifactStore;
  /** Ends running jobs whose logs and metrics have grown past the limit. Called regularly. */
  watch(): Promise<void>;
}

const FEED_NAMES: ReadonlySet<string> = new Set(Object.values(FEED_FILES));

export function createDiskLimit({ artifacts, store, feed }: DiskLimitParts): DiskLimit {
  const meters = new Map<string, DiskMeter>();
  const meterOf = async (record: JobRecord | undefined): Promise<DiskMeter | undefined> => {
    const limit = record?.job.limits.disk;
    if (record === undefined || limit === undefined) return undefined;
    const { jobId } = record;
    const meter = meters.get(jobId) ?? new DiskMeter({ jobId, limit, artifacts, feed });
    if (!meters.has(jobId)) await meter.load();
    meters.set(jobId, meter);
    return meter;
  };
  const end = async (jobId: string, error: TrainError): Promise<void> => {
    const record = store.get(jobId);
    const attempt = record && currentAttempt(record)?.attempt;
    // Without one more checkpoint: that is what there is no room for.
    if (attempt !== undefined)
      await store.feed(jobId, { kind: 'stop', attempt, kill: true, cause: error.view() });
  };

  return {
    artifacts: {
      put: async (jobId, name, body, options) => {
        const meter = await meterOf(store.get(jobId));
        if (meter === undefined) return artifacts.put(jobId, name, body, options);
        try {
          const entry = await artifacts.put(jobId, name, meter.counted(name, body), options);
          meter.published(name, entry.bytes);
          return entry;
        } catch (caught) {
          meter.dropped(name);
          const error = TrainError.from(caught);
          if (error.code === 'limit_exceeded') await end(jobId, error);
          throw error;
        }
      },
      get: (jobId, name) => artifacts.get(jobId, name),
      list: (jobId, prefix) => artifacts.list(jobId, prefix),
      sizes: (jobId, prefix) => artifacts.sizes(jobId, prefix),
      remove: async (jobId, name) => {
        const removed = await artifacts.remove(jobId, name);
        meters.get(jobId)?.removed(name);
        return removed;
      },
      removeAll: async (jobId) => {
        const removed = await artifacts.removeAll(jobId);
        meters.delete(jobId);
        return removed;
      },
    },
    async watch() {
      const open = store.open();
      const ids = new Set(open.map(({ jobId }) => jobId));
      for (const jobId of meters.keys()) if (!ids.has(jobId)) meters.delete(jobId);
      for (const record of open.filter((each) => currentAttempt(each))) {
        const meter = await meterOf(record);
        const error = await meter?.excess('its logs and metrics');
        if (error) await end(record.jobId, error);
      }
    },
  };
}

/** The bytes that one job keeps: published artifacts, uploads under way, logs and metrics. */
class DiskMeter {
  private sizes = new Map<string, number>();
  private readonly coming = new Map<string, number>();

  constructor(
    private readonly o: {
      readonly jobId: string;
      readonly limit: string;
      readonly artifacts: Pick<ArtifactStore, 'sizes'>;
      readonly feed: Pick<JobFeed, 'path'>;
    },
  ) {}

  async load(): Promise<void> {
    const entries = await this.o.artifacts.sizes(this.o.jobId);
    this.sizes = new Map(
      entries.filter(({ name }) => !FEED_NAMES.has(name)).map(({ name, bytes }) => [name, bytes]),
    );
  }

  /** The bytes of an upload as they come. @throws TrainError `limit_exceeded` at the byte that is too much */
  async *counted(name: string, body: ArtifactBody): AsyncGenerator<Uint8Array> {
    this.coming.set(name, 0);
    for await (const chunk of body instanceof Uint8Array ? [body] : body) {
      this.coming.set(name, (this.coming.get(name) ?? 0) + chunk.length);
      const error = await this.excess(`artifact ${name}`);
      if (error) throw error;
      yield chunk;
    }
  }

  published(name: string, bytes: number): void {
    this.coming.delete(name);
    this.sizes.set(name, bytes);
  }

  dropped(name: string): void {
    this.coming.delete(name);
  }

  removed(name: string): void {
    for (const known of this.sizes.keys())
      if (known === name || (name.endsWith('/') && known.startsWith(name))) this.sizes.delete(known);
  }

  /** Undefined while all is well. */
  async excess(what: string): Promise<TrainError | undefined> {
    const { jobId, limit } = this.o;
    const limitBytes = sizeBytes(limit);
    if ((await this.total()) <= limitBytes) return undefined;
    // Somebody else may have made room.
    await this.load();
    const usedBytes = await this.total();
    if (usedBytes <= limitBytes) return undefined;
    return new TrainError(
      'limit_exceeded',
      `job ${jobId} needs ${usedBytes} bytes of disk with ${what}; limits.disk allows ${limitBytes} (${limit}): raise it, or keep fewer checkpoints (training.checkpoint.keep). The checkpoints before are whole`,
      { details: { usedBytes, limit: 'limits.disk', limitBytes } },
    );
  }

  /** An upload replaces what has its name. */
  private async total(): Promise<number> {
    let total = 0;
    for (const [name, bytes] of this.sizes) if (!this.coming.has(name)) total += bytes;
    for (const bytes of this.coming.values()) total += bytes;
    const kinds = Object.keys(FEED_FILES) as FeedKind[];
    const feeds = await Promise.all(kinds.map((kind) => fileBytes(this.o.feed.path(this.o.jobId, kind))));
    return feeds.reduce((sum, bytes) => sum + bytes, total);
  }
}

async function fileBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
