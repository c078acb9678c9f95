import type { AdversarialSpec } from '@ringmaster/contracts';
import { supervised } from '@ringmaster/training';
import { mul, sum, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeNative } from '../fixtures/native-only.js';
import { adam, crossentropy, fixtureBatch, fixtureModel, wholeStep } from '../fixtures/step-fixture.js';
import { loadEngine } from '../load-engine.js';
import { attacked } from './attack.js';
import { createStepProgram } from './step-program.js';

describeNative('adversarial training', () => {
  beforeAll(() => loadEngine({ prefer: 'cpu' }));

  describe('an attack', () => {
    // Rises with the first value, falls with the second, and is steep or flat, which the sign does not care about.
    const loss = (x: Tensor): Tensor => sum(mul(x, tensor([3, -0.1])));
    const at = (spec: AdversarialSpec) => [...attacked(spec, tensor([1, 1]), loss).dataSync()];

    it('goes one step of ε along the sign of the gradient', () => {
      const found = at({ kind: 'fgsm', epsilon: 0.25 });
      expect(found).toEqual([1.25, 0.75]);
    });

    it('goes several steps, and never farther than ε', () => {
      expect(at({ kind: 'pgd', epsilon: 1, steps: 3, stepSize: 0.25 })).toEqual([1.75, 0.25]);
      expect(at({ kind: 'pgd', epsilon: 0.5, steps: 3, stepSize: 0.25 })).toEqual([1.5, 0.5]);
    });
  });

  it('makes the loss of a step larger, compiled as eager, and leaves evaluations alone', () => {
    const make = (mode: 'compiled' | 'eager', adversarial?: AdversarialSpec) =>
      createStepProgram({
        model: fixtureModel('cnn'),
        task: supervised(crossentropy),
        optimizer: adam,
        mode,
        adversarial,
      });
    const spec = { kind: 'pgd' as const, epsilon: 0.2, steps: 2, stepSize: 0.1 };
    const [plain, hard, eager] = [make('compiled'), make('compiled', spec), make('eager', spec)];
    const batch = fixtureBatch(8);
    expect(hard.evaluate(batch).loss).toBe(plain.evaluate(batch).loss);
    const [a, b, c] = [plain, hard, eager].map((program) => wholeStep(program, { batch, step: 1 }).sums.loss);
    expect(b).toBeGreaterThan((a ?? NaN) * 1.01);
    expect(c).toBeCloseTo(b ?? NaN, 3);
    for (const program of [plain, hard, eager]) program.dispose();
  });
});
