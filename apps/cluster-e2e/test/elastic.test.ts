import { writeSync } from 'node:fs';
import type { GenerationView, JobView } from '@ringmaster/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
if (!isFull)
  writeSync(
    2,
    'SKIPPED: ranks given up for a more urgent job, a last worker that drains, newcomers that die; npm run test:full shows them\n',
  );

/** 560 steps on up to four workers; the bits depend on the four shards, not on who computes them. */
const JOB = [
  'examples/mlp-blobs.yaml',
  ...['training.shards=4', 'workers.max=4', 'training.epochs=14', 'training.verifyReplicasEvery=10'].flatMap(
    (setting) => ['--set', setting],
  ),
];

const generationsOf = (job: JobView): readonly GenerationView[] => job.attempts.at(-1)?.generations ?? [];
const stepOf = (job: JobView): number => job.progress?.step ?? 0;

describe('a run whose members change ends with the bits of one whose members do not', () => {
  let cluster: Cluster;
  let reference: string | undefined;
  beforeAll(async () => {
    cluster = createCluster();
    await cluster.up({ workers: 2, slots: 2 });
    const job = await cluster.waitForEnd(await cluster.submit(JOB));
    expect(job).toMatchObject({ state: 'succeeded', generations: 1 });
    reference = job.result?.weightsSha256;
  });
  afterAll(() => cluster.close());

  /** 2,400 steps, for what takes several commands. */
  const LONG = [...JOB, '--set', 'training.epochs=60'];
  let longReference: Promise<string | undefined> | undefined;
  const undisturbedLong = (): Promise<string | undefined> =>
    (longReference ??= (async () => {
      const job = await cluster.waitForEnd(await cluster.submit([...LONG, '--set', 'workers.max=1']));
      return job.result?.weightsSha256;
    })());

  const submitAndReach = async (step: number, job = JOB): Promise<JobView> => {
    const id = await cluster.submit(job);
    return cluster.waitFor(id, `step ${step}`, (job) => stepOf(job) >= step);
  };
  /** It succeeded in its one attempt, without a step lost, and to the same bits. */
  const expectUnharmed = (job: JobView): void => {
    expect(job).toMatchObject({ state: 'succeeded', result: { steps: 560, samples: 28_000 } });
    expect(job.attempts).toHaveLength(1);
    expect(job.attempts[0]?.resumedFromStep).toBeUndefined();
    expect(job.result?.weightsSha256).toBe(reference);
  };

  it('scaled 4 → 1 → 3 → 2: all ranks change over at the same step', async () => {
    const undisturbed = await undisturbedLong();
    const jobId = await cluster.submit(LONG);
    // A slot of the run before may still be cleared when this one begins.
    await cluster.waitFor(jobId, '4 workers', (job) => job.attempts[0]?.world === 4);
    const scale = async (workers: number, after: number) => {
      expect((await cluster.cli(['scale', jobId, String(workers)])).code).toBe(0);
      const done = (job: JobView) => job.attempts[0]?.world === workers && stepOf(job) >= after;
      return cluster.waitFor(jobId, `${workers} workers`, done);
    };
    const one = await scale(1, 60);
    const three = await scale(3, stepOf(one) + 20);
    await scale(2, stepOf(three) + 20);
    const refused = await cluster.cli(['scale', jobId, '5']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('workers.max 4')]);
    const job = await cluster.waitForEnd(jobId);
    expect(job).toMatchObject({ state: 'succeeded', result: { steps: 2_400 } });
    expect(job.attempts).toHaveLength(1);
    expect(job.result?.weightsSha256).toBe(undisturbed);
    const all = generationsOf(job).map(({ members }) => members.length);
    const worlds = all.slice(all.indexOf(4));
    expect([worlds[1], worlds.at(-1)]).toEqual([1, 2]);
    expect(worlds).toContain(3);
    const deaths = job.attempts[0]?.ranks.filter(({ state }) => state === 'failed');
    expect(deaths).toEqual([]);
  });

  it.runIf(isFull)(
    'gives ranks up for a more urgent job, and gets them back when that has ended',
    async () => {
      const undisturbed = await undisturbedLong();
      const jobId = await cluster.submit([...LONG, '--set', 'priority=200']);
      await cluster.waitFor(jobId, '4 workers', (job) => job.attempts[0]?.world === 4 && stepOf(job) > 10);
      const urgent = await cluster.waitForEnd(
        await cluster.submit([...JOB, '--set', 'priority=10', '--set', 'workers.max=2']),
      );
      expect(urgent).toMatchObject({
        state: 'succeeded',
        generations: 1,
        result: { weightsSha256: reference },
      });
      const job = await cluster.waitForEnd(jobId);
      expect(job).toMatchObject({ state: 'succeeded', result: { steps: 2_400, weightsSha256: undisturbed } });
      expect(job.attempts).toHaveLength(1);
      const all = generationsOf(job).map(({ members }) => members.length);
      const given = all.indexOf(4) + 1;
      expect([all[given], all.at(-1)], `members by generation: ${all.join(', ')}`).toEqual([
        expect.any(Number),
        4,
      ]);
      expect(all[given]).toBeLessThan(4);
      expect(job.attempts[0]?.ranks.filter(({ state }) => state === 'failed')).toEqual([]);
    },
  );

  it('the coordinator is killed: the ranks step on, and it takes the same generation over', async () => {
    const { jobId, ...started } = await submitAndReach(30);
    process.kill(cluster.processes('coordinator')[0] ?? 0, 'SIGKILL');
    const job = await cluster.waitForEnd(jobId);
    expectUnharmed(job);
    expect(job.generations).toBe(1);
    expect(job.attempts[0]?.generation).toBe(started.attempts[0]?.generation);
  });

  it('a rank that gets SIGTERM leaves at a step boundary; a drained worker lets its ranks leave and goes', async () => {
    const undisturbed = await undisturbedLong();
    const { jobId, ...started } = await submitAndReach(10, LONG);
    const pid = started.attempts[0]?.ranks[1]?.pid ?? 0;
    expect(pid).toBeGreaterThan(0);
    process.kill(pid, 'SIGTERM');
    await cluster.waitFor(jobId, 'rank 1 has left', (job) => generationsOf(job).length > 1);
    const drained = await cluster.cli(['worker', 'drain', 'local-2', '--wait', '--json']);
    expect([drained.code, JSON.parse(drained.stdout)]).toMatchObject([0, { name: 'local-2', state: 'left' }]);
    const job = await cluster.waitForEnd(jobId);
    expect(job).toMatchObject({ state: 'succeeded', result: { steps: 2_400, weightsSha256: undisturbed } });
    expect(job.attempts).toHaveLength(1);
    const reasons = generationsOf(job).map(({ reason }) => reason);
    expect(reasons[1]).toMatch(/^(rank 4 joined; )?rank 1 left: its process got SIGTERM$/);
    expect(reasons.join()).toMatch(/ranks? [\d, ]+ left: drained by a user/);
    // One that had not joined yet, on the worker that is drained, is not waited for.
    expect(job.attempts[0]?.ranks.slice(0, 4).filter(({ state }) => state === 'failed')).toEqual([]);
    const { workers } = await cluster.json<{ workers: { name: string; state: string }[] }>(['worker', 'ls']);
    expect(workers.map(({ name, state }) => [name, state]).sort()).toEqual([
      ['local-1', 'ready'],
      ['local-2', 'left'],
    ]);
  });

  it.runIf(isFull)(
    'when the last worker drains, the job is given back with a checkpoint of its last step',
    async () => {
      const { jobId } = await submitAndReach(10);
      expect((await cluster.cli(['worker', 'drain', 'local-1', '--wait'])).code).toBe(0);
      const waiting = await cluster.waitFor(jobId, 'it waits', (job) => job.state === 'queued');
      expect(waiting.attempts).toMatchObject([{ outcome: 'yielded' }]);
      const again = await cluster.startWorker(['--name', 'later', '--slots', '4']);
      const job = await cluster.waitForEnd(jobId);
      expect(job).toMatchObject({ state: 'succeeded', result: { weightsSha256: reference } });
      expect(job.attempts[1]?.resumedFromStep).toBe(job.attempts[0] && waiting.checkpoints.at(-1));
      expect(await again.stop('SIGTERM')).toBe(0);
    },
  );
});

