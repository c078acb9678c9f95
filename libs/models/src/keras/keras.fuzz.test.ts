import { TrainError } from '@ringmaster/core';
import { fuzzDecoder } from '@ringmaster/testkit/fuzz';
import { expect } from 'vitest';
import { keras, KerasConfig } from './entry.js';
import { layersModelWeights, readModelJson } from './model-json.js';
import { planTopology } from './topology.js';

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
type Node = readonly (readonly [layer: string, application: number])[];

/** As Keras 2 and tfjs write it: a tower that is applied twice, and what comes of it added up. */
const dense = (name: string) => ({ class_name: 'Dense', config: { name, units: 4, activation: 'relu' } });
const input = (name: string) => ({
  class_name: 'InputLayer',
  config: { name, batch_input_shape: [null, 4] },
});
const on = (layer: object, ...nodes: readonly Node[]) => ({
  ...layer,
  inbound_nodes: nodes.map((node) => node.map(([name, at]) => [name, at, 0, {}])),
});
const tower = {
  class_name: 'Sequential',
  config: { name: 'tower', layers: [input('i'), dense('wide'), dense('narrow')] },
};
const keras2 = {
  class_name: 'Functional',
  config: {
    name: 'm',
    layers: [
      input('x'),
      on(tower, [['x', 0]], [['tower', 0]]),
      on({ class_name: 'Add', config: { name: 'sum' } }, [
        ['tower', 0],
        ['tower', 1],
      ]),
    ],
    input_layers: [['x', 0, 0]],
    output_layers: [['sum', 0, 0]],
  },
};

/** The same kind of model as Keras 3 writes it. */
const tensor = (name: string) => ({
  class_name: '__keras_tensor__',
  config: { shape: [null, 4], dtype: 'float32', keras_history: [name, 0, 0] },
});
const policy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' } };
const glorot = { module: 'keras.initializers', class_name: 'GlorotUniform', config: { seed: null } };
const keras3 = {
  ...{ module: 'keras.src.models.functional', class_name: 'Functional' },
  config: {
    name: 'm',
    layers: [
      {
        ...{ module: 'keras.layers', class_name: 'InputLayer' },
        config: { batch_shape: [null, 4], dtype: 'float32', name: 'x' },
        inbound_nodes: [],
      },
      {
        ...{ module: 'keras.layers', class_name: 'Dense' },
        config: { name: 'd', units: 4, dtype: policy, activation: 'tanh', kernel_initializer: glorot },
        inbound_nodes: [{ args: [tensor('x')], kwargs: { training: null } }],
      },
    ],
    input_layers: ['x', 0, 0],
    output_layers: [['d', 0, 0]],
  },
};
const weight = (name: string, shape: readonly number[]) => ({ name, shape, dtype: 'float32' });
const weightsManifest = [
  { paths: ['a.bin', 'b.bin'], weights: [weight('m/d/kernel:0', [1, 2]), weight('d/bias', [2])] },
];

fuzzDecoder('model.json', {
  decode: async (bytes) => {
    const file = readModelJson(bytes, 'model.json');
    const weights = await layersModelWeights(file, () => Promise.resolve(new Uint8Array(8)));
    for (const { shape, values } of weights)
      if (values) expect(values()).toHaveLength(shape.reduce((product, dim) => product * dim, 1));
    const config = KerasConfig.safeParse({ topology: file.topology });
    if (!config.success) throw new TrainError('invalid', config.error.issues[0]?.message ?? '');
    return config.data;
  },
  corpus: [
    bytesOf({ format: 'layers-model', modelTopology: { model_config: keras2 }, weightsManifest }),
    bytesOf({ modelTopology: keras3, weightsManifest }),
  ],
  codes: ['invalid', 'artifact_corrupt'],
  isJson: true,
  runs: { quick: 150, full: 4_000 },
  accepted: (config) => {
    const plan = planTopology(config.topology);
    if (!('calls' in plan)) throw new Error('what was accepted has no plan');
    // Every tensor is put out before it is taken.
    const known = new Set(plan.inputs.keys());
    for (const { inputs, tensor: out } of plan.calls) {
      expect(inputs.every((one) => known.has(one))).toBe(true);
      known.add(out);
    }
    expect(known.has(plan.output)).toBe(true);
    const info = { shape: [4], classes: 3 } as const;
    expect(typeof (keras.unfit?.([4], { ...info, extras: {} } as never, config) ?? '')).toBe('string');
  },
});
