import { generationsOf, memberOf, holdAuditClean, holdUnharmed, pidOfRank, since } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { DIGITS, MEDIUM_OF_FOUR } from '../jobs.js';

/** A part of the run: a replacement has to join before the end. */
const LATEST = { full: 0.6, quick: 0.15 };

export const kill: FaultRow = {
  row: 1,
  name: 'kill',
  fault: 'a rank of four is SIGKILLed at a random step; its slot is free for a replacement',
  invariant:
    'the three others go on, a replacement joins; weightsSha256 of the undisturbed run; audit: lost 0, duplicated 0',
  runs: 20,
  bounds: { noticedMs: { median: 500 }, recoverMs: { median: 1_000 } },
  async run(ground, { rng, full }) {
    const document = full ? DIGITS : MEDIUM_OF_FOUR;
    const reference = await ground.undisturbed(document);
    const cluster = await ground.shared();
    const latest = Math.floor((reference.result?.steps ?? 0) * LATEST[full ? 'full' : 'quick']);
    const started = await submitAndReach(cluster, document, { step: 1 + rng.below(latest), world: 4 });
    const before = generationsOf(started);
    const rank = memberOf(started, rng);
    const pid = pidOfRank(started, rank);
    const killedMs = Date.now();
    process.kill(pid, 'SIGKILL');
    const job = await cluster.waitForEnd(started.jobId, RUN_MS);
    holdUnharmed(job, reference);
    await holdAuditClean(cluster, job.jobId);
    const [shrunk, grown] = generationsOf(job).slice(before.length);
    hold(shrunk?.members.length === 3, `the next generation has ${shrunk?.members.length} members, not 3`);
    hold(grown?.members.length === 4, 'no replacement joined');
    return {
      step: shrunk.step,
      noticedMs: since(killedMs, shrunk.noticedAt),
      recoverMs: since(killedMs, shrunk.runningAt),
      standstillMs: shrunk.standstillMs ?? 0,
      joinedMs: since(killedMs, grown.runningAt),
      joinStandstillMs: grown.standstillMs ?? 0,
    };
  },
};
