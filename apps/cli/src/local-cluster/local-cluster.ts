import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client } from '@ringmaster/client';
import { type EndpointFile, type HomeLayout, LIMITS } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { hostOf, isLoopback } from '@ringmaster/rpc/http';
import { clientFor, fetchFor, readEndpoint } from '../session/connect.js';
import { dataRootArguments } from '../session/option-values.js';
import type { Session } from '../session/session.js';
import { type ChildSpec, describeExit } from './child.js';
import type { ClusterSize } from './cluster-size.js';
import { keepAlive, type KeptAlive } from './keep-alive.js';
import { LeftoverSearch, stopLeftovers } from './leftovers.js';
import { tailOf } from './process-tail.js';
import { claimHome, type SupervisorFile } from './supervisor-file.js';
import { until } from './until.js';

/** Set in every process of a cluster and inherited by theirs, so that leftovers can be told from anything else. */
export const CLUSTER_MARK = 'RINGMASTER_CLUSTER';

export interface LocalClusterOptions {
  readonly session: Session;
  readonly verb: SupervisorFile['verb'];
  readonly size: ClusterSize;
  /** CPU threads of each slot; default: the worker's own. */
  readonly cpuThreads?: number;
  /** `name=directory`, checked: data sets of every worker. */
  readonly dataRoots?: readonly string[];
  /** Address of the artifact store; default: what the home has. */
  readonly artifacts?: string;
  /** File of the coordinator's quotas. */
  readonly quotas?: string;
  /** Jobs may bring their model as code. Default: no. */
  readonly allowCode?: boolean;
  /** Where the coordinator listens; default: free ports of 127.0.0.1. */
  readonly listen?: ListenOptions;
  readonly signal: AbortSignal;
}

/** As the coordinator's flags have it. */
export interface ListenOptions {
  readonly listen?: string;
  readonly controlListen?: string;
  readonly advertise?: string;
  readonly tls?: string;
}

/** Coordinator, Redis and workers of one home directory on this machine, kept running until stopped. */
export interface LocalCluster {
  readonly endpoint: EndpointFile;
  readonly client: Client;
  /** Workers first, then the coordinator, which stops its Redis. Idempotent. Gives the processes that had to be killed. */
  stop(): Promise<readonly string[]>;
}

/**
 * Starts the processes and waits until all workers have joined.
 * @throws TrainError `conflict` when one runs on this home already, `unavailable` with the log's end, `deadline`
 */
