import { writeSync } from 'node:fs';
import { OptimizerSpec, type ResolvedJob } from '@ringmaster/contracts';
import { rng } from '@ringmaster/core';
import { type Dataset, openDataset } from '@ringmaster/data';
import { buildModel } from '@ringmaster/models';
import { jobTask, optimizerDefinition, type StepProgram } from '@ringmaster/training';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { wholeStep } from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram } from './step-program.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull) writeSync(2, 'SKIPPED: models that learn their tasks; npm run test:full trains them\n');

interface Task {
  readonly model: ResolvedJob['model'];
  readonly config: Readonly<Record<string, unknown>>;
  readonly loss: 'sparseCategoricalCrossentropy' | 'meanSquaredError';
  readonly task?: ResolvedJob['task'];
  readonly steps: number;
}

const noFiles = () => ({ read: () => Promise.reject(new Error('a generator read a file')) });
const BATCH = 64;
const VALIDATION = 256;

/** Mean loss on the validation split after some steps, and the data. */
async function trained({ model, config, loss, task, steps }: Task): Promise<[number, Dataset]> {
  const spec = {
    dataset: 'synthetic',
    config: { train: 8192, validation: VALIDATION, ...config },
    augment: [],
  };
  const dataset = await openDataset(spec, { source: noFiles, seed: 7 });
  const net = await buildModel({ model, loss, training: { seed: 7 } }, dataset.info);
  const optimizer = optimizerDefinition(OptimizerSpec.parse({ kind: 'adam' }));
  const program: StepProgram = createStepProgram({ model: net, task: jobTask({ loss, task }), optimizer });
  const random = rng(3);
  for (let step = 1; step <= steps; step += 1) {
    const ids = Uint32Array.from({ length: BATCH }, () => random.below(8192));
    wholeStep(program, { batch: dataset.read('train', ids), step });
  }
  const all = Uint32Array.from({ length: VALIDATION }, (_, i) => i);
  const { loss: sum, samples } = program.evaluate(dataset.read('validation', all));
  program.dispose();
  return [sum / samples, dataset];
}

/** Nats a token of the best model that knows how often a token follows another one, on the text itself. */
function bigramEntropy(dataset: Dataset): number {
  const classes = dataset.info.classes ?? 0;
  const { x, y } = dataset.read(
    'train',
    Uint32Array.from({ length: 8192 }, (_, i) => i),
  );
  const pairs = new Float64Array(classes * classes);
  y.data.forEach((next, i) => (pairs[(x.data[i] ?? 0) * classes + next]! += 1));
  const rows = Array.from({ length: classes }, (_, token) =>
    pairs.subarray(token * classes, (token + 1) * classes),
  );
  const nats = rows.flatMap((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return Array.from(row, (count) => (count === 0 ? 0 : -count * Math.log(count / total)));
  });
  return nats.reduce((sum, value) => sum + value, 0) / y.data.length;
}

describeNative('models learn what their tasks ask for', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it.runIf(isFull)(
    "a GPT's loss falls below the entropy of word pairs",
    async () => {
      const [loss, dataset] = await trained({
        model: { name: 'gpt', config: { layers: 2, width: 48, heads: 4, dropout: 0 } },
        config: { kind: 'grammar', words: 32, length: 32 },
        loss: 'sparseCategoricalCrossentropy',
        task: { kind: 'languageModel' },
        steps: 250,
      });
      expect(loss).toBeLessThan(bigramEntropy(dataset));
    },
    300_000,
  );
});
