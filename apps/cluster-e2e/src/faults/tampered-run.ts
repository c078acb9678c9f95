import type { Rng } from '@ringmaster/core';
import { holdAuditClean, holdUnharmed } from './checks.js';
import { type Figures, hold } from './fault-row.js';
import { startFrameProxy, type Tampering } from './frame-proxy.js';
import { type Ground, RUN_MS, stepOf, submitAndReach } from './ground.js';
import { LONG } from './jobs.js';

/** Steps after which the run has got over what was done to a frame. */
const GOES_ON_STEPS = 100;

export interface Tampered {
  readonly figures: Figures;
  /** What the ranks and their workers wrote. */
  readonly logs: string;
}

/** A run between whose ranks stands a proxy that does these things, one after the other; the bits have to stay. */
export async function runTampered(ground: Ground, rng: Rng, deeds: readonly Tampering[]): Promise<Tampered> {
  const reference = await ground.undisturbed(LONG);
  const proxy = await startFrameProxy();
  try {
    return await ground.own({ workers: 2, slots: 2, variables: proxy.variables }, async (cluster) => {
      const { jobId } = await submitAndReach(cluster, LONG, { step: 1 + rng.below(200), world: 2 });
      hold(proxy.connections() > 0, 'no connection between ranks went through the proxy');
      for (const deed of deeds) {
        await proxy.tamper(deed, rng);
        const from = stepOf(await cluster.job(jobId));
        const job = await cluster.waitFor(
          jobId,
          `steps after a frame's ${deed}`,
          (view) => view.state !== 'running' || stepOf(view) >= from + GOES_ON_STEPS,
          RUN_MS,
        );
        hold(
          job.state === 'running',
          `the run was ${job.state} after a frame's ${deed}: ${job.reason ?? ''}`,
        );
      }
      const job = await cluster.waitForEnd(jobId, RUN_MS);
      holdUnharmed(job, reference);
      await holdAuditClean(cluster, jobId);
      const { stdout } = await cluster.cli(['logs', jobId]);
      const reasons = job.attempts.flatMap(({ generations = [] }) =>
        generations.map(({ reason }) => reason ?? ''),
      );
      return {
        figures: { injected: deeds.length, generations: job.generations },
        logs: [stdout, ...reasons].join('\n'),
      };
    });
  } finally {
    proxy.close();
  }
}