describe.runIf(isFull)('a job below workers.min whose newcomers die too', () => {
  const cluster = createCluster();
  beforeAll(() => cluster.up({ workers: 2 }));
  afterAll(() => cluster.close());

  it('stops with a checkpoint, says why, and goes on from there in its next attempt to the same bits', async () => {
    const job = [...JOB, ...['--set', 'workers.max=2', '--set', 'training.epochs=60']];
    const undisturbed = await cluster.waitForEnd(await cluster.submit(job));
    const id = await cluster.submit([...job, '--set', 'workers.min=2']);
    const started = await cluster.waitFor(id, 'step 20', (view) => stepOf(view) >= 20);
    const staying = started.attempts[0]?.ranks[0]?.pid;
    const failed = await cluster.waitFor(id, 'the end of its attempt', (view) => {
      const isOver = view.attempts[0]?.outcome !== 'running';
      const others = isOver ? [] : cluster.processes('trainer').filter((pid) => pid !== staying);
      for (const pid of others) process.kill(pid, 'SIGKILL');
      return isOver;
    });
    const [first] = failed.attempts;
    expect(first).toMatchObject({ outcome: 'failed', cause: { code: 'rank_crashed' } });
    expect(first?.cause?.message).toMatch(
      /^1 of at least 2 workers \(workers\.min\) were left.* 4 ranks failed before they could join.*SIGKILL/,
    );
    const ended = await cluster.waitForEnd(id);
    expect(ended).toMatchObject({
      state: 'succeeded',
      attempts: [{ outcome: 'failed' }, { outcome: 'succeeded' }],
      result: { weightsSha256: undisturbed.result?.weightsSha256 },
    });
    expect(ended.attempts[1]?.resumedFromStep).toBe(failed.checkpoints.at(-1));
    expect(ended.attempts[1]?.resumedFromStep).toBeGreaterThanOrEqual(20);
  });
});
