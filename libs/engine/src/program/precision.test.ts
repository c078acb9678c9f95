import { supervised } from '@ringmaster/training';
import { beforeAll, expect, it } from 'vitest';
import type { GraphNode } from '../graph/graph-def.js';
import { lowerPrecision } from '../graph/lower-precision.js';
import { describeNative } from '../fixtures/native-only.js';
import { adam, crossentropy, fixtureBatch, fixtureModel } from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { createStepProgram, type StepProgramOptions } from './step-program.js';

const norm = (values: Float32Array) => Math.hypot(...values);

/** The gradient of a batch, as the program gives it. */
function gradientOf(
  kind: 'cnn' | 'mlp',
  options: Pick<StepProgramOptions, 'precision' | 'mode'>,
  call: { lossScale?: number; globalBatch?: number } = {},
): Float32Array {
  const program = createStepProgram({
    model: fixtureModel(kind),
    task: supervised(crossentropy),
    optimizer: adam,
    ...options,
  });
  const { weightCount, stateCount } = program.layout;
  const gradientOut = new Float32Array(weightCount);
  const stateOut = new Float32Array(stateCount);
  program.gradient({ batch: fixtureBatch(8), globalBatch: 8, seed: [1, 2], gradientOut, stateOut, ...call });
  program.dispose();
  return gradientOut;
}

const apart = (a: Float32Array, b: Float32Array): number =>
  norm(a.map((value, i) => value - (b[i] ?? NaN))) / norm(b);

describeNative('mixed precision on the native engine', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it.each([
    ['cnn', 'float16', 2e-5, 5e-3],
    // Rounded values change places in a pooling.
    ['cnn', 'bfloat16', 2e-4, 0.2],
    ['mlp', 'float16', 2e-5, 5e-3],
    ['mlp', 'bfloat16', 2e-4, 4e-2],
  ] as const)(
    'the gradient of %s in %s is near that of float32, and rounded',
    (kind, precision, least, most) => {
      const exact = gradientOf(kind, {});
      const difference = apart(gradientOf(kind, { precision }), exact);
      expect(difference).toBeGreaterThan(least);
      expect(difference).toBeLessThan(most);
    },
  );

  it('a scale keeps gradients that float16 alone would lose', () => {
    const globalBatch = 8 * 2 ** 24;
    const exact = gradientOf('cnn', {}, { globalBatch });
    const lost = gradientOf('cnn', { precision: 'float16' }, { globalBatch });
    const lossScale = 2 ** 20;
    const kept = gradientOf('cnn', { precision: 'float16' }, { globalBatch, lossScale }).map(
      (v) => v / lossScale,
    );
    expect(apart(lost, exact)).toBeGreaterThan(0.5);
    expect(apart(kept, exact)).toBeLessThan(1e-2);
  });

  it('is refused where steps are not compiled', () => {
    expect(() => gradientOf('mlp', { precision: 'float16', mode: 'eager' })).toThrow(
      /float16 needs steps that are compiled/,
    );
  });

  it('rounds the inputs of products alone, and is refused where there are none', () => {
    const float = { name: 'T', kind: 'type', value: 1 } as const;
    const shape = { name: 's', op: 'Const', inputs: [], attributes: [] };
    const conv: GraphNode = {
      name: 'c',
      op: 'Conv2DBackpropInput',
      inputs: ['s', 'k', 'd'],
      attributes: [float],
    };
    const relu: GraphNode = { name: 'r', op: 'Relu', inputs: ['c'], attributes: [float] };
    const lowered = lowerPrecision([shape, conv, relu], 'bfloat16', 'a step');
    expect(lowered.map(({ op, inputs }) => [op, ...inputs])).toEqual([
      ['Const'],
      ['Cast', 'k'],
      ['Cast', 'd'],
      ['Conv2DBackpropInput', 's', 'c/low1', 'c/low2'],
      ['Cast', 'c'],
      ['Relu', 'c/float32'],
    ]);
    expect(() => lowerPrecision([shape, relu], 'float16', 'a step')).toThrow('a step has no product');
  });
});
