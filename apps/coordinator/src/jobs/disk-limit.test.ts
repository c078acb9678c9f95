import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { systemClock } from '@ringmaster/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobInput, JobRecord } from '@ringmaster/scheduling';
import { fileArtifacts } from '@ringmaster/store';
import { createDiskLimit } from './disk-limit.js';
import { createJobFeed } from './job-feed.js';

const JOB = 'blobs-000001';
let dir: string;
let fed: JobInput[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'rm-disk-'));
  fed = [];
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** A running job of a real store; its record is what the meter looks at. */
function limited(disk: string | undefined) {
  const record = {
    jobId: JOB,
    phase: 'running',
    job: { limits: { ...(disk !== undefined && { disk }) } },
    attempts: [{ attempt: 1, outcome: 'running', ranks: [] }],
  } as unknown as JobRecord;
  const feed = createJobFeed(dir, () => undefined, { clock: systemClock });
  const store = {
    get: () => record,
    open: () => [record],
    feed: async (_: string, input: JobInput) => (fed.push(input), record),
  };
  const artifacts = fileArtifacts(dir);
  const put = (name: string, bytes: number, to = limit.artifacts) =>
    to.put(JOB, name, Readable.from([Buffer.alloc(bytes / 2), Buffer.alloc(bytes / 2)]));
  const limit = createDiskLimit({ artifacts, store, feed });
  return { limit, put, feed, artifacts };
}

describe('limits.disk', () => {
  it('refuses the upload that is too much, ends the job, and leaves what was there', async () => {
    const { put, artifacts } = limited('1KiB');
    await put('checkpoints/step-1/weights', 600);
    const error = await put('checkpoints/step-2/weights', 600).catch((caught: unknown) => caught);
    expect(error).toMatchObject({
      code: 'limit_exceeded',
      details: { limit: 'limits.disk', limitBytes: 1024 },
    });
    expect(String(error)).toMatch(/limits\.disk allows 1024 \(1KiB\): raise it/);
    expect(fed).toMatchObject([{ kind: 'stop', kill: true, cause: { code: 'limit_exceeded' } }]);
    expect((await artifacts.list(JOB)).map(({ name, bytes }) => [name, bytes])).toEqual([
      ['checkpoints/step-1/weights', 600],
    ]);
  });

  it('counts what was there before it began, what is replaced and what is removed', async () => {
    const { limit, put, artifacts } = limited('1KiB');
    await put('a', 600, artifacts as never);
    await put('a', 700);
    await limit.artifacts.remove(JOB, 'a');
    await put('checkpoints/step-1/weights', 900);
    await limit.artifacts.remove(JOB, 'checkpoints/step-1/');
    await put('b', 1000);
    expect(fed).toEqual([]);
  });

  it('makes use of room that somebody else has made', async () => {
    const { put, artifacts } = limited('1KiB');
    await put('a', 1000);
    await artifacts.remove(JOB, 'a');
    await put('b', 1000);
    expect(fed).toEqual([]);
  });

  it('ends a job whose logs have grown past it', async () => {
    const { limit, feed } = limited('1KiB');
    await limit.watch();
    expect(fed).toEqual([]);
    await feed.append(JOB, 'log', []);
    await feed.append(JOB, 'metric', ['{}']);
    await writeFile(feed.path(JOB, 'log'), 'x'.repeat(2000));
    await limit.watch();
    expect(fed).toMatchObject([{ kind: 'stop', attempt: 1, cause: { code: 'limit_exceeded' } }]);
  });

  it('lets a job without the limit alone', async () => {
    const { limit, put } = limited(undefined);
    await put('a', 100_000);
    await limit.watch();
    expect(fed).toEqual([]);
  });
});
