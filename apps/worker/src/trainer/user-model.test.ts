import type { ByteSource } from '@ringmaster/data';
import { buildModel, openLayersModel, toLayersModelFiles } from '@ringmaster/models';
import { classInfo } from '@ringmaster/testkit';
import { resolveJob } from '@ringmaster/training';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import { silentLogger, systemClock, TrainError } from '@ringmaster/core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TrainerConfig } from '../ipc/messages.js';
import { openJob } from './open-job.js';
import { hasLoadedCode, loadUserModel, userError } from './user-model.js';

const files = (text: string): ByteSource => ({ read: () => Promise.resolve(new TextEncoder().encode(text)) });
const host =
  "const { input, layers, model } = globalThis[Symbol.for('ringmaster.modules')]['@tensorflow/tfjs-layers'];";
const load = (...lines: readonly string[]) =>
  loadUserModel({ source: `own@${'a'.repeat(64)}`, file: 'model.mjs' }, files([host, ...lines].join('\n')));
const job = (config: object = {}) =>
  ({
    model: { name: 'module', config: { ...config } },
    loss: 'sparseCategoricalCrossentropy',
    training: { seed: 7 },
  }) as const;
const net = [
  'export default {',
  '  config: { parse(given) { if (given.units === 0) throw new Error("no units"); return { units: 4, ...given }; } },',
  '  unfit: (shape) => (shape.length === 1 ? undefined : "takes rows"),',
  '  build({ units }, { inputShape, outputs }) {',
  '    const x = input({ shape: [...inputShape], name: "x" });',
  '    const hidden = layers.dense({ name: "hidden", units }).apply(x);',
  '    return model({ inputs: x, outputs: layers.dense({ name: "logits", units: outputs }).apply(hidden) });',
  '  },',
  '};',
];

beforeAll(() => setBackend('cpu'));

describe('a model that a user brings', () => {
  it('is built by its code, with weights of the seed', async () => {
    const entry = await load(...net);
    const model = await buildModel(job({ units: 6 }), classInfo([4], 3), entry);
    expect(model.weights.map(({ originalName, shape }) => [originalName, shape])).toEqual([
      ['hidden/kernel', [4, 6]],
      ['hidden/bias', [6]],
      ['logits/kernel', [6, 3]],
      ['logits/bias', [3]],
    ]);
    expect(hasLoadedCode()).toBe(true);
    await expect(buildModel(job({ units: 0 }), classInfo([4], 3), entry)).rejects.toThrow(
      /^model\.code: model\.mjs:3:\d+: no units$/,
    );
    await expect(buildModel(job(), classInfo([4, 4], 3), entry)).rejects.toThrow('module takes rows');
  });

  it.each([
    [['export const a = 1;'], 'its default export must be an object with `build(config, context)`'],
    [['export default { build: () => 5 };'], 'build() must return a model of tfjs layers'],
    [
      ['export default {', '  build() { return undefined.x; },', '};'],
      /model\.mjs:3:\d+: Cannot read properties/,
    ],
    [['null.x;'], /model\.mjs:2:\d+: Cannot read properties/],
    [
      [
        'export default { build(_c, { inputShape }) { const x = input({ shape: [...inputShape] });',
        ' return model({ inputs: x, outputs: layers.dense({ units: 7 }).apply(x) }); } };',
      ],
      'the model puts out 7 values, but the data set and the loss need 3',
    ],
  ])('%#: %j is refused', async (lines, message) => {
    const refused = await load(...lines)
      .then((entry) => buildModel(job(), classInfo([4], 3), entry))
      .catch((error: unknown) => TrainError.from(error));
    expect(refused).toMatchObject({ code: 'invalid', retryable: false });
    expect((refused as TrainError).message).toMatch(message);
  });

  it('is to blame for what its layers throw, whoever called them', async () => {
    const { default: thrower } = (await load('export default { build: () => { throw new Error("x"); } };')
      .then((entry) => entry.load())
      .then((build) => ({ default: build }))) as { default: (config: unknown, context: object) => unknown };
    let caught: unknown;
    try {
      thrower({}, {});
    } catch (error) {
      caught = error;
    }
    const wrapped = new TrainError('internal', 'step 3', { cause: caught });
    expect(userError(wrapped)).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('model.mjs:2:') as string,
    });
    expect(userError(new Error('not mine'))).toBeUndefined();
  });

  it('brings layer classes of its own to an export', async () => {
    const lines = (...more: readonly string[]) => [
      "const { serialization } = globalThis[Symbol.for('ringmaster.modules')]['@tensorflow/tfjs-core'];",
      'class Same extends layers.Layer {',
      '  static className = "Same";',
      '  call(x) { return Array.isArray(x) ? x[0] : x; }',
      '  computeOutputShape(shape) { return shape; }',
      '}',
      ...more,
      'export default { build(_config, { inputShape, outputs }) {',
      '  const x = input({ shape: [...inputShape], name: "x" });',
      '  const y = layers.dense({ name: "y", units: outputs }).apply(x);',
      '  return model({ inputs: x, outputs: new Same({ name: "same" }).apply(y) });',
      '} };',
    ];
    const build = await load(...lines());
    const [modelJson, weights] = toLayersModelFiles(await buildModel(job(), classInfo([4], 3), build)).map(
      ({ bytes }) => bytes,
    );
    const files = { modelJson: modelJson as Uint8Array, weights: weights as Uint8Array };
    await expect(openLayersModel(files)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/a layer of the class Same, .* say --allow-code/) as string,
    });
    await load(...lines('serialization.registerClass(Same);'));
    const { model } = await openLayersModel(files);
    expect(model.layers.map(({ name }) => name)).toEqual(['x', 'y', 'same']);
  });

  it('is not loaded where the worker was not told to', async () => {
    const document = resolveJob({
      ...{ version: 1, kind: 'train', loss: 'sparseCategoricalCrossentropy' },
      model: { name: 'module', code: { source: 'own', file: 'model.mjs' } },
      data: { dataset: 'synthetic', config: { kind: 'blobs' } },
    });
    const config: TrainerConfig = {
      device: 'cpu',
      cpuThreads: 1,
      datasetsDir: '/nowhere',
      dataRoots: {},
      dataCacheDir: '/nowhere',
      dataCacheBytes: 1,
      spoolDir: '/nowhere',
      tlsDir: '/nowhere',
      listenHost: '127.0.0.1',
      advertiseHost: '127.0.0.1',
    };
    const around = {
      url: 'http://127.0.0.1:1',
      token: 't',
      signal: new AbortController().signal,
      clock: systemClock,
      logger: silentLogger,
    };
    await expect(openJob(document, { ...around, config })).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('start it with --allow-code') as string,
    });
  });
});
