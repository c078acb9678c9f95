import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assembleModel } from '@ringmaster/models';
import { gru, lstm, transformerBlock } from '@ringmaster/models/layers';
import { decodeSafetensors } from '@ringmaster/training';
import * as tf from '@tensorflow/tfjs-core';
import { input, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { registerBlockLstm } from '../kernels/block-lstm.js';
import { loadEngine } from '../load-engine.js';

/** tools/golden/make.py writes these files: PyTorch's numbers for the same weights. */
interface Golden {
  readonly metadata: Readonly<Record<string, string>>;
  tensor(name: string): tf.Tensor;
  has(name: string): boolean;
}

function open(path: string): Golden {
  const { tensors, metadata } = decodeSafetensors(readFileSync(path), path);
  const byName = new Map(tensors.map((one) => [one.name, one]));
  return {
    metadata,
    has: (name) => byName.has(name),
    tensor(name) {
      const found = byName.get(name);
      if (!found) throw new Error(`${path} has no ${name}`);
      return tf.tensor(found.data, [...found.shape]);
    },
  };
}
const fixture = (name: string) => open(new URL(`fixtures/${name}.safetensors`, import.meta.url).pathname);

/** ‖a − b‖₂ ≤ 1e-4·‖b‖₂. */
function agrees(found: tf.Tensor, wanted: tf.Tensor, what: string): void {
  expect(found.shape, what).toEqual(wanted.shape);
  const [a, b] = [found.dataSync(), wanted.dataSync()];
  const norm = (values: ArrayLike<number>) =>
    Math.sqrt(Array.from(values).reduce((sum, v) => sum + v * v, 0));
  expect(norm(a.map((v, i) => v - b[i]!)) / norm(b), what).toBeLessThanOrEqual(1e-4);
}

/** The model with the file's weights: outputs, the input's gradient and that of every weight. */
function compare(net: LayersModel, golden: Golden): void {
  tf.tidy(() => {
    const training = golden.metadata['mode'] !== 'inference';
    for (const weight of training ? net.trainableWeights : net.weights)
      (weight.read() as tf.Variable).assign(golden.tensor(`weight:${weight.originalName}`));
    const x = golden.tensor('input');
    const rest = golden.has('mask') ? [golden.tensor('mask')] : [];
    const output = (at: tf.Tensor) =>
      net.apply(rest.length > 0 ? [at, ...rest] : at, { training }) as tf.Tensor;
    const loss = (at: tf.Tensor) => tf.sum(tf.mul(output(at), golden.tensor('slope'))) as tf.Scalar;
    agrees(output(x), golden.tensor('output'), 'output');
    agrees(tf.grad(loss)(x), golden.tensor('input_grad'), 'input_grad');
    const variables = net.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const { grads } = tf.variableGrads(() => loss(x), variables);
    net.trainableWeights.forEach(({ originalName }, i) =>
      agrees(grads[variables[i]!.name]!, golden.tensor(`grad:${originalName}`), originalName),
    );
  });
  net.dispose();
}

const RECURRENT = { lstm, gru } as const;

function recurrentNet(kind: keyof typeof RECURRENT): LayersModel {
  const inputs = input({ shape: [7, 5] });
  const layer = RECURRENT[kind]({ name: 'layer', units: 6, returnSequences: true });
  return model({ inputs, outputs: layer.apply(inputs) as SymbolicTensor });
}

const STYLE = { width: 12, heads: 3, feedForward: 24, dropout: 0 };
const BLOCKS = {
  transformer: { ...STYLE, activation: 'relu', norm: 'post', epsilon: 1e-5 },
  bert: { ...STYLE, activation: 'exact', norm: 'post', epsilon: 1e-12 },
  gpt2: { ...STYLE, activation: 'tanh', norm: 'pre', epsilon: 1e-5, causal: true },
} as const;

function blockNet(kind: keyof typeof BLOCKS): LayersModel {
  const x = input({ shape: [5, 12] });
  const mask = kind === 'gpt2' ? undefined : input({ shape: [5] });
  const outputs = transformerBlock(x, 'block', { style: BLOCKS[kind], inputs: { mask } });
  return model({ inputs: mask ? [x, mask] : x, outputs });
}

const describeLayers = () => {
  it.each(['lstm', 'gru'] as const)('%s', (kind) => compare(recurrentNet(kind), fixture(kind)));
  it.each(['transformer', 'bert', 'gpt2'] as const)('%s block', (kind) =>
    compare(blockNet(kind), fixture(`${kind}-block`)),
  );
};

async function netOf({ metadata }: Golden): Promise<LayersModel> {
  const { name, config, inputShape, outputs } = JSON.parse(metadata['model'] ?? '{}');
  return assembleModel({ name, config }, { inputShape, outputs });
}

const NETWORKS = ['vgg16', 'resnet50', 'densenet121'] as const;

describeNative('forward and backward as in PyTorch, on TensorFlow', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));
  describeLayers();

  it.each([...NETWORKS, 'resnet50-training'])('%s at a small width', async (name) => {
    const golden = fixture(name);
    compare(await netOf(golden), golden);
  });

  const python = process.env['RINGMASTER_PEERS_PYTHON'];
  if (python === undefined)
    writeSync(2, 'SKIPPED: whole networks beside PyTorch; set RINGMASTER_PEERS_PYTHON (bench:peers:setup)\n');
  it.skipIf(python === undefined).each(NETWORKS)(
    '%s whole, for 224×224 pixels',
    async (name) => {
      const dir = mkdtempSync(join(tmpdir(), 'ringmaster-golden-'));
      try {
        const script = new URL('../../../../tools/golden/make.py', import.meta.url).pathname;
        execFileSync(python!, [script, dir, '--whole', name], { stdio: 'inherit' });
        const golden = open(join(dir, `${name}.safetensors`));
        compare(await netOf(golden), golden);
      } finally {
        rmSync(dir, { recursive: true });
      }
    },
    600_000,
  );
});

describe('forward and backward as in PyTorch, in pure JS', () => {
  beforeAll(async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
    registerBlockLstm('cpu');
  });
  describeLayers();
});
