import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { JobResult, type wire } from '@ringmaster/contracts';
import { resolveJob } from '@ringmaster/training';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type ScriptedCoordinator, scriptedCoordinator } from './agent/testing/scripted-coordinator.js';
import { type ArtifactServer, artifactServer } from './testing/artifact-server.js';
import { bundleWorker, type WorkerBundle } from './testing/worker-bundle.js';

const TOKEN = 'token-of-the-job';
const document = parse(
  readFileSync(fileURLToPath(new URL('../../../examples/mlp-blobs.yaml', import.meta.url)), 'utf8'),
) as Record<string, Record<string, unknown>>;
const endless = { ...document, training: { ...document['training'], epochs: 100_000 } };

let bundle: WorkerBundle;
let store: ArtifactServer;
const cleanup: (() => unknown)[] = [];
beforeAll(async () => {
  bundle = await bundleWorker();
  store = await artifactServer(join(bundle.home, 'artifacts'), TOKEN);
});
afterEach(async () => {
  for (const end of cleanup.splice(0).reverse()) await end();
});
afterAll(async () => {
  await store.close();
  bundle.remove();
});

/** A real agent process of two slots, on a coordinator that the test plays. */
async function startAgent(): Promise<{
  coordinator: ScriptedCoordinator;
  agent: ChildProcess;
  output: () => string;
}> {
  const coordinator = await scriptedCoordinator();
  const endpoint = { url: store.url, controlAddress: coordinator.address, pid: process.pid, version: 'test' };
  writeFileSync(join(bundle.home, 'endpoint.json'), JSON.stringify(endpoint), { mode: 0o600 });
  writeFileSync(join(bundle.home, 'token'), 'secret\n', { mode: 0o600 });
  const flags = ['--home', bundle.home, '--slots', '2', '--device', 'cpu', '--name', 'tester'];
  const agent = spawn(process.execPath, [bundle.agent, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [agent.stdout, agent.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  cleanup.push(async () => {
    if (agent.exitCode === null && agent.signalCode === null) {
      const gone = new Promise((resolve) => agent.once('exit', resolve));
      // The second one does not wait for its ranks.
      agent.kill('SIGTERM');
      agent.kill('SIGINT');
      await gone;
    }
    coordinator.close();
  });
  await until(() => coordinator.hellos.length > 0 || agent.exitCode !== null, output);
  if (coordinator.hellos.length === 0) throw new Error(`the agent did not come up: ${output}`);
  return { coordinator, agent, output: () => output };
}

async function until(claim: () => boolean, context: string, ms = 60_000): Promise<void> {
  const end = Date.now() + ms;
  while (!claim()) {
    if (Date.now() > end) throw new Error(`the claim did not become true within ${ms} ms: ${context}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

interface Launch {
  readonly jobId: string;
  readonly world: number;
  readonly job?: unknown;
  readonly attempt?: number;
  readonly resumeFrom?: string;
}

const generationOf = ({ jobId, attempt = 1 }: Launch) => ({
  epoch: 1,
  n: attempt,
  nonce: `${jobId}-${attempt}`,
});

function assignmentOf(o: Launch, rank: number): wire.v1.IAssign {
  const { jobId, attempt = 1, world } = o;
  return {
    ...{ jobId, attempt, rank, world, slot: rank, generation: generationOf(o) },
    jobJson: JSON.stringify(resolveJob(o.job ?? document)),
    jobSecret: new Uint8Array(32).fill(7),
    artifactsUrl: store.url,
    artifactsToken: TOKEN,
    resumeFrom: o.resumeFrom ?? '',
    cpuThreads: 1,
    device: 'cpu',
  };
}

/** What a coordinator does: assigns all ranks, waits until they are ready, says Go. */
async function launch(coordinator: ScriptedCoordinator, o: Launch): Promise<wire.v1.IRankReady[]> {
  const { jobId, world, attempt = 1 } = o;
  const generation = generationOf(o);
  const ranks = Array.from({ length: world }, (_, rank) => rank);
  for (const rank of ranks) coordinator.order({ assign: assignmentOf(o, rank) });
  const ready: wire.v1.IRankReady[] = [];
  for (const rank of ranks) {
    const event = await coordinator.event(`ready of rank ${rank}`, isOf(o, rank, 'ready'), 60_000);
    ready.push(event.ready ?? {});
  }
  const peers = ready.map(({ dataAddress }, rank) => ({ rank, dataAddress: dataAddress ?? '' }));
  coordinator.order({ go: { jobId, attempt, generation, peers } });
  return ready;
}

const stepOf = ({ progress }: wire.v1.IRankEvent): number | undefined =>
  progress ? (JSON.parse(progress.progressJson ?? '{}') as { step: number }).step : undefined;

const isOf =
  (
    { jobId, attempt = 1 }: Launch,
    rank: number,
    kind: 'ready' | 'running' | 'finished' | 'failed' | 'checkpoint' | 'draining',
  ) =>
  (event: wire.v1.IRankEvent): boolean => {
    if (event.failed && kind !== 'failed' && event.jobId === jobId && event.attempt === attempt)
      throw new Error(`rank ${event.rank} failed: ${event.failed.causeJson}`);
    return (
      event.jobId === jobId && event.attempt === attempt && (event.rank ?? 0) === rank && Boolean(event[kind])
    );
  };

async function resultOf(coordinator: ScriptedCoordinator, o: Launch, rank: number): Promise<JobResult> {
  const { finished } = await coordinator.event('finished', isOf(o, rank, 'finished'), 60_000);
  return JobResult.parse(JSON.parse(finished?.resultJson ?? '{}'));
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** The quick tier sees these on whole clusters: determinism, elastic and fault-rows of cluster-e2e. */
const inFullTier = process.env['RINGMASTER_TEST_TIER'] === 'full' ? it : undefined;

describe('a worker of real processes', () => {
  inFullTier?.(
    'trains with one and with two ranks to equal hashes, resumes one with the other, and reuses its trainers',
    async () => {
      const { coordinator } = await startAgent();
      const alone: Launch = { jobId: 'job-alone', world: 1 };
      const first = await launch(coordinator, alone);
      expect(first[0]?.warm).toBe(true);
      const one = await resultOf(coordinator, alone, 0);
      expect(one.metrics['accuracy']).toBeGreaterThan(0.9);
      expect(one.artifacts).toEqual([
        'confusion/test.csv',
        'model/model.json',
        'model/model.safetensors',
        'model/weights.bin',
        'pictures/confusion.png',
      ]);
      const listed = await store.artifacts.list('job-alone');
      const names = listed.map(({ name }) => name);
      expect(names).toEqual(
        expect.arrayContaining([...one.artifacts, 'checkpoints/step-00000200/manifest.json']),
      );

      const pair: Launch = { jobId: 'job-pair', world: 2 };
      const second = await launch(coordinator, pair);
      const two = [await resultOf(coordinator, pair, 0), await resultOf(coordinator, pair, 1)];
      expect(two.map(({ weightsSha256 }) => weightsSha256)).toEqual([one.weightsSha256, one.weightsSha256]);
      expect(new Set(second.map(({ fingerprint }) => fingerprint)).size).toBe(1);

      const resumed: Launch = { jobId: 'job-resumed', world: 2, resumeFrom: 'job-alone/100' };
      const third = await launch(coordinator, resumed);
      expect(third.map(({ warm }) => warm)).toEqual([true, true]);
      expect((await resultOf(coordinator, resumed, 1)).weightsSha256).toBe(one.weightsSha256);
      expect(first[0]?.pid).toBeOneOf(third.map(({ pid }) => pid));
      const logs = coordinator.events.flatMap((event) => event.log?.linesJson ?? []);
      expect(logs.join('\n')).toContain('test at step 200');
    },
    120_000,
  );

  inFullTier?.(
    'names a killed rank, seals the other one, and goes on with it from the very next step',
    async () => {
      const { coordinator } = await startAgent();
      const job: Launch = { jobId: 'job-killed', world: 2, job: endless };
      const ready = await launch(coordinator, job);
      await coordinator.event('checkpoint', isOf(job, 0, 'checkpoint'), 60_000);
      process.kill(ready[1]?.pid ?? 0, 'SIGKILL');
      const { failed } = await coordinator.event('failure of rank 1', isOf(job, 1, 'failed'));
      expect(failed).toMatchObject({ signal: 'SIGKILL' });
      expect(failed?.lastStep).toBeGreaterThan(0);
      const { sealed } = await coordinator.event('seal of rank 0', ({ sealed: seal }) => Boolean(seal));
      expect(sealed?.complaints).toMatchObject([{ rank: 1, kind: 'dead' }]);
      expect(sealed?.weightsSha256).toMatch(/^[0-9a-f]{64}$/);

      const generation = { epoch: 1, n: 2, nonce: 'job-killed-1' };
      const peers = [{ rank: 0, dataAddress: ready[0]?.dataAddress ?? '' }];
      coordinator.order({ go: { jobId: 'job-killed', attempt: 1, generation, peers } });
      const { regrouped } = await coordinator.event('the next step', ({ regrouped: again }) =>
        Boolean(again),
      );
      expect(regrouped).toMatchObject({ generation: { n: 2 }, step: (sealed?.step ?? 0) + 1 });
      expect(regrouped?.standstillMs).toBeGreaterThan(0);
      coordinator.order({
        stop: { jobId: 'job-killed', attempt: 1, kill: false, reason: 'the test is over' },
      });
      const { finished } = await coordinator.event('the end', ({ finished: end }) => Boolean(end), 60_000);
      const { steps } = JobResult.parse(JSON.parse(finished?.resultJson ?? '{}'));
      expect(steps).toBeGreaterThan(sealed?.step ?? 0);
    },
    120_000,
  );

  inFullTier?.(
    'takes a rank into a run under way, which has rehearsed before it says that it is ready',
    async () => {
      const { coordinator } = await startAgent();
      const launched: Launch = { jobId: 'job-joined', world: 1, job: endless };
      const [first] = await launch(coordinator, launched);
      await coordinator.event('a first step', isOf(launched, 0, 'running'), 60_000);
      const of = { jobId: 'job-joined', attempt: 1 };
      coordinator.order({ assign: { ...assignmentOf(launched, 1), world: 0 } });
      const { ready } = await coordinator.event('ready of the newcomer', isOf(launched, 1, 'ready'), 60_000);
      coordinator.order({ resize: { ...of, generation: generationOf(launched) } });
      const { sealed } = await coordinator.event('seal of rank 0', ({ sealed: seal }) => Boolean(seal));
      expect(sealed?.agreed).toBe(true);
      const peers = [first, ready].map((one, rank) => ({ rank, dataAddress: one?.dataAddress ?? '' }));
      const generation = { ...generationOf(launched), n: 2 };
      coordinator.order({ go: { ...of, generation, peers, source: 0, behind: [1] } });
      const { regrouped } = await coordinator.event('the next step', ({ regrouped: again }) =>
        Boolean(again),
      );
      expect(regrouped).toMatchObject({ step: (sealed?.step ?? 0) + 1 });
      coordinator.order({ stop: { ...of, kill: false, reason: 'the test is over' } });
      const [one, two] = [await resultOf(coordinator, launched, 0), await resultOf(coordinator, launched, 1)];
      expect([two.weightsSha256, two.steps]).toEqual([one.weightsSha256, one.steps]);
    },
    120_000,
  );

  it('is killed: its trainers step on, and the next agent takes them over', async () => {
    const { coordinator, agent } = await startAgent();
    const job: Launch = { jobId: 'job-orphans', world: 2, job: endless };
    const pids = (await launch(coordinator, job)).map(({ pid }) => pid ?? 0);
    await coordinator.event('running', isOf(job, 0, 'running'), 60_000);
    agent.kill('SIGKILL');
    const next = await startAgent();
    const [hello] = next.coordinator.hellos;
    expect(hello?.agentId).toBe(coordinator.hellos[0]?.agentId);
    // Trainers find the new agent in any order.
    const running = [...(hello?.running ?? [])].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
    expect(running.map(({ pid, rank, slot }) => [pid, rank, slot])).toEqual(
      pids.map((pid, rank) => [pid, rank, rank]),
    );
    const seen = running[0]?.step ?? 0;
    const stepsOn = (e: wire.v1.IRankEvent) => (stepOf(e) ?? 0) > seen + 2;
    await next.coordinator.event('steps after it', stepsOn, 60_000);
    // What only the first agent may have heard is said again.
    await next.coordinator.event('ready again', isOf(job, 0, 'ready'));
    const { jobId } = job;
    next.coordinator.order({ stop: { jobId, attempt: 1, kill: false, reason: 'the test is over' } });
    const { finished } = await next.coordinator.event('the end', isOf(job, 0, 'finished'), 60_000);
    expect(finished?.stopped).toBe(true);
  }, 120_000);

  it('lets its ranks leave at a step boundary when it is asked to end, and exits with 0', async () => {
    const { coordinator, agent, output } = await startAgent();
    const job: Launch = { jobId: 'job-left', world: 2, job: endless };
    const pids = (await launch(coordinator, job)).map(({ pid }) => pid ?? 0);
    await coordinator.event('running', isOf(job, 0, 'running'), 60_000);
    const exit = new Promise<number | null>((resolve) => agent.once('exit', resolve));
    agent.kill('SIGTERM');
    for (const rank of [0, 1]) await coordinator.event('draining', isOf(job, rank, 'draining'));
    const { jobId } = job;
    coordinator.order({ stop: { jobId, attempt: 1, kill: false, pause: true, reason: 'it yields' } });
    expect(await exit).toBe(0);
    const { finished } = await coordinator.event('farewell', isOf(job, 0, 'finished'));
    expect(finished?.stopped).toBe(true);
    expect(coordinator.goodbyes).toBe(1);
    expect(pids.some(isAlive), output()).toBe(false);
  }, 120_000);
});
