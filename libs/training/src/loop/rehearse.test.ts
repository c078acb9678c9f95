import { blobs, linearJob, linearModel, plainPipelines } from '@ringmaster/testkit';
import { describe, expect, it } from 'vitest';
import type { StepProgram } from '../ports/step-program.js';
import { rehearse } from './rehearse.js';

describe('the rehearsal of a rank that is to join', () => {
  it('computes every size of batch once, an update and an evaluation, and changes nothing', async () => {
    const model = linearModel();
    const called: string[] = [];
    const program: StepProgram = {
      ...model,
      gradient: (call) => {
        called.push(`gradient ${call.batch.count}`);
        return model.gradient(call);
      },
      update: (call) => {
        called.push('update');
        model.update(call);
      },
      evaluate: (batch, slot) => {
        called.push(`evaluate ${batch.count}`);
        return model.evaluate(batch, slot);
      },
    };
    const before = structuredClone(model.read());
    const job = linearJob({ shards: 3 });
    let breaths = 0;
    await rehearse({ job, program, dataset: blobs, pipelines: plainPipelines }, async () => void breaths++);
    expect(called).toEqual(['gradient 3', 'gradient 2', 'update', 'evaluate 3']);
    expect(model.read()).toEqual(before);
    expect(breaths).toBe(3);
  });
});
