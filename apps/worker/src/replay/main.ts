import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type ReplayMessage, ReplayRequest } from '@ringmaster/contracts';
import { systemClock, TrainError } from '@ringmaster/core';
import { loadEngine } from '@ringmaster/engine';
import { httpCheckpointStore } from '@ringmaster/store';
import { createLogger } from '@ringmaster/telemetry';
import { resolveJob } from '@ringmaster/training';
import { seedDatasets } from '../agent/seed-datasets.js';
import { trainerEnvironment } from '../agent/slot-env.js';
import { userError } from '../trainer/user-model.js';
import { replayJob } from './replay-job.js';

const say = (message: ReplayMessage): Promise<void> =>
  new Promise((resolve) => void process.stdout.write(`${JSON.stringify(message)}\n`, () => resolve()));

/** A step every so often is enough for a line of progress. */
const PROGRESS_MS = 500;

async function main(): Promise<void> {
  const request = ReplayRequest.parse(JSON.parse(await text(process.stdin)));
  const { url, token, output } = request;
  const { slots } = resolveJob(request.document).workers;
  const isGpu = request.fingerprint?.['backend'] === 'tensorflow-gpu';
  // TensorFlow reads its switches when it is loaded, which is later.
  const { cpuThreads } = slots;
  Object.assign(process.env, trainerEnvironment(process.env, { device: isGpu ? 'gpu' : 'cpu', cpuThreads }));
  await seedDatasets(request);
  mkdirSync(output, { recursive: true });
  let saidMs = 0;
  const report = await replayJob({
    request,
    engine: await loadEngine({ prefer: isGpu ? 'auto' : 'cpu', env: process.env }),
    checkpoints: (jobId) => httpCheckpointStore({ url, token, jobId }),
    save: (name, bytes) => {
      writeFileSync(join(output, name), bytes);
      return join(output, name);
    },
    onStep: (step) => {
      if (systemClock.monotonicMs() - saidMs < PROGRESS_MS) return;
      saidMs = systemClock.monotonicMs();
      void say({ type: 'step', step });
    },
    clock: systemClock,
    logger: createLogger({ app: 'replay' }),
  });
  await say({ type: 'report', report });
}

try {
  await main();
} catch (error) {
  const { code, message } = TrainError.from(userError(error) ?? error);
  await say({ type: 'failed', cause: { code, message } });
  process.exitCode = 1;
}
