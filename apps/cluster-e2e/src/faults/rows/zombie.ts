import { type JobView, LIMITS } from '@ringmaster/contracts';
import { sleep, systemClock } from '@ringmaster/core';
import type { Cluster } from '../../cluster.js';
import { generationsOf, memberOf, holdAuditClean, holdUnharmed, since } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { VERY_LONG_OF_FOUR } from '../jobs.js';
import { countInLog, isRunning, signalAll, workerOf } from '../processes.js';

/** Said where the agent is back before its rank has ended, of an order that it finds waiting or of its own accord. */
const TOLD = 'an agent runs a rank that nobody wants';
/** Coming back takes as long as the longest pause between two tries; a rank that does not end is killed after the grace. */
const FENCED_MS = LIMITS.agentLostMs + LIMITS.reconnectMaxMs + 2 * LIMITS.stopGraceMs;

export const zombie: FaultRow = {
  row: 3,
  name: 'zombie',
  fault:
    'a whole worker, agent and trainers, is stopped, and continued when the others have gone on without it',
  invariant:
    'each of its ranks is fenced: out of every later generation, and its process ends while the job goes on; the bits of the undisturbed run',
  runs: 5,
  bounds: { noticedMs: { max: 3_000 } },
  async run(ground, { rng, full }) {
    const reference = await ground.undisturbed(VERY_LONG_OF_FOUR);
    const cluster = await ground.shared();
    const toldBefore = countInLog(cluster, 'coordinator', TOLD);
    const started = await submitAndReach(cluster, VERY_LONG_OF_FOUR, { step: 1 + rng.below(200), world: 4 });
    const before = generationsOf(started).length;
    const worker = workerOf(cluster, started, memberOf(started, rng));
    const stopped = ranksOf(started, worker);
    hold(stopped.length === 2, `${stopped.length} ranks of job ${started.jobId} run on the worker, not 2`);
    const frozenMs = Date.now();
    signalAll(worker, 'SIGSTOP');
    await cluster.waitFor(started.jobId, 'a generation without the stopped ranks', (job) =>
      Boolean(generationsOf(job)[before]?.runningAt),
    );
    await sleep(systemClock, full ? 10_000 : 2_000);
    signalAll(worker, 'SIGCONT');
    const fencedMs = await fenced(cluster, started.jobId, stopped);
    const job = await cluster.waitForEnd(started.jobId, RUN_MS);
    holdUnharmed(job, reference);
    await holdAuditClean(cluster, job.jobId);
    const later = generationsOf(job).slice(before);
    for (const { rank } of stopped) {
      const state = job.attempts.at(-1)?.ranks[rank]?.state;
      hold(state === 'failed', `rank ${rank}, which was stopped, is ${state}`);
      const again = later.find(({ members }) => members.includes(rank));
      hold(again === undefined, `rank ${rank}, which was stopped, is in generation ${again?.generation}`);
    }
    const [second] = later;
    hold(second?.members.length === 2, `the next generation has ${second?.members.length} members, not 2`);
    return {
      noticedMs: since(frozenMs, second.noticedAt),
      recoverMs: since(frozenMs, second.runningAt),
      fencedMs,
      // Of two. The others were ended by the order that waited for their agent, or because their peers had left them out.
      told: countInLog(cluster, 'coordinator', TOLD) - toldBefore,
    };
  },
};

interface StoppedRank {
  readonly rank: number;
  readonly pid: number;
}

const ranksOf = (job: JobView, pids: readonly number[]): readonly StoppedRank[] =>
  (job.attempts.at(-1)?.ranks ?? []).flatMap(({ rank, pid }) =>
    pid !== undefined && pids.includes(pid) ? [{ rank, pid }] : [],
  );

/**
 * How long it takes until none of these processes is there any more. A rank that was left out is never used again, however
 * it learns of that: told by the coordinator, by an order from before, or by its peers.
 */
async function fenced(cluster: Cluster, jobId: string, ranks: readonly StoppedRank[]): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    const { state } = await cluster.job(jobId);
    const left = ranks.filter(({ pid }) => isRunning(pid));
    hold(state === 'running', `job ${jobId} was ${state} before its stopped ranks had ended: too short`);
    const ms = Math.round(performance.now() - startedMs);
    if (left.length === 0) return ms;
    hold(
      ms < FENCED_MS,
      `ranks ${left.map(({ rank }) => rank).join(', ')} go on ${ms} ms after they came back`,
    );
    await sleep(systemClock, 100);
  }
}
