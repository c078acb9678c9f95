import {
  add,
  engine,
  memory,
  mul,
  randomUniform,
  relu,
  scalar,
  sum,
  type Tensor,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { nativeBackend } from './backends/native.js';
import { compile, type Compiled } from './compile.js';
import { describeNative } from './fixtures/native-only.js';
import { loadEngine } from './load-engine.js';

/** What a careless function counts in JavaScript. */
let counter = 0;

const run = (compiled: Compiled, ...inputs: Tensor[]): number[][] => {
  const results = compiled.run(inputs);
  const values = results.map((result) => [...result.dataSync()]);
  for (const one of [...results, ...inputs]) one.dispose();
  return values;
};

describeNative('compile', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it('replays with the values of each call, literals included', () => {
    const line = compile((a, x) => [add(mul(a!, x!), 10)], { name: 'line' });
    expect(line.signatures).toBe(0);
    expect(run(line, scalar(2), tensor1d([1, 2]))).toEqual([[12, 14]]);
    expect(run(line, scalar(-1), tensor1d([1, 2]))).toEqual([[9, 8]]);
    line.dispose();
  });

  it('keeps one graph per input signature and frees them', () => {
    const before = nativeBackend().binding.getNumOfSavedModels();
    const total = compile((x) => [sum(x!)], { name: 'total' });
    for (const size of [3, 4, 3, 4, 3]) run(total, tensor1d(new Array<number>(size).fill(1)));
    expect(total.signatures).toBe(2);
    run(total, tensor1d([1, 2, 3], 'int32'));
    expect(total.signatures).toBe(3);
    expect(nativeBackend().binding.getNumOfSavedModels()).toBe(before + 3);
    total.dispose();
    expect(nativeBackend().binding.getNumOfSavedModels()).toBe(before);
  });

  it('returns inputs, constants and several results', () => {
    const odd = compile((x) => [x!, scalar(5), add(x!, 1), x!], { name: 'odd' });
    expect(run(odd, tensor1d([1, 2]))).toEqual([[1, 2], [5], [2, 3], [1, 2]]);
    odd.dispose();
  });

  it('treats a tensor from outside as a constant', () => {
    const outside = tensor1d([10, 20]);
    const shift = compile((x) => [add(x!, outside)], { name: 'shift' });
    expect(run(shift, tensor1d([1, 2]))).toEqual([[11, 22]]);
    outside.dispose();
    expect(run(shift, tensor1d([3, 4]))).toEqual([[13, 24]]);
    shift.dispose();
  });

  it.each<[string, (x: Tensor) => Tensor[], RegExp]>([
    [
      'a drawn number',
      (x) => [relu(mul(x, randomUniform([2])))],
      /op Mul \(Mul_\d+\) .* differs from call to call/,
    ],
    ['a counter', (x) => [add(x, (counter += 1))], /op Add \(Add_\d+\) .* differs/],
    ['a value read', (x) => [mul(x, sum(x).dataSync()[0]!)], /reads the value .* \(result of Sum_\d+\)/],
    [
      'another path',
      (x) => [(counter += 1) % 2 === 0 ? relu(x) : add(x, 1)],
      /two paths .*(Relu|Const|AddV2)/,
    ],
    [
      'hidden random state',
      (x) => [
        nativeBackend().executeSingleOutput(
          'RandomUniform',
          [
            { name: 'dtype', type: nativeBackend().binding.TF_ATTR_TYPE, value: 1 },
            { name: 'T', type: nativeBackend().binding.TF_ATTR_TYPE, value: 3 },
          ],
          [tensor1d([x.size], 'int32')],
        ),
      ],
      /runs RandomUniform/,
    ],
  ])('refuses %s', (_, fn, message) => {
    const before = memory().numTensors;
    const bad = compile((x) => fn(x!), { name: 'bad' });
    const x = tensor1d([1, 2]);
    expect(() => bad.run([x])).toThrow(message);
    x.dispose();
    // The binding is the native one again.
    expect(engine().tidy(() => [...add(scalar(1), 1).dataSync()])).toEqual([2]);
    expect(memory().numTensors).toBe(before);
  });

  it('runs eagerly on request, without a graph', () => {
    const eager = compile((x) => [mul(x!, x!)], { name: 'square', mode: 'eager' });
    expect(run(eager, tensor2d([[1, 2]]))).toEqual([[1, 4]]);
    expect(eager.signatures).toBe(0);
  });

  it('leaks no tensor and no native handle', () => {
    const step = compile((x, y) => [mul(x!, y!), add(x!, y!)], { name: 'step' });
    run(step, tensor1d([1, 2]), tensor1d([3, 4]));
    const { binding } = nativeBackend();
    const before = [memory().numTensors, binding.getNumOfTensors()];
    for (let i = 0; i < 20; i += 1) run(step, tensor1d([i, 2]), tensor1d([3, i]));
    expect([memory().numTensors, binding.getNumOfTensors()]).toEqual(before);
    step.dispose();
  });
});
