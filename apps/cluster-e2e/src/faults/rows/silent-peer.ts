import { LIMITS } from '@ringmaster/contracts';
import { generationsOf, holdAuditClean, holdUnharmed, pidOfRank, since } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { startFrameProxy } from '../frame-proxy.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { VERY_LONG } from '../jobs.js';

/** A generation whose ranks do not meet is given up after this; then comes another one. */
const MEETING_MS = LIMITS.connectMs + LIMITS.peerSilentMs;

export const silentPeer: FaultRow = {
  row: 7,
  name: 'silent-peer',
  fault: 'a rank is SIGKILLed, and the connection to the one that replaces it is taken and never answered',
  invariant:
    'who connects gives up by its deadline, the next generation goes on; the bits of the undisturbed run',
  runs: 3,
  bounds: { recoverMs: { max: 2 * MEETING_MS } },
  async run(ground, { rng }) {
    const reference = await ground.undisturbed(VERY_LONG);
    const proxy = await startFrameProxy();
    try {
      return await ground.own({ workers: 2, slots: 2, variables: proxy.variables }, async (cluster) => {
        const running = await submitAndReach(cluster, VERY_LONG, { step: 1 + rng.below(200), world: 2 });
        const silenced = proxy.silence();
        const killedMs = Date.now();
        process.kill(pidOfRank(running, 1), 'SIGKILL');
        await silenced;
        const silencedMs = Date.now();
        const { length: before } = generationsOf(await cluster.job(running.jobId));
        const next = await cluster.waitFor(
          running.jobId,
          'a generation of two that runs after the silence',
          (job) => job.state !== 'running' || generationsOf(job).slice(before).some(isWhole),
          RUN_MS,
        );
        hold(next.state === 'running', `the job was ${next.state} after a silent peer: ${next.reason ?? ''}`);
        const job = await cluster.waitForEnd(running.jobId, RUN_MS);
        holdUnharmed(job, reference);
        await holdAuditClean(cluster, running.jobId);
        const after = generationsOf(job).slice(before).find(isWhole);
        return {
          silencedMs: silencedMs - killedMs,
          recoverMs: since(silencedMs, after?.runningAt),
          generations: job.generations,
        };
      });
    } finally {
      proxy.close();
    }
  },
};

const isWhole = ({ members, runningAt }: ReturnType<typeof generationsOf>[number]): boolean =>
  members.length === 2 && runningAt !== undefined;
