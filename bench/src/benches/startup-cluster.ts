import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@ringmaster/client';
import { EndpointFile, homeLayout, TERMINAL_STATES } from '@ringmaster/contracts';
import { sleep, systemClock, TrainError } from '@ringmaster/core';
import type { Settings } from '../core/settings.js';

/** A cluster of one worker, as `ringmaster up` starts it. */
export interface BenchCluster {
  /** Submits a job; resolves when its first step is done. */
  firstStep(): Promise<void>;
  /** Resolves when nothing runs and the worker has a warm trainer again. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Two steps of a small network on generated points; the peers' script does the same work. */
const DOCUMENT = {
  version: 1,
  kind: 'train',
  name: 'bench-startup',
  model: { name: 'mlp', config: { hidden: [16, 16] } },
  data: {
    dataset: 'synthetic',
    config: { kind: 'blobs', classes: 3, features: 2, train: 100, validation: 10, test: 10, seed: 1 },
    batchSize: 25,
  },
  loss: 'sparseCategoricalCrossentropy',
  optimizer: { kind: 'adam', learningRate: 0.01 },
  training: { epochs: 1, seed: 7, maxSteps: 2 },
};

export const START_MS = 90_000;
const POLL_MS = 10;

/** `ringmaster up` in a home of its own, and what speaks with it. */
export async function startCluster(
  settings: Settings,
  args: readonly string[],
): Promise<{ readonly client: Client; close(): Promise<void> }> {
  const home = temporaryHome();
  const up = spawnCli(settings, home, ['up', ...args]);
  const close = () => endCluster(up, home);
  try {
    return { client: await clientOf(home, up), close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

export async function openCluster(settings: Settings): Promise<BenchCluster> {
  const warmMs = settings.quick ? 200 : 2_000;
  const { client, close } = await startCluster(settings, ['--workers', '1']);
  try {
    const cluster: BenchCluster = {
      firstStep: () => submitted(client),
      idle: () => untilIdle(client, warmMs),
      close,
    };
    await untilIdle(client, warmMs);
    // The first job pays for what only ever happens once.
    await cluster.firstStep();
    await cluster.idle();
    return cluster;
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** Seconds from `ringmaster run` with nothing running to the end of the first step. */
export async function coldRun(settings: Settings): Promise<number> {
  const home = temporaryHome();
  const file = join(home, 'job.json');
  writeFileSync(file, JSON.stringify(DOCUMENT));
  const started = performance.now();
  const run = spawnCli(settings, home, ['run', file, '--json']);
  try {
    const client = await clientOf(home, run);
    for (;;) {
      const [job] = await client.jobs.list();
      if (job) await firstStepOf(client, job.jobId);
      if (job) return (performance.now() - started) / 1_000;
      await sleep(systemClock, POLL_MS);
    }
  } finally {
    await endCluster(run, home);
  }
}

async function submitted(client: Client): Promise<void> {
  const jobId = `bench-startup-${randomBytes(4).toString('hex')}`;
  await client.jobs.submit({ jobId, document: DOCUMENT });
  await firstStepOf(client, jobId);
}

async function firstStepOf(client: Client, jobId: string): Promise<void> {
  for await (const event of client.jobs.events(jobId, { signal: AbortSignal.timeout(START_MS) })) {
    if (event.type === 'metric') return;
    if ('job' in event && (event.job.progress?.step ?? 0) > 0) return;
    if ('job' in event && event.job.state === 'failed')
      throw new TrainError('internal', `the job failed: ${event.job.cause?.message ?? 'no cause'}`);
  }
}

/** Jobs have ended, and a worker with its trainer is free. */
export async function untilIdle(client: Client, warmMs: number): Promise<void> {
  const until = systemClock.monotonicMs() + START_MS;
  for (;;) {
    const [jobs, workers] = await Promise.all([client.jobs.list(), client.workers.list()]);
    const ended = jobs.every(({ state }) => TERMINAL_STATES.has(state));
    if (ended && workers.some(({ state }) => state === 'ready')) break;
    if (systemClock.monotonicMs() > until)
      throw new TrainError('deadline', 'the cluster did not become idle');
    await sleep(systemClock, 50);
  }
  // A trainer that was just freed loads nothing anew; one that was just started needs this long for TensorFlow.
  await sleep(systemClock, warmMs);
}

async function clientOf(home: string, child: ChildProcess): Promise<Client> {
  const layout = homeLayout(home);
  const until = systemClock.monotonicMs() + START_MS;
  for (;;) {
    const found = readEndpoint(layout.endpoint, layout.token);
    if (found) return createClient(found);
    if (child.exitCode !== null || systemClock.monotonicMs() > until)
      throw new TrainError(
        'unavailable',
        `the cluster did not come up in ${home}: run \`npm run setup\` first`,
      );
    await sleep(systemClock, POLL_MS);
  }
}

function readEndpoint(endpoint: string, token: string): { url: string; token: string } | undefined {
  try {
    const { url } = EndpointFile.parse(JSON.parse(readFileSync(endpoint, 'utf8')));
    return { url, token: readFileSync(token, 'utf8').trim() };
  } catch {
    return undefined;
  }
}

const temporaryHome = () => mkdtempSync(join(tmpdir(), 'ringmaster-bench-'));

const spawnCli = ({ places, env }: Settings, home: string, args: readonly string[]): ChildProcess =>
  spawn(process.execPath, [join(places.root, 'apps/cli/bin/ringmaster.mjs'), ...args], {
    cwd: places.root,
    env: { ...env, RINGMASTER_HOME: home, NO_COLOR: '1' },
    stdio: 'ignore',
  });

async function endCluster(child: ChildProcess, home: string): Promise<void> {
  if (child.exitCode === null) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(systemClock, 60_000)]);
  }
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
