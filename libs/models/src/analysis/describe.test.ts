import '@tensorflow/tfjs-backend-cpu';
import { type SmallModel, SMALL_MODELS } from '@ringmaster/testkit';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { assembleModel } from '../build.js';
import { MODELS } from '../registry.js';
import { samplesOf } from '../samples-of.js';
import { describeModel } from './describe.js';

beforeAll(() => setBackend('cpu'));

const assemble = ({ name, config, data }: SmallModel) =>
  assembleModel(
    { name, config: { ...config }, initial: undefined },
    { ...samplesOf(data), outputs: data.classes ?? 1 },
  );

describe.each(SMALL_MODELS)('$name $config', (small) => {
  it('has a table of its layers, with a shape, parameters, multiply-adds and what each sees', async () => {
    const before = memory().numTensors;
    const model = await assemble(small);
    const { layers: rows, ...totals } = describeModel(model);
    const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((all, row) => all + of(row), 0);
    expect(rows.map(({ name }) => name)).toEqual(model.layers.map(({ name }) => name));
    for (const { name, outputShape } of rows)
      expect(
        outputShape.every((size) => Number.isInteger(size) && size > 0),
        name,
      ).toBe(true);
    expect(rows.at(-1)?.outputShape.length).toBeGreaterThan(0);
    expect(sum(({ parameters }) => parameters)).toBe(totals.trainableParameters + totals.stateParameters);
    expect(totals.trainableParameters + totals.stateParameters).toBe(model.countParams());
    expect(totals.multiplyAdds).toBe(sum(({ multiplyAdds }) => multiplyAdds));
    // Every kernel is used at least once, a table of tokens may only be looked up.
    const kernels = model.weights.filter(({ originalName }) => originalName.endsWith('kernel'));
    const size = ({ shape }: (typeof kernels)[number]) =>
      shape.reduce((n: number, dim) => n * Number(dim), 1);
    expect(totals.multiplyAdds).toBeGreaterThanOrEqual(kernels.reduce((all, one) => all + size(one), 0));
    const sides = small.data.inputShape.length - 1;
    const seen = rows.map(({ receptiveField }) => receptiveField);
    if (sides < 2) expect(seen.every((field) => field === undefined)).toBe(true);
    else {
      expect(seen[0]).toEqual(Array.from({ length: sides }, () => 1));
      for (const field of seen) if (field !== 'all') expect(field).toHaveLength(sides);
    }
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

it.each(Object.values(MODELS))('$name fits the sample that it is shown with', ({ unfit, config, sample }) => {
  const { inputShape } = sample ?? { inputShape: [224, 224, 3] };
  expect(
    unfit(inputShape, { inputShape, labelShape: inputShape.slice(0, -1) }, config.parse({})),
  ).toBeUndefined();
});

it('follows a volume: windows, strides, and the way back up', () => {
  const model = sequential({
    layers: [
      layers.conv3d({ filters: 1, kernelSize: 3, padding: 'same', inputShape: [8, 8, 8, 1] }),
      layers.maxPooling3d({ poolSize: 2, strides: 2 }),
      layers.conv3d({ filters: 1, kernelSize: [1, 3, 3], padding: 'same' }),
      layers.conv3dTranspose({ filters: 1, kernelSize: 2, strides: 2, padding: 'same' }),
      layers.conv3d({ filters: 1, kernelSize: 3, padding: 'same' }),
    ],
  });
  expect(describeModel(model).layers.map(({ receptiveField }) => receptiveField)).toEqual([
    [3, 3, 3],
    [4, 4, 4],
    [4, 8, 8],
    [4, 8, 8],
    [6, 10, 10],
  ]);
  model.dispose();
});
