import { sleep, systemClock } from '@ringmaster/core';
import { generationsOf, holdAuditClean, holdUnharmed, pidOfRank, since } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, stepOf, submitAndReach } from '../ground.js';
import { LONG } from '../jobs.js';
import { signalAll, workerOf } from '../processes.js';

const NEEDY = [...LONG, '--set', 'workers.min=2'];
/** How long nobody comes: far longer than a step, or a change of members. */
const ALONE_MS = { full: 10_000, quick: 3_000 };

export const belowMin: FaultRow = {
  row: 43,
  name: 'below-min',
  fault:
    'a job of at least two workers loses one of two, process and agent, and no other one comes for a while',
  invariant:
    'the rank that is left holds its state and takes no step; it is told why, since when and from where; when a worker comes the same process goes on: one attempt, the bits of the undisturbed run',
  runs: 3,
  async run(ground, { rng, full }) {
    const reference = await ground.undisturbed(LONG);
    return ground.own({ workers: 1, slots: 1 }, async (cluster) => {
      const leaving = await cluster.startWorker(['--name', 'leaving', '--slots', '1']);
      const started = await submitAndReach(cluster, NEEDY, { step: 100 + rng.below(400), world: 2 });
      const { jobId } = started;
      // The cluster's own worker would be started again.
      const [supervised] = workersOf(await cluster.json(['worker', 'ls']), 'local-1');
      const ranks = started.attempts[0]?.ranks ?? [];
      const [staying, victim] = [ranks.find(isOn(supervised)), ranks.find((one) => !isOn(supervised)(one))];
      hold(staying !== undefined && victim !== undefined, `the ranks run on ${JSON.stringify(ranks)}`);
      const lostMs = Date.now();
      const worker = workerOf(cluster, started, victim.rank);
      const gone = leaving.stop('SIGKILL');
      signalAll(worker, 'SIGKILL');
      await gone;
      const isWaiting = (reason: string | undefined) => reason?.includes('waits for workers') ?? false;
      const waiting = await cluster.waitFor(jobId, 'it waits', ({ reason }) => isWaiting(reason));
      const waitsMs = Date.now() - lostMs;
      const said = waiting.reason ?? '';
      hold(
        said.includes('1 of at least 2 workers (workers.min)'),
        `it does not say what it waits for: ${said}`,
      );
      const sinceMs = Date.parse(/since (\S+Z)/.exec(said)?.[1] ?? '');
      hold(Math.abs(sinceMs - lostMs) < waitsMs + 1_000, `it does not say since when: ${said}`);
      const checkpoint = waiting.checkpoints.at(-1);
      hold(said.includes(`checkpoint is of step ${checkpoint}`), `it does not say from where: ${said}`);
      await sleep(systemClock, ALONE_MS[full ? 'full' : 'quick']);
      const still = await cluster.job(jobId);
      hold(isWaiting(still.reason), `alone it was ${still.state}: ${still.reason ?? 'no reason'}`);
      hold(
        stepOf(still) === stepOf(waiting),
        `alone it went from step ${stepOf(waiting)} to ${stepOf(still)}`,
      );
      const cameMs = Date.now();
      const later = await cluster.startWorker(['--name', 'later', '--slots', '1']);
      const job = await cluster.waitForEnd(jobId, RUN_MS);
      holdUnharmed(job, reference);
      await holdAuditClean(cluster, jobId);
      hold(
        pidOfRank(job, staying.rank) === pidOfRank(started, staying.rank),
        'the rank that was left did not go on in the same process',
      );
      const next = generationsOf(job).at(-1);
      hold(next?.members.length === 2, `it went on with ${next?.members.length} workers, not 2`);
      await later.stop('SIGTERM');
      return { waitsMs, aloneMs: cameMs - lostMs, goesOnMs: since(cameMs, next.runningAt) };
    });
  },
};

interface Listed {
  readonly workers: readonly { readonly name: string; readonly agentId: string }[];
}
const workersOf = ({ workers }: Listed, name: string): readonly string[] =>
  workers.filter((one) => one.name === name).map(({ agentId }) => agentId);
const isOn =
  (agent: string | undefined) =>
  ({ agentId }: { readonly agentId: string }): boolean =>
    agentId === agent;
