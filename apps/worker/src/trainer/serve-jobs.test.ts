import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { silentLogger, systemClock } from '@ringmaster/core';
import { loadEngine } from '@ringmaster/engine';
import { memoryCheckpointStore } from '@ringmaster/testkit';
import { resolveJob, type StoredFile } from '@ringmaster/training';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Assignment, FromTrainer, ToTrainer } from '../ipc/messages.js';
import type { AgentChannel } from './channel.js';
import { serveJobs } from './serve-jobs.js';

const example = (name: string): Record<string, unknown> =>
  parse(
    readFileSync(fileURLToPath(new URL(`../../../../examples/${name}.yaml`, import.meta.url)), 'utf8'),
  ) as Record<string, unknown>;

/** An agent at the other end of the line, in this process. */
function agentLine() {
  const said: FromTrainer[] = [];
  let toTrainer = (_message: ToTrainer): void => undefined;
  let wake = (): void => undefined;
  const channel: AgentChannel = {
    say: (message) => {
      said.push(message);
      wake();
    },
    sayLast: async (message) => channel.say(message),
    onMessage: (listener) => (toTrainer = listener),
    onClosed: () => undefined,
  };
  return {
    channel,
    said,
    order: (message: ToTrainer) => toTrainer(message),
    async heard<T extends FromTrainer['type']>(type: T): Promise<Extract<FromTrainer, { type: T }>> {
      for (;;) {
        const failure = said.find((message) => message.type === 'failed');
        if (failure && type !== 'failed') throw new Error(`the trainer failed: ${JSON.stringify(failure)}`);
        const found = said.find((message) => message.type === type);
        if (found) return found as Extract<FromTrainer, { type: T }>;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

async function startTrainer() {
  const line = agentLine();
  const files: StoredFile[] = [];
  const checkpoints = memoryCheckpointStore();
  const exits: number[] = [];
  serveJobs({
    config: {
      device: 'auto',
      cpuThreads: 1,
      datasetsDir: '/nowhere',
      dataRoots: {},
      listenHost: '127.0.0.1',
      advertiseHost: '127.0.0.1',
    },
    engine: await loadEngine({ prefer: 'cpu' }),
    networkEntry: new URL('file:///not-needed-by-a-world-of-one'),
    stores: () => ({ checkpoints: () => checkpoints, sink: { put: async (file) => void files.push(file) } }),
    channel: line.channel,
    clock: systemClock,
    logger: silentLogger,
    exit: (code) => exits.push(code),
  });
  return { ...line, files, checkpoints, exits };
}

function assignment(document: unknown, resumeFrom = ''): Assignment {
  return {
    jobId: 'job-one',
    attempt: 1,
    rank: 0,
    world: 1,
    generation: { epoch: 1, n: 1, nonce: 'n' },
    jobJson: JSON.stringify(resolveJob(document)),
    jobSecret: new Uint8Array(32),
    artifactsUrl: 'http://127.0.0.1:1',
    artifactsToken: 't',
    resumeFrom,
  };
}

describe('a trainer alone', () => {
  it('trains, exports and is as clean as before, and resumes from the middle to the same bits', async () => {
    const one = await startTrainer();
    const before = memory().numTensors;
    one.order({ type: 'assign', assignment: assignment(example('mlp-blobs')) });
    await one.heard('ready');
    one.order({ type: 'go', peers: [{ rank: 0, address: '' }] });
    const { result, stopped } = await one.heard('finished');
    expect(stopped).toBe(false);
    expect(result.steps).toBe(200);
    expect(result.metrics['accuracy']).toBeGreaterThan(0.9);
    expect(result.artifacts).toEqual(['model/model.json', 'model/model.safetensors', 'model/weights.bin']);
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
    one.order({ type: 'go', peers: [] });
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
    one.order({ type: 'go', peers: [] });
    await one.heard('running');
    one.order({ type: 'stop', reason: 'test' });
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
