import { buildModel, toLayersModelFiles } from '@ringmaster/models';
import { type SmallModel, SMALL_MODELS, smallBatch } from '@ringmaster/testkit';
import { tensor, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { relativeDifference } from '../fixtures/random-batch.js';
import { loadEngine } from '../load-engine.js';
import { createPredictor, type Predictor } from './predictor.js';

async function published({ name, config, data, loss = 'sparseCategoricalCrossentropy' }: SmallModel) {
  const model = await buildModel(
    { model: { name, config: { ...config } }, loss, training: { seed: 7 } },
    data,
  );
  const [modelJson, weights] = toLayersModelFiles(model).map(({ bytes }) => bytes);
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(modelJson));
  const parts = {
    topology: modelTopology,
    weightSpecs: weightsManifest[0].weights,
    weightData: weights as Uint8Array,
  };
  return { model, predictor: await createPredictor(parts, 4) };
}

/** Samples with the values of all inputs one after the other. */
function rowsOf({ inputs }: Predictor, small: SmallModel, count: number): Float32Array {
  const { x, extras = {} } = smallBatch(small.data, count);
  const columns = inputs.map(({ name }) => extras[name] ?? x);
  const rows = Array.from({ length: count }, (_, row) =>
    columns.flatMap(({ data }) => [
      ...data.subarray((row * data.length) / count, ((row + 1) * data.length) / count),
    ]),
  );
  return Float32Array.from(rows.flat());
}

describeNative('a published model', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it.each(SMALL_MODELS)('$name $config puts out what the trained one does, in batches', async (small) => {
    const { model, predictor } = await published(small);
    const count = 5;
    const { x, extras = {} } = smallBatch(small.data, count);
    const expected = tidy(() => {
      const given = model.inputNames.map((name) => extras[name] ?? x);
      const output = model.predict(given.map(({ data, shape, dtype }) => tensor(data, [...shape], dtype)));
      return (output as Tensor).dataSync<'float32'>().slice();
    });
    const found = predictor.run(rowsOf(predictor, small, count), count);
    expect(relativeDifference(found, expected)).toBeLessThanOrEqual(1e-5);
    expect(predictor.outputShape).toEqual(
      small.outputShape ?? [...small.data.labelShape, small.data.classes],
    );
    predictor.dispose();
    model.dispose();
  });
});
