import type { GenerationView, JobView } from '@ringmaster/contracts';
import { generationsOf, holdAuditClean, holdUnharmed, memberOf, pidOfRank, since } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { EIGHT_SHARDS } from '../jobs.js';
import { slowDown } from '../slow-down.js';

const PROPORTIONAL = [...EIGHT_SHARDS, '--set', 'training.shardRanges=proportional'];

/** The present membership gives the rank fewer shards than any other one. */
const hasFewest = (job: JobView, rank: number): boolean => {
  const { members, shards } = generationsOf(job).at(-1) ?? {};
  const own = shards?.[members?.indexOf(rank) ?? -1];
  return own !== undefined && shards?.filter((count) => count <= own).length === 1;
};
const sharesOf = ({ members, shards }: GenerationView, rank: number): string =>
  `${shards?.[members.indexOf(rank)]} of ${shards?.reduce((a, b) => a + b, 0)}`;

export const slowRank: FaultRow = {
  row: 42,
  name: 'slow-rank',
  fault:
    'a rank of two is stopped and continued so often that it gets a third of its time; shards go by speed',
  invariant:
    'the rank is named, then computes fewer shards than the other, without a rank lost; the bits of the even run',
  runs: 3,
  async run(ground, { rng }) {
    const reference = await ground.undisturbed(EIGHT_SHARDS);
    const cluster = await ground.shared();
    const started = await submitAndReach(cluster, PROPORTIONAL, { step: 1 + rng.below(200), world: 2 });
    const { jobId } = started;
    const rank = memberOf(started, rng);
    const slowedMs = Date.now();
    const stop = slowDown(pidOfRank(started, rank));
    let namedMs: number | undefined;
    let shared: JobView;
    try {
      shared = await cluster.waitFor(
        jobId,
        `rank ${rank} to compute fewer shards`,
        (job) => {
          if (job.attempts[0]?.ranks[rank]?.slow) namedMs ??= Date.now() - slowedMs;
          return hasFewest(job, rank) && generationsOf(job).at(-1)?.runningAt !== undefined;
        },
        RUN_MS,
      );
    } finally {
      stop();
    }
    const generation = generationsOf(shared).at(-1) as GenerationView;
    hold(namedMs !== undefined, `nobody said that rank ${rank} is slow`);
    const job = await cluster.waitForEnd(jobId, RUN_MS);
    holdUnharmed(job, reference);
    await holdAuditClean(cluster, jobId);
    const lost = job.attempts[0]?.ranks.filter(({ state }) => state === 'failed') ?? [];
    hold(lost.length === 0, `ranks were lost: ${JSON.stringify(lost)}`);
    return {
      namedMs,
      sharedMs: since(slowedMs, generation.runningAt),
      standstillMs: generation.standstillMs ?? 0,
      shardsOfTheSlowOne: sharesOf(generation, rank),
    };
  },
};
