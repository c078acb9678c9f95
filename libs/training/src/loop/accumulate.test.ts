import {
  BLOB_CLASSES,
  BLOB_INPUTS,
  blobs as dataset,
  linearJob,
  linearProgram,
  memoryCheckpointStore,
  trainInProcess,
} from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import type { StepProgram } from '../ports/step-program.js';

const program = (dropout = 0) => linearProgram({ inputs: BLOB_INPUTS, classes: BLOB_CLASSES, dropout });

/** A program that notes the sizes of the batches it gets, and the reduced gradients of its updates. */
function watched() {
  const inner = program();
  const sizes = new Set<number>();
  const gradients: Float32Array[] = [];
  const watching: StepProgram = {
    ...inner,
    gradient: (call) => {
      sizes.add(call.batch.count);
      return inner.gradient(call);
    },
    evaluate: (batch, slot) => {
      sizes.add(batch.count);
      return inner.evaluate(batch, slot);
    },
    update: (call) => {
      gradients.push(call.gradient.slice());
      inner.update(call);
    },
  };
  return { program: watching, sizes, gradients };
}

const norm = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
const jobOf = (training: object) =>
  linearJob({ shards: 2, ...training }, { data: { dataset: 'blobs', batchSize: 24 } });

describe('gradient accumulation', () => {
  it.each([2, 3, 5])('in %i micro-batches gives the gradient of the whole batch', async (accumulate) => {
    const [whole, parts] = [watched(), watched()];
    const run = async (of: ReturnType<typeof watched>, training: object) =>
      trainInProcess({ job: jobOf(training), world: 1, dataset, program: () => of.program });
    const [[expected], [found]] = [await run(whole, {}), await run(parts, { accumulate })];
    expect(Math.max(...whole.sizes)).toBe(12);
    expect(Math.max(...parts.sizes)).toBe(Math.ceil(12 / accumulate));
    expect(parts.gradients).toHaveLength(whole.gradients.length);
    parts.gradients.forEach((gradient, step) => {
      const reference = whole.gradients[step] ?? new Float32Array(0);
      const difference = gradient.map((value, i) => value - (reference[i] ?? NaN));
      expect(norm(difference), `step ${step}`).toBeLessThanOrEqual(1e-5 * norm(reference));
    });
    expect(found).toMatchObject({ steps: expected?.steps, samples: expected?.samples, skippedSteps: 0 });
    expect(found?.metrics['loss']).toBeCloseTo(expected?.metrics['loss'] ?? NaN, 5);
    const [a, b] = [parts.program.read().state, whole.program.read().state];
    a.forEach((value, i) => expect(value).toBeCloseTo(b[i] ?? NaN, 5));
  });

  it('with dropout gives the same bits for every world, and across a resume', async () => {
    const job = jobOf({ accumulate: 3, checkpoint: { everySteps: 2, keep: 9 } });
    const store = memoryCheckpointStore();
    const common = { job, dataset, program: () => program(0.2) };
    const [one] = await trainInProcess({ ...common, world: 1, store });
    expect((await trainInProcess({ ...common, world: 2 }))[0]).toEqual(one);
    expect((await trainInProcess({ ...common, world: 2, store, resumeFrom: 4 }))[0]).toEqual(one);
  });
});
