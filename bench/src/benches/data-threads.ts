import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@ringmaster/client';
import { rng, TrainError } from '@ringmaster/core';
import type { Bench } from '../core/bench.js';
import { figuresOf } from '../core/figure.js';
import type { Settings } from '../core/settings.js';
import { startCluster, untilIdle } from './startup-cluster.js';

const BATCH = 64;
const THREADS = 1;
const RECORD_BYTES = 1 + 32 * 32 * 3;
/** Longest run of one side. */
const RUN_MS = 180_000;
const SIDES = { threads: THREADS, 'in place': 0 } as const;

/** What a step waits for its samples, and samples a second, of one run. */
interface Pace {
  readonly waitMs: number;
  readonly rate: number;
}

/**
 * Heavily augmented images of 32×32×3 on one rank of one CPU thread: prepared in a thread of their own ahead of the steps,
 * against in place, between the steps. Both sides run on the same cluster, in turn.
 */
export const dataThreads: Bench = {
  name: 'data-threads',
  summary: 'augmented 32×32×3 images prepared in a thread ahead of the steps, against in place',
  async run(settings, on) {
    const samples = settings.quick ? 4 * BATCH : 40 * BATCH;
    const { client, close } = await startCluster(settings, [
      ...['--workers', '1', '--data-root', `bench-images=${writeImages(settings, samples)}`],
    ]);
    const paces: Record<keyof typeof SIDES, Pace[]> = { threads: [], 'in place': [] };
    try {
      await untilIdle(client, settings.quick ? 200 : 2_000);
      for (let round = 0; round < (settings.quick ? 1 : settings.rounds); round++) {
        on.say(`data-threads: round ${round + 1}`);
        for (const side of ['threads', 'in place'] as const)
          paces[side].push(await paceOf(client, SIDES[side]));
      }
    } finally {
      await close();
    }
    const facts = { bench: 'data-threads', threads: 1, processes: 1 };
    const all = (what: keyof Pace, side: keyof typeof SIDES) => paces[side].map((pace) => pace[what]);
    const other = (what: keyof Pace) => new Map([['in place', all(what, 'in place')]]);
    const wait = { ...facts, metric: 'wait', unit: 'ms/step', better: 'lower' as const };
    for (const figure of [
      ...figuresOf(wait, all('waitMs', 'threads'), other('waitMs')),
      ...figuresOf(
        { ...facts, metric: 'throughput', unit: 'samples/s' },
        all('rate', 'threads'),
        other('rate'),
      ),
    ])
      on.figure(figure);
  },
};

/** Records as CIFAR-10 has them, of random bytes. */
function writeImages(settings: Settings, samples: number): string {
  const directory = join(settings.places.scratch, `images-${randomBytes(4).toString('hex')}`);
  mkdirSync(directory, { recursive: true });
  const random = rng(1);
  const bytes = Uint8Array.from({ length: samples * RECORD_BYTES }, (_, at) =>
    at % RECORD_BYTES === 0 ? random.below(10) : random.below(256),
  );
  writeFileSync(join(directory, 'train.bin'), bytes);
  return directory;
}

const documentOf = (workers: number) => ({
  version: 1,
  kind: 'train',
  name: 'bench-data-threads',
  model: { name: 'simple-cnn', config: { filters: [8, 16, 32] } },
  data: {
    dataset: 'cifar',
    source: 'bench-images',
    config: { files: { train: 'train.bin' } },
    batchSize: BATCH,
    workers,
    augment: [
      { kind: 'crop', padding: 4 },
      { kind: 'flip' },
      { kind: 'rotate', degrees: 15 },
      { kind: 'brightness', factor: 0.3 },
      { kind: 'saturation', factor: 0.3 },
      { kind: 'hue', degrees: 20 },
      { kind: 'mixup', alpha: 0.2 },
    ],
  },
  loss: 'categoricalCrossentropy',
  training: { epochs: 2, seed: 7, evaluateEvery: 'end' },
});

/** Of one run: its last account of where the time of a step goes. */
async function paceOf(client: Client, workers: number): Promise<Pace> {
  const jobId = `bench-data-${randomBytes(4).toString('hex')}`;
  await client.jobs.submit({ jobId, document: documentOf(workers) });
  let phases: Readonly<Record<string, number>> | undefined;
  for await (const event of client.jobs.events(jobId, { signal: AbortSignal.timeout(RUN_MS) })) {
    if (!('job' in event)) continue;
    phases = event.job.timings?.[0]?.phases ?? phases;
    if (event.job.state === 'failed')
      throw new TrainError('internal', `the job failed: ${event.job.cause?.message ?? 'no cause'}`);
    if (event.job.state === 'succeeded') break;
  }
  if (!phases) throw new TrainError('internal', `${jobId} ended without an account of its times`);
  await untilIdle(client, 0);
  const stepMs = Object.values(phases).reduce((sum, ms) => sum + ms, 0);
  return { waitMs: phases['data'] ?? NaN, rate: (1_000 * BATCH) / stepMs };
}
