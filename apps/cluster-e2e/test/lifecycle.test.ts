import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull) writeSync(2, 'SKIPPED: a job at limits.disk; npm run test:full runs it\n');

interface RunDocument {
  readonly jobId: string;
  readonly state: string;
  readonly weightsSha256: string;
}

/** 800 steps: long enough to be met on its way. */
const BLOBS = ['examples/mlp-blobs.yaml', '--workers', '2', '--set', 'training.epochs=20'];

describe('looking after a job', () => {
  let cluster: Cluster;
  let reference: RunDocument;
  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2 });
    reference = await cluster.json<RunDocument>(['run', ...BLOBS]);
  });
  afterAll(() => cluster.close());

  const damage = (jobId: string, step: number): string => {
    const name = `checkpoints/step-${String(step).padStart(8, '0')}/slot-m.safetensors`;
    const path = join(cluster.home, 'artifacts', jobId, name);
    const bytes = readFileSync(path);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(path, bytes);
    return name;
  };

  it('prints its metrics as JSON lines', async () => {
    const { stdout } = await cluster.cli(['metrics', reference.jobId]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; step: number });
    expect(lines.at(-1)).toMatchObject({ type: 'evaluate', step: 800 });
    const followed = await cluster.cli(['metrics', '-f', reference.jobId]);
    expect([followed.code, followed.stdout]).toEqual([0, stdout]);
  });

  /** The reference, with more to do in every step. */
  const SLOW = [...BLOBS, '--set', 'training.verifyReplicasEvery=1'];
  const submitAndReach = async (step: number): Promise<string> => {
    const id = await cluster.submit(SLOW);
    await cluster.waitFor(id, `step ${step}`, (job) => (job.progress?.step ?? 0) >= step);
    return id;
  };

  /** Without the time that a process needs to start: the job might be done by then. */
  const cancelAtOnce = async (id: string): Promise<void> => {
    const answer = await fetch(`${cluster.endpoint().url}/v1/jobs/${id}/cancel`, {
      method: 'POST',
      headers: { authorization: `Bearer ${cluster.token()}` },
      signal: AbortSignal.timeout(5_000),
    });
    expect(answer.status).toBeLessThan(300);
  };

  it('pauses, gives the slots back, resumes, and ends with the same weights', async () => {
    const id = await submitAndReach(20);
    expect((await cluster.cli(['pause', id])).code).toBe(0);
    const paused = await cluster.waitFor(id, 'the pause', (job) => job.state === 'paused');
    const step = paused.checkpoints.at(-1) ?? 0;
    expect(step).toBeGreaterThanOrEqual(20);
    expect(paused.reason).toContain(`step ${step}`);
    const { workers } = await cluster.json<{ workers: { slots: { jobId?: string }[] }[] }>(['worker', 'ls']);
    expect(workers.flatMap(({ slots }) => slots).filter((slot) => slot.jobId)).toEqual([]);
    const scaled = await cluster.cli(['scale', id, '3']);
    expect([scaled.code, scaled.stderr]).toEqual([2, expect.stringContaining('allows 2 (workers.min) to 2')]);
    expect((await cluster.cli(['resume', id])).code).toBe(0);
    const job = await cluster.waitForEnd(id);
    expect(job.attempts.map((attempt) => attempt.resumedFromStep)).toEqual([undefined, step]);
    expect(job.result?.weightsSha256).toBe(reference.weightsSha256);
  });

  it('makes room for a more urgent job, and ends with the same weights after it', async () => {
    const id = await cluster.submit([...SLOW, '--set', 'priority=200']);
    await cluster.waitFor(id, 'step 20', (job) => (job.progress?.step ?? 0) >= 20);
    const urgent = await cluster.submit([...BLOBS, '--set', 'training.epochs=1', '--set', 'priority=10']);
    const before = await cluster.waitForEnd(urgent);
    expect(before.state).toBe('succeeded');
    const job = await cluster.waitForEnd(id);
    const [first, second] = job.attempts;
    expect(job.attempts.map(({ outcome }) => outcome)).toEqual(['preempted', 'succeeded']);
    expect(Date.parse(first?.endedAt ?? '')).toBeLessThanOrEqual(Date.parse(before.startedAt ?? ''));
    expect(Date.parse(second?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(before.endedAt ?? ''));
    expect(second?.resumedFromStep).toBeGreaterThanOrEqual(20);
    expect(job.result?.weightsSha256).toBe(reference.weightsSha256);
  });

  it('goes on from an older checkpoint when the newest one was damaged', async () => {
    const id = await submitAndReach(70);
    await cluster.cli(['pause', id]);
    const paused = await cluster.waitFor(id, 'the pause', (job) => job.state === 'paused');
    const [older, newest] = paused.checkpoints.slice(-2);
    const file = damage(id, newest ?? 0);
    await cluster.cli(['resume', id]);
    const job = await cluster.waitForEnd(id);
    expect(job.attempts[1]).toMatchObject({
      resumedFromStep: older,
      passedOver: [expect.stringContaining(file)],
    });
    expect(job.result?.weightsSha256).toBe(reference.weightsSha256);
  });

  it('retries a cancelled job as a new one that ends with the same weights', async () => {
    const id = await submitAndReach(60);
    await cancelAtOnce(id);
    const ended = await cluster.waitForEnd(id);
    expect(ended.state).toBe('cancelled');
    const { jobId } = await cluster.json<{ jobId: string }>(['retry', id]);
    const job = await cluster.waitForEnd(jobId);
    expect(job).toMatchObject({ retryOf: id, resumedFrom: `${id}/${ended.checkpoints.at(-1)}` });
    expect(job.result?.weightsSha256).toBe(reference.weightsSha256);
    expect((await cluster.job(id)).state).toBe('cancelled');
  });

  it('keeps a job waiting that its hosts have no memory for, and says so', async () => {
    const id = await cluster.submit([...BLOBS, '--set', 'workers.slots.memory=900TiB']);
    const job = await cluster.waitFor(id, 'a reason', ({ reason }) => reason?.includes('memory') ?? false);
    expect(job).toMatchObject({ state: 'queued', attempts: [] });
    expect(job.reason).toMatch(/needs memory for 2 ranks of .* MiB each .* free for new ranks: \d+ MiB on /);
    await cluster.cli(['cancel', id]);
    expect((await cluster.waitForEnd(id)).state).toBe('cancelled');
  });

  it.each([
    ['limits.memory', '100MiB'],
    ['workers.slots.memory', '100MiB'],
    ['limits.wallTime', '1s'],
  ])('ends a job at %s, and names the limit', async (limit, value) => {
    const id = await cluster.submit([...SLOW, '--set', `${limit}=${value}`, '--set', 'training.epochs=500']);
    const job = await cluster.waitForEnd(id);
    expect(job).toMatchObject({ state: 'failed', generations: 1, cause: { code: 'limit_exceeded' } });
    expect(job.cause?.message).toContain(limit);
  });

  it.runIf(isFull)(
    'ends a job at limits.disk with its checkpoints whole, once, and exits with 1',
    async () => {
      const options = {
        'limits.disk': '60KiB',
        'training.checkpoint.keep': '1000',
        'training.epochs': '500',
      };
      const sets = Object.entries(options).flatMap(([path, value]) => ['--set', `${path}=${value}`]);
      const result = await cluster.cli(['run', ...BLOBS, ...sets, '--json']);
      const { jobId } = JSON.parse(result.stdout) as { jobId: string };
      const job = await cluster.job(jobId);
      expect(result.code).toBe(1);
      expect(job).toMatchObject({ state: 'failed', generations: 1, cause: { code: 'limit_exceeded' } });
      expect(job.cause?.message).toContain('limits.disk allows 61440 (60KiB)');
      expect(job.checkpoints.length).toBeGreaterThan(0);
      const verified = await cluster.cli(['ckpt', 'verify', jobId]);
      expect([verified.code, verified.stdout.includes('DAMAGED')]).toEqual([0, false]);
    },
  );

  it('says without submitting where a job would run, or why it would wait', async () => {
    const before = (await cluster.json<{ jobs: unknown[] }>(['ls'])).jobs.length;
    interface Plan {
      readonly stepCosts: readonly object[];
      readonly placement: {
        readonly placed: boolean;
        readonly ranks: readonly { worker: string; device: string }[];
      };
    }
    const plan = await cluster.json<Plan>(['run', 'examples/mlp-blobs.yaml', '--workers', '2', '--dry-run']);
    expect(plan.placement.placed).toBe(true);
    const places = plan.placement.ranks.map(({ worker, device }) => `${worker} ${device}`);
    expect(places.sort()).toEqual(['local-1 cpu', 'local-2 cpu']);
    expect(plan.stepCosts).toHaveLength(2);
    const three = [
      'run',
      'examples/mlp-blobs.yaml',
      '--dry-run',
      '--workers',
      '3',
      '--set',
      'training.shards=3',
    ];
    expect((await cluster.cli(three)).stdout).toMatch(/# It would wait: .*3/);
    // Nothing is uploaded for a question.
    const withFiles = await cluster.json<Plan>(['run', 'examples/own-weights.yaml', '--dry-run']);
    expect(withFiles.placement.placed).toBe(true);
    expect((await cluster.json<{ jobs: unknown[] }>(['ls'])).jobs).toHaveLength(before);
  });

  it('opens nothing without a terminal, and prints where the things of a job are', async () => {
    const { jobId } = reference;
    const opened = await cluster.cli(['open', jobId]);
    expect([opened.code, opened.stdout.trim()]).toEqual([0, join(cluster.home, 'artifacts', jobId)]);
    expect(await cluster.json(['open', jobId])).toMatchObject({ jobId, opened: false });
  });

  it('lists, pulls and verifies its checkpoints, and names a damaged file', async () => {
    const { jobId } = reference;
    const listed = await cluster.json<{ checkpoints: { step: number }[] }>(['ckpt', 'ls', jobId]);
    // Three are kept; where the disk is slow one is replaced by the next while it waits.
    const steps = listed.checkpoints.map(({ step }) => step);
    expect([steps.length, steps.at(-1)]).toEqual([3, 800]);
    expect(steps.filter((one) => one % 50 !== 0)).toEqual([]);
    const step = steps[1] ?? 0;
    const pulled = await cluster.json<{ path: string }>(['ckpt', 'pull', `${jobId}@${step}`, cluster.home]);
    const name = `checkpoints/step-${String(step).padStart(8, '0')}/weights.safetensors`;
    const stored = join(cluster.home, 'artifacts', jobId, name);
    expect(readFileSync(join(pulled.path, 'weights.safetensors'))).toEqual(readFileSync(stored));
    expect((await cluster.cli(['ckpt', 'verify', jobId])).code).toBe(0);
    const file = damage(jobId, step);
    const verified = await cluster.cli(['ckpt', 'verify', jobId]);
    expect(verified.code).toBe(1);
    expect(verified.stdout).toMatch(`step ${step}: DAMAGED: ${file}`);
    const refused = await cluster.cli(['ckpt', 'pull', `${jobId}@${step}`, join(cluster.home, 'elsewhere')]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(file)]);
  });
});
