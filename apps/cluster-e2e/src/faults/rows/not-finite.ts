import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS } from '../ground.js';

const ROWS = 60;
const SHARDS = 2;
/** In a row, so every step has the sample: a batch is the whole set. */
const STOP_AFTER = 2;

export const notFinite: FaultRow = {
  row: 26,
  name: 'not-finite',
  fault: 'a sample whose gradient is not finite, on one of two ranks',
  invariant: 'all ranks skip the same steps and stop after `maxNonFiniteSteps`, naming the samples',
  runs: 3,
  async run(ground, { rng, index }) {
    const cluster = await ground.shared();
    const directory = join(cluster.home, `not-finite-${index}`);
    mkdirSync(directory);
    const poisoned = rng.below(ROWS);
    const rows = Array.from({ length: ROWS }, (_, i) =>
      i === poisoned ? '3e38,3e38,a' : `${i % 7},${i % 5},${i % 2 ? 'a' : 'b'}`,
    );
    writeFileSync(join(directory, 'rows.csv'), ['x,y,label', ...rows, ''].join('\n'));
    const spec = join(directory, 'job.json');
    writeFileSync(spec, JSON.stringify(documentOf(directory)));
    const job = await cluster.waitForEnd(await cluster.submit([spec]), RUN_MS);
    const { code, message, details } = job.cause ?? {};
    hold(job.state === 'failed' && code === 'non_finite', `the job ended ${job.state}: ${code}: ${message}`);
    hold(job.attempts.length === 1, `it took ${job.attempts.length} attempts`);
    const ids = details?.['ids'];
    hold(Array.isArray(ids) && ids.length > 0, `its cause names no samples: ${message}`);
    hold(ids.length <= ROWS / SHARDS, `its cause names ${ids.length} samples, more than those of one shard`);
    const { stdout } = await cluster.cli(['metrics', job.jobId]);
    const skipped = stdout.split('\n').filter((line) => line.includes('"type":"skipped"')).length;
    hold(skipped === STOP_AFTER, `${skipped} steps were told as skipped, not ${STOP_AFTER}`);
    return { skippedSteps: skipped, step: Number(details?.['step'] ?? 0) };
  },
};

const documentOf = (path: string) => ({
  ...{ version: 1, kind: 'train', name: 'not-finite', loss: 'sparseCategoricalCrossentropy' },
  model: { name: 'mlp', config: { hidden: [16, 16] } },
  data: {
    ...{ dataset: 'csv', path, batchSize: ROWS, normalize: 'none' },
    config: { file: 'rows.csv', label: 'label', split: { validation: 0, test: 0, seed: 1 } },
  },
  training: { epochs: STOP_AFTER + 2, shards: SHARDS, verifyReplicasEvery: 1, maxNonFiniteSteps: STOP_AFTER },
  workers: { min: 2, max: 2 },
});
