import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type BatchRequest, resolveJob } from '@ringmaster/training';
import { batchFeedContract } from '@ringmaster/testkit';
import { evaluationPipeline, openDataset, type SharedPipeline, trainingPipeline } from '@ringmaster/data';
import { silentLogger } from '@ringmaster/core';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openBatchThreads } from './open-batch-threads.js';
import { BatchThreadPool } from './thread-pool.js';

const directory = mkdtempSync(join(tmpdir(), 'ringmaster-batches-'));
const here = fileURLToPath(new URL('.', import.meta.url));
const registry = fileURLToPath(new URL('../../../../libs/data/src/augment/registry.ts', import.meta.url));

/** Entries of threads: the product's own, and some with a fault. */
const ENTRIES = {
  good: `import './main.ts';`,
  broken: `import { AUGMENTATIONS } from ${JSON.stringify(registry)};
    AUGMENTATIONS.rotate.draw = () => { throw new RangeError('the angle is no number'); };
    await import('./main.ts');`,
  exiting: `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', () => process.exit(7));`,
  throwing: `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', () => { throw new Error('out of ideas'); });`,
} as const;
const entryOf = (name: keyof typeof ENTRIES) => pathToFileURL(join(directory, `${name}.mjs`));

beforeAll(async () => {
  for (const [name, contents] of Object.entries(ENTRIES))
    await build({
      stdin: { contents, resolveDir: here, loader: 'ts' },
      outfile: join(directory, `${name}.mjs`),
      ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning' },
    });
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const job = resolveJob({
  version: 1,
  kind: 'train',
  model: { name: 'simple-cnn' },
  data: {
    dataset: 'synthetic',
    config: { kind: 'shapes', size: 8, train: 24, validation: 4, test: 4, seed: 1 },
    batchSize: 8,
    augment: [
      { kind: 'flip' },
      { kind: 'rotate', degrees: 20 },
      { kind: 'noise', std: 0.05 },
      { kind: 'mixup', alpha: 0.4 },
      { kind: 'randAugment' },
    ],
  },
  loss: 'categoricalCrossentropy',
  training: { seed: 7, shards: 2 },
});
const { normalize, augment } = job.data;
const dataset = await openDataset(job.data, {
  source: () => ({ read: () => Promise.reject(new Error('a generator read a file')) }),
  seed: 7,
});
const options = { seed: 7, normalizer: { kind: 'none' }, labels: 'oneHot' } as const;
const shared = dataset.share?.();
if (!shared) throw new Error('generated samples cannot be shared');
const pipeline: SharedPipeline = { dataset: shared, spec: { normalize, augment }, ...options };
const training = trainingPipeline(dataset, job.data, options);
const evaluation = evaluationPipeline(dataset, job.data, options);
const prepare = ({ split, epoch, ids }: BatchRequest) =>
  split ? evaluation(split, ids) : training(epoch, ids);

const opened: BatchThreadPool[] = [];
const pool = (entry: keyof typeof ENTRIES, threads = 1) => {
  const made = new BatchThreadPool({
    ...{ entry: entryOf(entry), threads, depth: 2 * threads, pipeline },
    dataset: { place: (_split, id) => `shapes/${id}.png` },
  });
  opened.push(made);
  return made;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});
const request = { epoch: 0, ids: Uint32Array.of(3, 4) };

for (const threads of [1, 3])
  batchFeedContract(`${threads} threads`, {
    open: () => {
      const feed = pool('good', threads);
      return Promise.resolve({ feed, close: () => feed.close() });
    },
    prepare,
    unknownId: 24,
  });

describe('threads that prepare batches', () => {
  it('name sample, file and augmentation of what fails, with its own message', async () => {
    const failed = pool('broken').prepare(request);
    await expect(failed).rejects.toMatchObject({
      message:
        'data.augment[1] (rotate) failed on training sample 3 of synthetic: the angle is no number (shapes/3.png)',
      details: { sample: 3, transform: 'rotate', place: 'shapes/3.png' },
    });
  });

  it.each([
    ['exiting', 'internal', /data thread [01], which prepares batches, ended with code 7/],
    ['throwing', 'internal', /data thread [01], which prepares batches, failed: out of ideas/],
  ] as const)(
    'a thread that dies, %s: what was asked for fails, and what is asked for later',
    async (entry, code, message) => {
      const feed = pool(entry, 2);
      const [dying, other] = [feed.prepare(request), feed.prepare(request)].map((batch) =>
        expect(batch).rejects.toMatchObject({ code }),
      );
      await Promise.all([dying, other]);
      await expect(feed.prepare(request)).rejects.toThrow(message);
    },
  );

  it('once closed, gives nothing more and leaves no thread', async () => {
    const feed = pool('good', 2);
    await feed.prepare(request);
    const waiting = expect(feed.prepare(request)).rejects.toMatchObject({ code: 'cancelled' });
    await feed.close();
    await waiting;
    await expect(feed.prepare(request)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('how many threads there are', () => {
  const threadsOf = (data: object, cpuThreads: number) => {
    const document = { ...job, data: { ...job.data, ...data } };
    const parts = { dataset, sharedPipeline: () => pipeline };
    const feed = openBatchThreads(parts, document, {
      entry: entryOf('good'),
      cpuThreads,
      logger: silentLogger,
    });
    if (feed) opened.push(feed);
    return feed && { threads: feed.threads, depth: feed.depth };
  };

  it.each([
    ['as many as the rank has CPU threads', {}, 2, { threads: 2, depth: 6 }],
    ['none where nothing is augmented', { augment: [] }, 2, undefined],
    ['what the document says', { augment: [], workers: 1 }, 2, { threads: 1, depth: 3 }],
    ['none where the document says so', { workers: 0 }, 2, undefined],
  ])('%s', (_what, data, cpuThreads, expected) => {
    expect(threadsOf(data, cpuThreads)).toEqual(expected);
  });
});