export async function startLocalCluster(options: LocalClusterOptions): Promise<LocalCluster> {
  const { session, verb } = options;
  const scripts = scriptsOf(session.distDir);
  await mkdir(session.home.processLogsDir, { recursive: true, mode: 0o700 });
  const release = await claimHome(session.home.supervisor, verb);
  const parts = new Parts(session, randomBytes(8).toString('hex'), release);
  try {
    const endpoint = await startCoordinator(options, parts, scripts.coordinator);
    const client = await clientFor(session, endpoint.url);
    await startWorkers(options, parts, { script: scripts.agent, client });
    return { endpoint, client, stop: () => parts.stop() };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

function scriptsOf(distDir: string): { coordinator: string; agent: string } {
  const scripts = {
    coordinator: join(distDir, 'coordinator/main.js'),
    agent: join(distDir, 'worker/agent.js'),
  };
  for (const script of Object.values(scripts))
    if (!existsSync(script))
      throw new TrainError('invalid', `${script} is missing: build first with \`npm run setup\``);
  return scripts;
}

async function startCoordinator(
  { session, artifacts, quotas, allowCode = false, listen = {}, signal }: LocalClusterOptions,
  parts: Parts,
  script: string,
): Promise<EndpointFile> {
  const { home, clock } = session;
  let known: EndpointFile | undefined = undefined;
  const logFile = join(home.processLogsDir, 'coordinator.log');
  const coordinator = await parts.keep(() => ({
    name: 'coordinator',
    script,
    logFile,
    env: parts.environment(),
    // The next life takes the addresses of the one before, so that everybody finds it again.
    args: [
      ...['--home', home.root],
      ...['--listen', samePort(listen.listen, known && new URL(known.url).port)],
      ...['--control-listen', samePort(listen.controlListen, known && portOf(known.controlAddress))],
      ...(listen.advertise === undefined ? [] : ['--advertise', listen.advertise]),
      ...(listen.tls === undefined ? [] : ['--tls', listen.tls]),
      ...(artifacts === undefined ? [] : ['--artifacts', artifacts]),
      ...(quotas === undefined ? [] : ['--quotas', quotas]),
      ...(allowCode ? ['--allow-code'] : []),
    ],
  }));
  parts.coordinator = coordinator;
  known = await parts.whileAlive(coordinator, logFile, (alive) =>
    until(
      { clock, ms: LIMITS.clusterStartMs, what: 'the coordinator answered', signal: either(signal, alive) },
      async () => {
        const endpoint = await readEndpoint(home.endpoint);
        return endpoint?.pid === coordinator.pid() && (await isReady(session, endpoint.url))
          ? endpoint
          : undefined;
      },
    ),
  );
  return known;
}

const portOf = (address: string): string => address.slice(address.lastIndexOf(':') + 1);

/** The address that was asked for, with the port that it had before. */
const samePort = (asked = '127.0.0.1:0', port?: string): string =>
  port === undefined ? asked : `${asked.slice(0, asked.lastIndexOf(':'))}:${port}`;

async function isReady(session: Session, url: string): Promise<boolean> {
  try {
    const send = (await fetchFor(session, url)) ?? fetch;
    return (await send(new URL('/readyz', url), { signal: AbortSignal.timeout(LIMITS.connectMs) })).ok;
  } catch {
    return false;
  }
}

async function startWorkers(
  { session, size, cpuThreads, dataRoots = [], allowCode = false, listen, signal }: LocalClusterOptions,
  parts: Parts,
  { script, client }: { script: string; client: Client },
): Promise<void> {
  const { home, clock } = session;
  const names = Array.from({ length: size.agents }, (_, index) => `local-${index + 1}`);
  const deadlineMs = clock.monotonicMs() + LIMITS.clusterStartMs;
  for (const name of names) {
    const logFile = join(home.processLogsDir, `worker-${name}.log`);
    const spec: ChildSpec = {
      name: `worker ${name}`,
      script,
      logFile,
      env: parts.environment(),
      args: [
        ...['--home', home.root, '--name', name, '--slots', String(size.slots), '--device', size.device],
        ...(cpuThreads === undefined ? [] : ['--cpu-threads', String(cpuThreads)]),
        ...dataRootArguments(dataRoots),
        ...(allowCode ? ['--allow-code'] : []),
        ...workerHost(listen),
      ],
    };
    parts.workers.push({ process: await parts.keep(() => spec), logFile, name });
  }
  for (const { process, logFile, name } of parts.workers)
    await parts.whileAlive(process, logFile, (alive) =>
      until(
        {
          clock,
          ms: Math.max(0, deadlineMs - clock.monotonicMs()),
          what: `worker ${name} had joined (its log: ${logFile})`,
          signal: either(signal, alive),
        },
        async () => {
          const joined = await client.workers.list({ signal });
          return joined.find((worker) => worker.name === name && worker.state === 'ready');
        },
      ),
    );
}

/** Workers of other hosts reach those of this one where they reach the coordinator. */
function workerHost({ listen, advertise }: ListenOptions = {}): readonly string[] {
  const host = advertise ?? (listen === undefined ? '127.0.0.1' : hostOf(listen));
  return isLoopback(host) ? [] : ['--advertise', host];
}

const either = (a: AbortSignal, b: AbortSignal): AbortSignal => AbortSignal.any([a, b]);

/** What has been started so far, so that it can be stopped at any point. */
class Parts {
  coordinator: KeptAlive | undefined;
  readonly workers: { process: KeptAlive; logFile: string; name: string }[] = [];
  private readonly leftovers: LeftoverSearch;
  private stopped: Promise<readonly string[]> | undefined;

  constructor(
    private readonly session: Session,
    private readonly mark: string,
    private readonly release: () => Promise<void>,
  ) {
    const { home, distDir } = session;
    this.leftovers = new LeftoverSearch({ mark: `${CLUSTER_MARK}=${mark}`, home, distDir });
  }

  environment(): Readonly<Record<string, string | undefined>> {
    const { environment, home } = this.session;
    return {
      ...environment.inherited,
      // These name another cluster than the one that starts here.
      RINGMASTER_COORDINATOR: undefined,
      RINGMASTER_TOKEN_FILE: undefined,
      RINGMASTER_HOME: home.root,
      [CLUSTER_MARK]: this.mark,
    };
  }

  keep(spec: () => ChildSpec): Promise<KeptAlive> {
    const { clock, terminal } = this.session;
    return keepAlive({ clock, say: (line) => terminal.say(line), spec });
  }

  /** Runs `work`; when the process ends in the meantime, fails at once with the end of its log. */
  async whileAlive<T>(
    part: KeptAlive,
    logFile: string,
    work: (alive: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const alive = new AbortController();
    const ended = part.firstExit.then(async (exit) => {
      const lines = (await tailOf(logFile, 8)).map((line) => `\n  ${line}`).join('');
      return new TrainError(
        'unavailable',
        `${part.name} ended while starting (${describeExit(exit)}); the end of ${logFile}:${lines}`,
      );
    });
    void ended.then((error) => alive.abort(error));
    const result = await work(alive.signal);
    if (!part.confirmReady()) throw await ended;
    return result;
  }

  stop(): Promise<readonly string[]> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async stopAll(): Promise<readonly string[]> {
    const processes = this.workers.map(({ process }) => process);
    this.leftovers.remember(
      [...processes, ...(this.coordinator ? [this.coordinator] : [])].map((p) => p.pid()),
    );
    await Promise.all(processes.map((process) => process.stop(LIMITS.processStopMs)));
    await this.coordinator?.stop(LIMITS.processStopMs);
    const leftovers = await stopLeftovers(this.leftovers, this.session.clock);
    await removeEndpoint(this.session.home, this.coordinator?.pids() ?? []);
    await this.release();
    return leftovers;
  }
}

/** A coordinator that was killed leaves its endpoint file behind. */
async function removeEndpoint(home: HomeLayout, pids: readonly number[]): Promise<void> {
  const endpoint = await readEndpoint(home.endpoint);
  if (endpoint !== undefined && pids.includes(endpoint.pid)) await rm(home.endpoint, { force: true });
}
