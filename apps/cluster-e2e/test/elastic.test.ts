import type { GenerationView, JobView } from '@ringmaster/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

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

  const submitAndReach = async (step: number): Promise<JobView> => {
    const id = await cluster.submit(JOB);
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
    const long = ['--set', 'training.epochs=100'];
    const undisturbed = await cluster.waitForEnd(
      await cluster.submit([...JOB, ...long, '--set', 'workers.max=1']),
    );
    const jobId = await cluster.submit([...JOB, ...long]);
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
    expect(job).toMatchObject({ state: 'succeeded', result: { steps: 4_000 } });
    expect(job.attempts).toHaveLength(1);
    expect(job.result?.weightsSha256).toBe(undisturbed.result?.weightsSha256);
    const all = generationsOf(job).map(({ members }) => members.length);
    const worlds = all.slice(all.indexOf(4));
    expect([worlds[1], worlds.at(-1)]).toEqual([1, 2]);
    expect(worlds).toContain(3);
    const deaths = job.attempts[0]?.ranks.filter(({ state }) => state === 'failed');
    expect(deaths).toEqual([]);
  });

  it('the coordinator is killed: the ranks step on, and it takes the same generation over', async () => {
    const { jobId, ...started } = await submitAndReach(30);
    process.kill(cluster.processes('coordinator')[0] ?? 0, 'SIGKILL');
    const job = await cluster.waitForEnd(jobId);
    expectUnharmed(job);
    expect(job.generations).toBe(1);
    expect(job.attempts[0]?.generation).toBe(started.attempts[0]?.generation);
  });
});
