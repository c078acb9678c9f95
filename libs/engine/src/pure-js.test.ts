import { getBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  accuracy,
  adam,
  crossentropy,
  fixtureBatch,
  fixtureModel,
  wholeStep,
} from './fixtures/step-fixture.js';
import { type Engine, loadEngine } from './load-engine.js';
import { supervised } from '@ringmaster/training';
import { createStepProgram } from './program/step-program.js';

describe('the pure-JS engine', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await loadEngine({ prefer: 'js' });
  });

  it('says what it is', () => {
    expect(getBackend()).toBe('cpu');
    expect(engine.fingerprint.backend).toBe('cpu');
    expect(engine.warnings).toEqual([]);
  });

  it('trains eagerly with seeded dropout and convolution, repeatably and without leaks', () => {
    const run = () => {
      const model = fixtureModel('cnn');
      const program = createStepProgram({
        model,
        task: supervised(crossentropy, [accuracy]),
        optimizer: adam,
      });
      const batch = fixtureBatch(8);
      const before = program.evaluate(batch).loss;
      wholeStep(program, { batch, step: 1 });
      const tensors = program.tensorCount();
      for (let step = 2; step <= 15; step += 1) wholeStep(program, { batch, step });
      expect(program.tensorCount()).toBe(tensors);
      expect(program.evaluate(batch).loss).toBeLessThan(before / 2);
      const { weights } = program.read();
      program.dispose();
      return weights;
    };
    expect(run()).toEqual(run());
  });
});
