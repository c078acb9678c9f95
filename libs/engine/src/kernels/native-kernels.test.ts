import { engine, gather, type Tensor, tensor1d, tensor2d, type Tensor1D } from '@tensorflow/tfjs-core';
import { nextSeed, statelessUniform, withSeed } from '@ringmaster/models/layers';
import { beforeAll, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { loadEngine } from '../load-engine.js';
import { philoxUniform } from './philox.js';

const seeds: readonly (readonly [number, number])[] = [
  [0, 0],
  [1, 2],
  [-5, 2 ** 31 - 1],
  [-(2 ** 31), -1],
];

describeNative('native kernels', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  it.each(seeds)('StatelessRandomUniform(%d, %d) draws the same bits as pure JS', (a, b) => {
    const drawn = engine().tidy(() => statelessUniform([37, 3], tensor1d([a, b], 'int32')).dataSync());
    expect(drawn).toEqual(philoxUniform([a, b], 111));
  });

  it('gives every call within a seed scope numbers of its own, and the same ones again', () => {
    const draw = () =>
      engine().tidy(() =>
        withSeed(tensor1d([3, 4], 'int32'), () =>
          [0, 1, 2].map(() => statelessUniform([4], nextSeed()).dataSync().join()),
        ),
      );
    const first = draw();
    expect(new Set(first).size).toBe(3);
    expect(draw()).toEqual(first);
  });

  it('refuses to draw outside a seed scope', () => {
    expect(() => nextSeed()).toThrow(/withSeed/);
  });

  it('gathers float and int rows, and refuses an index past the end', () => {
    engine().tidy(() => {
      const rows = tensor2d([1, 2, 3, 4], [2, 2]);
      const at = (indices: number[]): Tensor => gather(rows, tensor1d(indices, 'int32') as Tensor1D);
      expect([...at([1, 0, 1]).dataSync()]).toEqual([3, 4, 1, 2, 3, 4]);
      expect([...gather(tensor1d([7, 8], 'int32'), tensor1d([1], 'int32')).dataSync()]).toEqual([8]);
      expect(() => at([2])).toThrow(/not in \[0, 2\)/);
    });
  });
});
