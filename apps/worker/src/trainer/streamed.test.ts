import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rng } from '@ringmaster/core';
import { afterAll, expect, it } from 'vitest';
import { assignment, go, startTrainer } from '../testing/trainer-in-process.js';

const directory = mkdtempSync(join(tmpdir(), 'ringmaster-streamed-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const RECORD = 3_073;
const random = rng(5);
const image = (at: number) => random.below(at % RECORD === 0 ? 10 : 256);
writeFileSync(
  join(directory, 'train.bin'),
  Uint8Array.from({ length: 40 * RECORD }, (_, at) => image(at)),
);

writeFileSync(
  join(directory, 'table.csv'),
  `a,b,note,kind\n${Array.from({ length: 60 }, (_, i) => `${i % 9 === 0 ? '' : random.normal()},${random.normal()},"n\n${i}",${'xyz'[i % 3]}`).join('\n')}\n`,
);

const IMAGES = {
  model: { name: 'simple-cnn', config: { filters: [2, 2, 2] } },
  data: {
    dataset: 'cifar',
    config: { files: { train: 'train.bin' }, split: { test: 0.2 } },
    augment: [{ kind: 'flip' }, { kind: 'crop', padding: 2 }],
  },
};
const TABLE = {
  model: { name: 'mlp' },
  data: {
    dataset: 'csv',
    config: {
      ...{ file: 'table.csv', label: 'kind', ignore: ['note'], missing: 'mean', split: { validation: 0.2 } },
    },
  },
};

/** Trains a step or two and gives the hash of the weights. */
async function trained(
  { model, data }: typeof IMAGES | typeof TABLE,
  memory: 'whole' | 'stream',
): Promise<string> {
  const trainer = await startTrainer({ mine: directory });
  const document = {
    ...{ version: 1, kind: 'train', model },
    data: { source: 'mine', batchSize: 16, memory, workers: 0, ...data },
    ...{ loss: 'sparseCategoricalCrossentropy', training: { epochs: 1, seed: 7 } },
  };
  trainer.order({ type: 'assign', assignment: assignment(document) });
  await trainer.heard('ready');
  trainer.order(go());
  return (await trainer.heard('finished')).result.weightsSha256;
}

it.each([
  ['images that stay in their file', IMAGES],
  ['a table that stays in its file', TABLE],
])('%s: the job ends with the weights of one that holds all in memory', async (_, job) => {
  expect(await trained(job, 'stream')).toBe(await trained(job, 'whole'));
});
