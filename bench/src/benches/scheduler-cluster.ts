import { type ChildProcess, spawn } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@ringmaster/client';
import { EndpointFile, homeLayout, type JobResult } from '@ringmaster/contracts';
import { silentLogger, sleep, systemClock, TrainError } from '@ringmaster/core';
import { createControlClient } from '@ringmaster/rpc';
import type { Settings } from '../core/settings.js';

/** A coordinator's process on a Redis of its own, and simulated workers: real connections, no training. */
export interface SchedulerCluster {
  /** Queues so many jobs of one rank each; answers how many a second. */
  submit(jobs: number): Promise<number>;
  join(workers: number): Promise<void>;
  /** First ranks that were told to start, a second. */
  admissions(seconds: number): Promise<number>;
  close(): Promise<void>;
}

const START_MS = 90_000;
/** What a simulated rank trains. */
const WORK_MS = 200;
/** Requests of one client at the same time. */
const TOGETHER = 64;

const DOCUMENT = {
  version: 1,
  kind: 'train',
  name: 'bench-scheduler',
  model: { name: 'lenet5' },
  data: { dataset: 'digits' },
  loss: 'sparseCategoricalCrossentropy',
  limits: { wallTime: '1h' },
};

const RESULT: JobResult = {
  weightsSha256: 'a'.repeat(64),
  steps: 1,
  samples: 1,
  skippedSteps: 0,
  metrics: {},
  artifacts: [],
  backend: 'none',
};

export async function openScheduler(settings: Settings): Promise<SchedulerCluster> {
  const home = mkdtempSync(join(tmpdir(), 'ringmaster-bench-'));
  const { root } = settings.places;
  const coordinator = spawn(
    process.execPath,
    [join(root, 'dist/coordinator/main.js'), '--home', home, '--log-level', 'error'],
    { cwd: root, env: { ...settings.env, RINGMASTER_HOME: home }, stdio: 'ignore' },
  );
  const stop = new AbortController();
  let admitted = 0;
  let lives: Promise<void>[] = [];
  const close = async () => {
    stop.abort();
    await Promise.all(lives);
    await endProcess(coordinator);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const { client, controlAddress, token } = await endpointOf(home, coordinator);
    return {
      submit: (jobs) => submitAll(client, jobs),
      async join(workers) {
        // All of them end by one signal.
        setMaxListeners(2 * workers, stop.signal);
        lives = Array.from({ length: workers }, (_, index) =>
          simulatedWorker({ index, controlAddress, token, signal: stop.signal, onStart: () => admitted++ }),
        );
        await until('a job was admitted', () => admitted > 0);
      },
      async admissions(seconds) {
        const [before, started] = [admitted, performance.now()];
        await sleep(systemClock, seconds * 1_000);
        return ((admitted - before) * 1_000) / (performance.now() - started);
      },
      close,
    };
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function submitAll(client: Client, jobs: number): Promise<number> {
  const started = performance.now();
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < jobs) {
      const jobId = `bench-job-${String(next++).padStart(6, '0')}`;
      await client.jobs.submit({ jobId, document: DOCUMENT });
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, one));
  return (jobs * 1_000) / (performance.now() - started);
}

interface WorkerFacts {
  readonly index: number;
  readonly controlAddress: string;
  readonly token: string;
  readonly signal: AbortSignal;
  readonly onStart: () => void;
}

/** An agent's end of the control plane; its rank is ready at once, and done soon after it was told to go. */
async function simulatedWorker({
  index,
  controlAddress,
  token,
  signal,
  onStart,
}: WorkerFacts): Promise<void> {
  const agentId = `bench-worker-${index}`;
  const busy = new Set<string>();
  const client = createControlClient({
    address: async () => controlAddress,
    token: async () => token,
    facts: () => ({
      agentId,
      name: agentId,
      host: agentId,
      engine: 'simulated',
      slots: [{ slot: 0, device: 'cpu', cpuThreads: 1 }],
      running: [],
    }),
    heartbeat: () => ({ warmTrainers: 1, busySlots: busy.size > 0 ? [0] : [] }),
    onCommand: (command) => {
      if (command.kind === 'assign') {
        const { jobId, attempt, rank } = command.assign;
        busy.add(jobId);
        onStart();
        const ready = { dataAddress: '127.0.0.1:1', pid: 1, fingerprint: '{}', warm: true };
        client.send({ jobId, attempt, rank, ready });
      }
      if (command.kind !== 'go') return;
      const { jobId, attempt } = command.go;
      client.send({ jobId, attempt, rank: 0, running: { step: 1 } });
      systemClock.after(WORK_MS, () => {
        if (busy.delete(jobId))
          client.send({
            jobId,
            attempt,
            rank: 0,
            finished: { resultJson: JSON.stringify(RESULT), stopped: false },
          });
      });
    },
    clock: systemClock,
    logger: silentLogger,
  });
  await client.run(signal).catch(() => undefined);
}

async function endpointOf(home: string, child: ChildProcess) {
  const layout = homeLayout(home);
  let found: { readonly client: Client; readonly controlAddress: string; readonly token: string } | undefined;
  await until('the coordinator answered', () => {
    if (child.exitCode !== null)
      throw new TrainError('unavailable', 'the coordinator ended: run `npm run setup` first');
    try {
      const { url, controlAddress } = EndpointFile.parse(JSON.parse(readFileSync(layout.endpoint, 'utf8')));
      const token = readFileSync(layout.token, 'utf8').trim();
      found = { client: createClient({ url, token }), controlAddress, token };
    } catch {
      return false;
    }
    return true;
  });
  return found as NonNullable<typeof found>;
}

async function until(what: string, claim: () => boolean): Promise<void> {
  const end = systemClock.monotonicMs() + START_MS;
  while (!claim()) {
    if (systemClock.monotonicMs() > end)
      throw new TrainError('deadline', `not within ${START_MS} ms: ${what}`);
    await sleep(systemClock, 20);
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const cancel = systemClock.after(60_000, () => child.kill('SIGKILL'));
  await ended;
  cancel();
}
