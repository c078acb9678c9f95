import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { assignment, go, startTrainer } from '../testing/trainer-in-process.js';

const example = (name: string): Record<string, unknown> =>
  parse(
    readFileSync(fileURLToPath(new URL(`../../../../examples/${name}.yaml`, import.meta.url)), 'utf8'),
  ) as Record<string, unknown>;

describe('a trainer alone', () => {
  it('trains, exports and is as clean as before, and resumes from the middle to the same bits', async () => {
    const one = await startTrainer();
    const before = memory().numTensors;
    one.order({ type: 'assign', assignment: assignment(example('mlp-blobs')) });
    await one.heard('ready');
    one.order(go());
    const { result, stopped } = await one.heard('finished');
    expect(stopped).toBe(false);
    expect(result.steps).toBe(200);
    expect(result.metrics['accuracy']).toBeGreaterThan(0.9);
    expect(result.artifacts).toEqual([
      'confusion/test.csv',
      'model/model.json',
      'model/model.safetensors',
      'model/weights.bin',
      'pictures/confusion.png',
    ]);
    expect(one.files.map((file) => file.name).sort()).toEqual(result.artifacts);
    expect(await one.heard('idle')).toEqual({ type: 'idle', reusable: true, reason: '' });
    expect(memory().numTensors).toBe(before);
    expect(one.exits).toEqual([]);
    const lines = one.said.flatMap((message) => (message.type === 'metrics' ? [message.line] : []));
    expect(lines.filter((line) => line['type'] === 'step').length).toBeGreaterThanOrEqual(20);
    expect(lines.filter((line) => line['type'] === 'evaluate').length).toBe(6);
    expect(one.said.filter((message) => message.type === 'checkpoint').map((m) => m.step)).toContain(100);

    one.said.length = 0;
    one.order({ type: 'assign', assignment: assignment(example('mlp-blobs'), 'job-one/100') });
    await one.heard('ready');
    one.order(go());
    const again = await one.heard('finished');
    expect(again.result.weightsSha256).toBe(result.weightsSha256);
    expect(one.said.find((message) => message.type === 'running')).toMatchObject({ step: 101 });
  });

  it('stops at a step boundary with a checkpoint, and reports what it knows of a bad job', async () => {
    const one = await startTrainer();
    const { training } = example('mlp-blobs');
    const endless = { ...example('mlp-blobs'), training: { ...(training as object), epochs: 10_000 } };
    one.order({ type: 'assign', assignment: assignment(endless) });
    await one.heard('ready');
    one.order(go());
    await one.heard('running');
    // As a coordinator says it again that was restarted; these peers do not exist.
    one.order(go([{ rank: 1, address: '127.0.0.1:1' }]));
    one.order({ type: 'stop', reason: 'test', word: 'stop' });
    const { stopped, result } = await one.heard('finished');
    expect(stopped).toBe(true);
    expect(await one.checkpoints.list(new AbortController().signal)).toContain(result.steps);

    await one.heard('idle');
    one.said.length = 0;
    one.order({ type: 'assign', assignment: assignment(example('digits')) });
    const { cause, secondary } = await one.heard('failed');
    expect(cause.code).toBe('not_found');
    expect(cause.message).toContain('digits/dataset.json');
    expect(secondary).toBe(false);
    expect(one.exits).toEqual([1]);
  });
});
