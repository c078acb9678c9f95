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

/** Trains a step or two and gives the hash of the weights. */
async function trained(memory: 'whole' | 'stream'): Promise<string> {
  const trainer = await startTrainer({ images: directory });
  const document = {
    ...{ version: 1, kind: 'train', model: { name: 'simple-cnn', config: { filters: [2, 2, 2] } } },
    data: {
      ...{ dataset: 'cifar', source: 'images', batchSize: 16, memory, workers: 0 },
      config: { files: { train: 'train.bin' }, split: { test: 0.2 } },
      augment: [{ kind: 'flip' }, { kind: 'crop', padding: 2 }],
    },
    ...{ loss: 'sparseCategoricalCrossentropy', training: { epochs: 1, seed: 7 } },
  };
  trainer.order({ type: 'assign', assignment: assignment(document) });
  await trainer.heard('ready');
  trainer.order(go());
  return (await trainer.heard('finished')).result.weightsSha256;
}

it('a job whose samples stay in their file ends with the weights of one that holds them in memory', async () => {
  expect(await trained('stream')).toBe(await trained('whole'));
});
