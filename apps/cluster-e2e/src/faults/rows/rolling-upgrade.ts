import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type JobView, PROTOCOL_VERSION, VERSION } from '@ringmaster/contracts';
import { type Cluster, createCluster, ROOT } from '../../cluster.js';
import { buildOtherRelease, type OtherRelease } from '../../other-release.js';
import { call } from '../api.js';
import { generationsOf, holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, stepOf, submitAndReach } from '../ground.js';
import { VERY_LONG_OF_FOUR } from '../jobs.js';

const CLI = join(ROOT, 'apps/cli/bin/ringmaster.mjs');
const NAMES = ['one', 'two'] as const;
const SLOTS = 2;
const STARTED_MS = 60_000;

export const rollingUpgrade: FaultRow = {
  row: 40,
  name: 'rolling-upgrade',
  fault:
    'coordinator and workers of another patch release are replaced in the middle of a run, one after the other',
  invariant: 'one attempt; the coordinator costs no generation; the bits of the undisturbed run',
  runs: 2,
  async run(ground, { rng }) {
    const reference = await ground.undisturbed(VERY_LONG_OF_FOUR);
    const older = await buildOtherRelease(versionFile(otherPatch(VERSION)));
    const cluster = createCluster();
    const children: ChildProcess[] = [];
    try {
      const old = await startOlder(cluster, older);
      const begun = await submitAndReach(cluster, VERY_LONG_OF_FOUR, { step: 50 + rng.below(100), world: 4 });
      await replace(old.coordinator, children, startNew(cluster, ['coordinator']));
      await until('the new coordinator serves', async () => (await versionOf(cluster)) === VERSION);
      const adopted = await stepsOn(cluster, begun, 4);
      const unmoved = adopted.generations;
      hold(
        unmoved === begun.generations,
        `the coordinator's upgrade took ${unmoved - begun.generations} generations`,
      );
      let at = adopted;
      for (const [index, name] of NAMES.entries()) {
        const agent = old.agents[index];
        hold(agent !== undefined, `there is no worker ${name}`);
        await replace(agent, children, startNew(cluster, workerArguments(name)));
        at = await stepsOn(cluster, at, 4);
      }
      hold(at.state === 'running', `the run was ${at.state} before all were replaced: it is too short`);
      const job = await cluster.waitForEnd(begun.jobId, RUN_MS);
      holdUnharmed(job, reference);
      await holdAuditClean(cluster, job.jobId);
      return { replaced: 1 + NAMES.length, generations: job.generations };
    } finally {
      for (const child of children) child.kill('SIGTERM');
      await cluster.close();
      older.remove();
    }
  },
};

const versionFile = (version: string): string =>
  `export const VERSION = '${version}'; export const PROTOCOL_VERSION = ${PROTOCOL_VERSION};`;

/** Major and minor are equal: such releases may train together (docs/decisions/0006). */
const otherPatch = (version: string): string =>
  version.replace(/\d+$/, (patch) => String(Number(patch) + 90));

const workerArguments = (name: string): readonly string[] => [
  ...['worker', 'start', '--name', name, '--slots', String(SLOTS), '--device', 'cpu'],
];

async function startOlder(cluster: Cluster, older: OtherRelease) {
  const coordinator = older.start('coordinator/main.js', [], cluster.home);
  await until('the older coordinator serves', async () => (await versionOf(cluster)) === otherPatch(VERSION));
  const agents = NAMES.map((name) => older.start('cli/main.js', workerArguments(name), cluster.home));
  await until('the older workers have joined', async () => {
    const { workers } = JSON.parse((await call(cluster, '/v1/workers')).text) as { workers: unknown[] };
    return workers.length === NAMES.length;
  });
  return { coordinator, agents };
}

const startNew =
  ({ environment }: Cluster, args: readonly string[]) =>
  () =>
    spawn(process.execPath, [CLI, ...args], { cwd: ROOT, env: environment, stdio: 'ignore' });

/** The old one ends as politely as it likes; then the new one is started. */
async function replace(
  old: ChildProcess,
  children: ChildProcess[],
  start: () => ChildProcess,
): Promise<void> {
  const ended = old.exitCode === null ? once(old, 'exit') : undefined;
  old.kill('SIGTERM');
  await ended;
  hold(old.signalCode === null, `the old process ended by ${old.signalCode}`);
  children.push(start());
}

/** Ranks have gone on since then, and are so many. */
function stepsOn(cluster: Cluster, since: JobView, world: number): Promise<JobView> {
  const membersOf = (job: JobView) => generationsOf(job).at(-1)?.members.length ?? 0;
  return cluster.waitFor(
    since.jobId,
    `${world} ranks that step on`,
    (job) => job.state !== 'running' || (membersOf(job) === world && stepOf(job) > stepOf(since)),
    RUN_MS,
  );
}

async function versionOf(cluster: Cluster): Promise<string> {
  return (JSON.parse((await call(cluster, '/v1/info')).text) as { version: string }).version;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + STARTED_MS;
  while (!(await holds().catch(() => false))) {
    hold(performance.now() < deadline, `not within ${STARTED_MS} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
