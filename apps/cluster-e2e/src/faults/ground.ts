import { type JobView, TERMINAL_STATES } from '@ringmaster/contracts';
import { type Cluster, createCluster } from '../cluster.js';
import { createSpreadCluster, type SpreadCluster } from '../spread-cluster.js';
import { hold } from './fault-row.js';

/** Size of a cluster: agents, and trainers of each at the same time. */
export interface Shape {
  readonly workers: number;
  readonly slots: number;
}

export interface OwnCluster extends Shape {
  /** More arguments of `ringmaster up`, given its home. */
  readonly args?: (home: string) => readonly string[];
  /** Joined to the environment of its processes. */
  readonly variables?: Readonly<Record<string, string>>;
  /** It has certificates, and nothing of it goes unencrypted. */
  readonly isCertified?: boolean;
  /** A command that runs it, given its home. */
  readonly within?: (home: string) => readonly string[];
}

/** Where faults are injected: clusters that rows share, and the undisturbed runs that they compare with. */
export interface Ground {
  /** The cluster of that shape; started by the first row that asks for it, and left intact by all. */
  shared(shape?: Shape): Promise<Cluster>;
  /** A cluster for one run, for faults that leave nothing intact; stopped when `work` ends. */
  own<T>(size: OwnCluster, work: (cluster: Cluster) => Promise<T>): Promise<T>;
  /** A cluster over network namespaces: a coordinator and three workers; left intact by the rows that share it. */
  spread(): Promise<SpreadCluster>;
  /** The job of these arguments without any fault, on the shared cluster; run once. */
  undisturbed(args: readonly string[]): Promise<JobView>;
  /** After a run that failed nothing is known to be intact: the next one gets new clusters. */
  reset(): Promise<void>;
  /** Ends every cluster, those of a run that is under way as well. */
  close(): Promise<void>;
}

const SPREAD_WORKERS = 3;
const FOUR_SLOTS: Shape = { workers: 2, slots: 2 };

export function createGround(): Ground {
  const clusters = new Map<string, Promise<Cluster>>();
  const spreads = new Map<string, Promise<SpreadCluster>>();
  const references = new Map<string, Promise<JobView>>();
  const owned = new Set<Promise<Cluster>>();
  let isClosed = false;
  /** A row that is under way fails when its cluster ends, and the one that follows starts none. */
  const unlessClosed = <T>(make: () => Promise<T>): Promise<T> =>
    isClosed ? Promise.reject(new Error('the clusters are closed')) : make();

  const reset = async () => {
    const open = [...clusters.values(), ...spreads.values()];
    clusters.clear();
    spreads.clear();
    references.clear();
    await closeAll(open);
  };
  const shared: Ground['shared'] = (shape = FOUR_SLOTS) =>
    once(clusters, `${shape.workers}×${shape.slots}`, () => unlessClosed(() => start(shape)));
  return {
    shared,
    async own(size, work) {
      const own = unlessClosed(() => start(size));
      owned.add(own);
      try {
        const cluster = await own;
        return await work(cluster).finally(() => cluster.close());
      } finally {
        owned.delete(own);
      }
    },
    undisturbed: (args) =>
      once(references, JSON.stringify(args), async () => {
        const cluster = await shared();
        const job = await cluster.waitForEnd(await cluster.submit(args), RUN_MS);
        hold(
          job.state === 'succeeded' && job.generations === 1,
          `the undisturbed run ${job.jobId} ended ${job.state} in ${job.generations} generations`,
        );
        return job;
      }),
    spread: () => once(spreads, 'spread', () => unlessClosed(() => createSpreadCluster(SPREAD_WORKERS))),
    reset,
    async close() {
      isClosed = true;
      await closeAll([...owned]);
      await reset();
    },
  };
}

async function closeAll(open: readonly Promise<{ close(): Promise<void> }>[]): Promise<void> {
  // One that did not come up has been closed already.
  for (const cluster of await Promise.allSettled(open))
    if (cluster.status === 'fulfilled') await cluster.value.close();
}

/** Longest run of a job under a fault. */
export const RUN_MS = 240_000;

async function start({ variables, within, args, isCertified, ...size }: OwnCluster): Promise<Cluster> {
  const cluster = createCluster(variables);
  try {
    const { home } = cluster;
    const tls = isCertified ? ['--tls', 'on'] : [];
    if (isCertified) await cluster.json(['certs', 'init']);
    await cluster.up({
      ...size,
      args: [...(args?.(home) ?? []), ...tls],
      ...(within && { within: within(home) }),
    });
    return cluster;
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

export const stepOf = (job: JobView): number => job.progress?.step ?? 0;

/** When a fault is injected. */
export interface Reached {
  readonly step: number;
  /** Ranks that it must have by then: a slot of the run before may still be cleared when this one begins. */
  readonly world?: number;
}

/** Submits and waits until the run has come so far. */
export async function submitAndReach(
  cluster: Cluster,
  args: readonly string[],
  { step, world }: Reached,
): Promise<JobView> {
  const id = await cluster.submit(args);
  const isThere = (job: JobView) =>
    job.state === 'running' && stepOf(job) >= step && (world ?? worldOf(job)) === worldOf(job);
  const what = `step ${step}${world === undefined ? '' : ` with ${world} workers`}`;
  const job = await cluster.waitFor(
    id,
    what,
    (view) => isThere(view) || TERMINAL_STATES.has(view.state),
    RUN_MS,
  );
  hold(job.state === 'running', `job ${id} was ${job.state} before ${what}: ${job.reason ?? ''}`);
  return job;
}

const worldOf = (job: JobView): number => job.attempts.at(-1)?.world ?? 0;
