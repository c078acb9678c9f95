import { readdirSync, readFileSync } from 'node:fs';
import { homeLayout } from '@ringmaster/contracts';
import type { Cluster } from '../../cluster.js';
import { holdAuditClean, holdSameBits, memberOf, pidOfRank } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { MEDIUM_OF_FOUR } from '../jobs.js';
import { one, signalAll } from '../processes.js';

const GRACE_S = 2;

export const coordinatorGone: FaultRow = {
  row: 13,
  name: 'coordinator-gone',
  fault: `the coordinator is SIGKILLed and stays away, then a rank is SIGKILLed; the others wait out a grace of ${GRACE_S} s; every other time, the first included, all agents are SIGKILLed as well before it is back`,
  invariant:
    'each host keeps the state in a spooled checkpoint; once the coordinator is back, the run goes on from it: no step of before is computed again; the bits of the undisturbed run; audit: lost 0, duplicated 0',
  runs: 3,
  async run(ground, { rng, index }) {
    const reference = await ground.undisturbed(MEDIUM_OF_FOUR);
    const variables = { RINGMASTER_COORDINATOR_GRACE: `${GRACE_S}s` };
    return ground.own({ workers: 2, slots: 2, variables }, async (cluster) => {
      const started = await submitAndReach(cluster, MEDIUM_OF_FOUR, { step: 1 + rng.below(200), world: 4 });
      const supervisor = supervisorOf(cluster);
      const pid = pidOfRank(started, memberOf(started, rng));
      // Stopped, it cannot start another one.
      signalAll([supervisor], 'SIGSTOP');
      let spooled: readonly string[];
      const agentsDie = index % 2 === 0;
      const killedMs = performance.now();
      try {
        process.kill(one(cluster.processes('coordinator'), 'the coordinator'), 'SIGKILL');
        process.kill(pid, 'SIGKILL');
        spooled = await spooledBy(cluster, 2);
        if (agentsDie) {
          const agents = cluster.processes('agent');
          hold(agents.length === 2, `there are ${agents.length} agents to kill, not 2`);
          signalAll(agents, 'SIGKILL');
        }
      } finally {
        signalAll([supervisor], 'SIGCONT');
      }
      const spooledMs = Math.round(performance.now() - killedMs);
      const step = Math.max(...spooled.map((name) => Number(/step-(\d+)/.exec(name)?.[1])));
      const job = await cluster.waitForEnd(started.jobId, RUN_MS);
      holdSameBits(job, reference);
      await holdAuditClean(cluster, job.jobId);
      const [, next] = job.attempts;
      hold(
        job.attempts.length === 2 && next?.resumedFromStep === step,
        `${job.attempts.length} attempts, the second from step ${next?.resumedFromStep}, not from the spooled one of step ${step}`,
      );
      hold(manifestsIn(cluster).length === 0, 'the spool was not emptied');
      return { step, spooledMs, agentsKilled: agentsDie ? 2 : 0 };
    });
  },
};

const supervisorOf = ({ home }: Cluster): number =>
  (JSON.parse(readFileSync(homeLayout(home).supervisor, 'utf8')) as { pid: number }).pid;

/** Complete checkpoints in the spools of the cluster's agents, below their directory. */
const manifestsIn = ({ home }: Cluster): readonly string[] =>
  readdirSync(homeLayout(home).agentsDir, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.includes('.spool/') && name.endsWith('/manifest.json'),
  );

/** Each of so many agents has left one. */
async function spooledBy(cluster: Cluster, agents: number): Promise<readonly string[]> {
  const untilMs = performance.now() + 60_000;
  for (;;) {
    const found = manifestsIn(cluster);
    if (new Set(found.map((name) => name.split('.spool/')[0])).size === agents) return found;
    hold(performance.now() < untilMs, `only ${found.length} checkpoints were spooled: ${found.join(', ')}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
