import { describe, expect, it } from 'vitest';
import type { FromTrainer } from '../ipc/messages.js';
import { createMemory } from './said.js';

const ready: FromTrainer = { type: 'ready', dataAddress: 'x:1', datasetHash: 'h' };
const checkpoint = (step: number): FromTrainer => ({ type: 'checkpoint', step, manifestSha256: 'm' });
const metrics: FromTrainer = { type: 'metrics', line: { step: 1 } };

describe('what a trainer has said', () => {
  it('is said again to the next agent: the latest of what lasts, then what nobody heard', () => {
    const said = createMemory();
    for (const message of [ready, checkpoint(10), checkpoint(20), metrics]) said.note(message);
    said.keep(metrics);
    expect(said.replay()).toEqual([ready, checkpoint(20), metrics]);
    expect(said.replay()).toEqual([ready, checkpoint(20)]);
  });

  it('of an earlier job is forgotten', () => {
    const said = createMemory();
    for (const message of [ready, checkpoint(10), ready]) said.note(message);
    expect(said.replay()).toEqual([ready]);
  });
});
