import '@tensorflow/tfjs-backend-cpu';
import { classInfo } from '@ringmaster/testkit';
import { setBackend, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { input, layers, type LayersModel, model as functional, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeModel } from '../analysis/describe.js';
import { buildModel } from '../build.js';
import { toLayersModelFiles } from '../layers-model-files.js';
import { openLayersModel } from '../open-layers-model.js';
import { startFrom } from '../start-from.js';
import { layersModelWeights, readModelJson } from './model-json.js';
import { planTopology } from './topology.js';
import { Topology } from './topology-schema.js';

const data = classInfo([4], 3);
const loss = 'sparseCategoricalCrossentropy';
const built = (topology: unknown, info = data) =>
  buildModel({ model: { name: 'keras', config: { topology } }, loss, training: { seed: 7 } }, info);

const dense = (name: string, more: object = {}) => ({
  class_name: 'Dense',
  config: { name, units: 4, ...more },
});
const inputLayer = (name: string, size = 4) => ({
  class_name: 'InputLayer',
  config: { name, batch_input_shape: [null, size] },
});
type Node = readonly (readonly [string, number])[];
const on = (layer: object, ...nodes: readonly Node[]) => ({
  ...layer,
  inbound_nodes: nodes.map((node) => node.map(([name, at]) => [name, at, 0, {}])),
});
const network = (
  name: string,
  given: readonly object[],
  inputs: readonly string[],
  outputs: readonly Node[0][],
) => ({
  class_name: 'Functional',
  config: {
    name,
    layers: given,
    input_layers: inputs.map((one) => [one, 0, 0]),
    output_layers: outputs.map(([one, at]) => [one, at, 0]),
  },
});
const sum = (name: string, ...from: Node) => on({ class_name: 'Add', config: { name } }, from);
const end = (from: string, at = 0) => on(dense('out', { units: 3 }), [[from, at]]);
const problems = (topology: object) => JSON.stringify(planTopology(Topology.parse(topology)));
const callsOf = (topology: object) => {
  const plan = planTopology(Topology.parse(topology));
  return 'calls' in plan ? plan.calls.map(({ layer, inputs }) => `${layer.name} ${inputs.join(' ')}`) : plan;
};

beforeAll(() => setBackend('cpu'));

describe('models within models and shared layers', () => {
  const tower = () =>
    sequential({
      name: 'tower',
      layers: [
        layers.dense({ name: 'wide', units: 5, activation: 'relu', inputShape: [4] }),
        layers.dense({ name: 'narrow', units: 4 }),
      ],
    });
  const whole = (): LayersModel => {
    const x = input({ shape: [4], name: 'x' });
    const [shared, both] = [tower(), layers.dense({ name: 'both', units: 4, activation: 'tanh' })];
    const y = input({ shape: [4], name: 'y' });
    const inner = functional({ inputs: y, outputs: shared.apply(both.apply(y)) as never, name: 'inner' });
    const [a, b] = [inner.apply(x), inner.apply(inner.apply(x))];
    const added = layers.add({ name: 'added' }).apply([a, b] as never);
    return functional({ inputs: x, outputs: layers.dense({ name: 'out', units: 3 }).apply(added) as never });
  };

  it('put out what tfjs does, from the file that it writes, and go on as one model', async () => {
    const original = whole();
    const [json, shard] = toLayersModelFiles(original);
    const file = readModelJson(json?.bytes ?? new Uint8Array(), 'model.json');
    const weights = await layersModelWeights(file, () => Promise.resolve(shard?.bytes ?? new Uint8Array()));
    const model = await built(file.topology);
    startFrom(model, weights, { fresh: [], strict: true, label: 'model.json' });
    expect(model.layers.map(({ name }) => name).sort()).toEqual(
      ['added', 'both', 'narrow', 'out', 'wide', 'x'].sort(),
    );
    const x = tensor([1, -2, 3, 0.5, 2, 1, -1, 0], [2, 4]);
    const wanted = [...(original.predict(x) as Tensor).dataSync()];
    expect([...(model.predict(x) as Tensor).dataSync()]).toEqual(wanted);
    // An export of it is loaded again.
    const [modelJson, bytes] = toLayersModelFiles(model).map((one) => one.bytes);
    const again = await openLayersModel({ modelJson: modelJson as Uint8Array, weights: bytes as Uint8Array });
    expect([...(again.model.predict(x) as Tensor).dataSync()]).toEqual(wanted);
    // Three times each: multiply-adds of all places, parameters of one.
    const wide = describeModel(model).layers.find(({ name }) => name === 'wide');
    expect(wide).toMatchObject({ parameters: 25, multiplyAdds: 3 * 20 });
  });

  it.each([0, 1])('count the applications of a model from %i', (first) => {
    const inner = network('inner', [inputLayer('i'), on(dense('d'), [['i', 0]])], ['i'], [['d', 0]]);
    const twice = on(inner, [['x', 0]], [['inner', first]]);
    const given = network('m', [inputLayer('x'), twice, end('inner', first + 1)], ['x'], [['out', 0]]);
    expect(callsOf(given)).toEqual(['d 0', 'd 1', 'out 2']);
  });

  it('of a Sequential that begins with one, or says its shape in it', () => {
    const inner = { class_name: 'Sequential', config: { name: 's', layers: [inputLayer('i'), dense('d')] } };
    const whole = { class_name: 'Sequential', config: { name: 'w', layers: [inner, dense('out')] } };
    expect(planTopology(Topology.parse(whole))).toMatchObject({ inputs: [{ name: 's_input', shape: [4] }] });
    expect(callsOf(whole)).toEqual(['d 0', 'out 1']);
  });

  it('leave out what the output does not need', () => {
    const side = on(dense('side'), [['x', 0]]);
    expect(callsOf(network('m', [inputLayer('x'), side, end('x')], ['x'], [['out', 0]]))).toEqual(['out 0']);
  });
});

describe('several inputs', () => {
  const two = network(
    'm',
    [
      inputLayer('pixels'),
      inputLayer('side', 2),
      on(dense('wider'), [['side', 0]]),
      sum('sum', ['pixels', 0], ['wider', 0]),
      end('sum'),
    ],
    ['pixels', 'side'],
    [['out', 0]],
  );
  const column = (size: number) => ({
    ...data,
    extras: { side: { shape: [size], dtype: 'float32' as const } },
  });

  it('take the columns of their names, and one the samples', async () => {
    const { inputs } = await built(two, column(2));
    expect(inputs.map(({ sourceLayer, shape }) => [sourceLayer.name, shape])).toEqual([
      ['pixels', [null, 4]],
      ['side', [null, 2]],
    ]);
  });

  it('are refused where the data set has no such column, or another shape', async () => {
    await expect(built(two)).rejects.toThrow('and there are no columns side');
    await expect(built(two, column(5))).rejects.toThrow('takes samples of shape [2] at its input side');
  });
});

describe('what is refused', () => {
  const x = inputLayer('x');
  const nested = (...given: readonly object[]) =>
    network(
      'm',
      [x, on(network('base', [inputLayer('i'), ...given], ['i'], [['d', 0]]), [['x', 0]]), end('base')],
      ['x'],
      [['out', 0]],
    );
  const called = (options: object) => ({ ...dense('out'), inbound_nodes: [[['x', 0, 0, options]]] });
  const conv = { class_name: 'ConvLSTM2D', config: { name: 'd' } };
  it.each([
    [nested(on(conv, [['i', 0]])), 'layer 2, \\"d\\" of \\"base\\", is a ConvLSTM2D, which is not supported'],
    [
      nested(on(dense('d'), [['i', 0]]), on(dense('x'), [['d', 0]])),
      '\\"x\\" of \\"base\\", has the name of an earlier one',
    ],
    [nested(on(dense('d'), [['lost', 0]])), 'layer \\"d\\" takes lost, which no other layer puts out'],
    [nested(on(dense('d'), [['d', 0]])), 'layer \\"d\\" takes d, which no other layer puts out'],
    [nested({ ...dense('d'), inbound_nodes: ['x'] }), 'has inbound_nodes other than'],
    [nested(dense('d')), 'is applied to nothing'],
    [
      network(
        'm',
        [x, end('x')],
        ['x'],
        [
          ['out', 0],
          ['x', 0],
        ],
      ),
      'the model has 2 outputs, out, x, and training compares one',
    ],
    [
      network('m', [x, inputLayer('y'), end('x')], ['x', 'y'], [['out', 0]]),
      'the input \\"y\\" leads to no output',
    ],
    [network('m', [x, end('x')], ['z'], [['out', 0]]), 'there is no InputLayer \\"z\\"'],
    [network('m', [x, end('x')], ['x'], [['out', 3]]), 'there is no layer \\"out\\" that puts out 3, 0'],
    [network('m', [x, called({ training: false })], ['x'], [['out', 0]]), 'is called with training=false'],
    [
      network(
        'm',
        [
          x,
          on(network('base', [inputLayer('i')], ['i'], [['i', 0]]), [
            ['x', 0],
            ['x', 0],
          ]),
          end('base'),
        ],
        ['x'],
        [['out', 0]],
      ),
      'layer \\"base\\" has 1 inputs and is applied to 2',
    ],
    [
      network(
        'm',
        [x, { ...on(dense('base'), [['x', 0]]), class_name: 'Functional' }, end('base')],
        ['x'],
        [['out', 0]],
      ),
      'layer 2, \\"base\\", a Functional: config.layers',
    ],
  ])('%#', (topology, message) => expect(problems(topology)).toContain(message));

  it('null is no option of a call', () =>
    expect(callsOf(network('m', [x, called({ mask: null })], ['x'], [['out', 0]]))).toEqual(['out 0']));

  it('a last layer that is used before, where the loss takes its softmax', async () => {
    const out = on(dense('out', { activation: 'softmax', units: 4 }), [['x', 0]], [['out', 0]]);
    await expect(built(network('m', [x, out], ['x'], [['out', 1]]), classInfo([4], 4))).rejects.toThrow(
      'layer "out" is the last one and used before',
    );
  });

  it('models that multiply, whatever is in them', () => {
    const bomb = (level: number): object => {
      const name = `m${level}`;
      if (level === 0) return network(name, [inputLayer('i')], ['i'], [['i', 0]]);
      const inner = on(
        bomb(level - 1),
        ...Array.from({ length: 20 }, (_, at): Node => [at === 0 ? ['i', 0] : [`m${level - 1}`, at - 1]]),
      );
      return network(name, [inputLayer('i'), inner], ['i'], [[`m${level - 1}`, 19]]);
    };
    const top = JSON.parse(JSON.stringify(bomb(6)).replaceAll('"i"', '"x"')) as object;
    expect(problems(top)).toContain('layers are applied more than 10000 times');
    expect(problems(bomb(10))).toContain('is a model within 8 others');
  });
});

describe('a topology of Keras 3', () => {
  const policy = {
    module: 'keras',
    class_name: 'DTypePolicy',
    config: { name: 'float32' },
    registered_name: null,
  };
  const topologyOf = (modelTopology: object) =>
    readModelJson(new TextEncoder().encode(JSON.stringify({ modelTopology })), 'model.json').topology;
  const layer = (class_name: string, config: object) => ({
    module: 'keras.layers',
    class_name,
    config,
    registered_name: null,
  });

  it('is one of Keras 2', async () => {
    const initializer = {
      module: 'keras.initializers',
      class_name: 'GlorotUniform',
      config: { seed: 1, input_axes: null },
    };
    const given = topologyOf({
      ...layer('Sequential', {
        name: 's',
        dtype: policy,
        build_input_shape: [null, 4],
        layers: [
          layer('InputLayer', { name: 'x', batch_shape: [null, 4], dtype: 'float32', optional: false }),
          layer('Dense', {
            name: 'd',
            dtype: policy,
            units: 3,
            kernel_initializer: initializer,
            bias_constraint: null,
          }),
        ],
      }),
    });
    expect(given).toEqual({
      class_name: 'Sequential',
      config: {
        name: 's',
        layers: [
          { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 4] } },
          {
            class_name: 'Dense',
            config: { name: 'd', units: 3, kernel_initializer: { class_name: 'GlorotUniform', config: {} } },
          },
        ],
      },
    });
    expect((await built(given)).outputs[0]?.shape).toEqual([null, 3]);
  });

  it.each([
    [
      'a mixed policy',
      layer('Dense', { name: 'd', units: 3, dtype: { ...policy, config: { name: 'mixed_float16' } } }),
      'dtype \\"mixed_float16\\"',
    ],
    [
      'a call that is none',
      { ...layer('Dense', { name: 'd', units: 3 }), inbound_nodes: [{ args: [7], kwargs: {} }] },
      'has inbound_nodes other than',
    ],
  ])('%s is refused', (_what, given, message) => {
    const x = { ...layer('InputLayer', { name: 'x', batch_shape: [null, 4] }), inbound_nodes: [] };
    const whole = topologyOf(
      layer('Functional', {
        name: 'f',
        layers: [x, given],
        input_layers: ['x', 0, 0],
        output_layers: ['d', 0, 0],
      }),
    );
    expect(problems(whole)).toContain(message);
  });

  it('may be as deep as it likes', () => {
    let deep: object = layer('Dense', { name: 'd', units: 3 });
    for (let at = 0; at < 200; at += 1) deep = layer('Sequential', { name: `s${at}`, layers: [deep] });
    expect(problems(topologyOf(deep))).toContain('is a model within 8 others');
  });
});
