import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout, JobView, TERMINAL_STATES, tlsLayout } from '@ringmaster/contracts';
import { type CliResult, type Cluster, createCluster, ROOT } from './cluster.js';
import { createHosts, type Hosts } from './hosts.js';

const CLI = join(ROOT, 'apps/cli/bin/ringmaster.mjs');
const PATIENCE_MS = 60_000;
const POLL_MS = 300;

/** A cluster over hosts with addresses of their own: coordinator and users on host 0, one worker on each other one. */
export interface SpreadCluster {
  readonly cluster: Cluster;
  readonly hosts: Hosts;
  /** Runs one CLI command on a host, by default where the coordinator is. */
  cli(args: readonly string[], host?: number): Promise<CliResult>;
  json<T>(args: readonly string[]): Promise<T>;
  job(id: string): Promise<JobView>;
  /** Polls; every look is a process of its own. */
  waitFor(id: string, what: string, holds: (job: JobView) => boolean, timeoutMs: number): Promise<JobView>;
  waitForEnd(id: string, timeoutMs: number): Promise<JobView>;
  /** Waits until rank 0 has written a step so high. */
  waitForStep(id: string, step: number, timeoutMs: number): Promise<void>;
  /** SIGKILLs everything that runs on a host. */
  killHost(host: number): void;
  /** Makes the authority, and the certificates of all hosts. */
  certify(): Promise<void>;
  startCoordinator(): Promise<void>;
  /** Starts the worker of a host (again) and waits until it has joined. */
  startWorker(host: number): Promise<void>;
  close(): Promise<void>;
}

/** Makes the hosts, their certificates, and starts everything. */
export async function createSpreadCluster(workers: number): Promise<SpreadCluster> {
  const spread = openSpreadCluster(workers);
  try {
    await spread.certify();
    await spread.startCoordinator();
    for (let host = 1; host <= workers; host += 1) await spread.startWorker(host);
    return spread;
  } catch (error) {
    await spread.close();
    throw error;
  }
}

/** The hosts alone; nothing runs on them yet. */
export function openSpreadCluster(workers: number): SpreadCluster {
  const hosts = createHosts(workers + 1);
  const cluster = createCluster();
  const children: ChildProcess[] = [];
  let said = '';

  const start = (host: number, args: readonly string[], home = cluster.home): ChildProcess => {
    const [command = '', ...rest] = [...hosts.on(host), process.execPath, CLI, ...args];
    const env = { ...cluster.environment, RINGMASTER_HOME: home };
    return spawn(command, rest, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  };
  const serve = (child: ChildProcess) => {
    children.push(child);
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  };
  const cli: SpreadCluster['cli'] = (args, host = 0) => ended(start(host, args, homeOn(cluster, host)));
  const json = async <T>(args: readonly string[]): Promise<T> => {
    const { code, stdout, stderr } = await cli([...args, '--json']);
    try {
      return JSON.parse(stdout) as T;
    } catch {
      throw new Error(`\`${args.join(' ')}\` exited with ${code} and no JSON.\n${stdout}\n${stderr}`);
    }
  };
  const job = async (id: string): Promise<JobView> => {
    // From here that host is not reached, and curl starts faster than a command line of ours.
    const headers = join(cluster.home, 'curl-headers');
    writeFileSync(headers, `authorization: Bearer ${cluster.token()}\n`, { mode: 0o600 });
    const url = `https://${hosts.addresses[0]}:7070/v1/jobs/${id}`;
    const trusted = ['--cacert', tlsLayout(homeLayout(cluster.home).tlsDir).caCert];
    const [command = '', ...rest] = [
      ...hosts.on(0),
      'curl',
      '-sS',
      '-m',
      '10',
      '-H',
      `@${headers}`,
      ...trusted,
      url,
    ];
    const { code, stdout, stderr } = await ended(spawn(command, rest, { stdio: ['ignore', 'pipe', 'pipe'] }));
    if (code !== 0) throw new Error(`${url} gave no answer: curl ended with ${code}: ${stderr}`);
    return JobView.parse(JSON.parse(stdout));
  };
  const waitFor: SpreadCluster['waitFor'] = async (id, what, holds, timeoutMs) => {
    const until = performance.now() + timeoutMs;
    for (;;) {
      const view = await job(id);
      if (holds(view)) return view;
      if (performance.now() > until)
        throw new Error(
          `not within ${timeoutMs} ms: ${what}; job ${JSON.stringify(view)}\n${said.slice(-4_000)}`,
        );
      await pause(POLL_MS);
    }
  };
  const joined = async () =>
    (await json<{ workers: { name: string; state: string }[] }>(['worker', 'ls'])).workers
      .filter(({ state }) => state === 'ready')
      .map(({ name }) => name);
  const eventually = async (what: string, holds: () => boolean | Promise<boolean>, ms = PATIENCE_MS) => {
    const until = performance.now() + ms;
    while (!(await Promise.resolve(holds()).catch(() => false))) {
      if (performance.now() > until) throw new Error(`not within ${ms} ms: ${what}\n${said.slice(-4_000)}`);
      await pause(POLL_MS);
    }
  };

  const spread: SpreadCluster = {
    ...{ cluster, hosts, cli, json, job, waitFor },
    waitForEnd: async (id, timeoutMs) => {
      // One process that waits, instead of many that look.
      const following = start(0, ['logs', '-f', id]);
      const timer = setTimeout(() => following.kill('SIGKILL'), timeoutMs);
      await ended(following);
      clearTimeout(timer);
      return waitFor(id, 'the end', ({ state }) => TERMINAL_STATES.has(state), timeoutMs);
    },
    waitForStep: (id, step, ms) =>
      eventually(`step ${step} of job ${id}`, () => writtenStep(cluster, id) >= step, ms),
    killHost: (host) => hosts.pids(host).forEach((pid) => process.kill(pid, 'SIGKILL')),
    certify: () => certify(spread),
    startCoordinator: async () => {
      serve(start(0, upArguments(hosts)));
      await eventually('the coordinator answers', async () => (await joined()).length === 0);
    },
    startWorker: async (host) => {
      const name = workerName(host);
      // One that was killed a moment ago is not lost yet, and keeps its id.
      await eventually(`the last ${name} is gone`, async () => !(await joined()).includes(name));
      serve(start(host, workerArguments(spread, host), homeOn(cluster, host)));
      await eventually(`worker ${name} has joined`, async () => (await joined()).includes(name));
    },
    close: async () => {
      for (const child of children) if (child.exitCode === null) child.kill('SIGTERM');
      await cluster.close();
      hosts.remove();
    },
  };
  return spread;
}

/** What starts a coordinator that others reach. */
export const upArguments = ({ addresses: [own] }: Hosts): readonly string[] => [
  ...['up', '--workers', '0', '--listen', `${own}:7070`, '--control-listen', `${own}:7071`],
];

const workerName = (host: number): string => `gpu${host}`;

/** What starts the worker of a host; with the certificate of another name, it is refused. */
export const workerArguments = (
  { hosts, cluster }: SpreadCluster,
  host: number,
  certificate = workerName(host),
): readonly string[] => [
  ...[
    'worker',
    'start',
    '--home',
    homeOn(cluster, host),
    '--name',
    workerName(host),
    '--device',
    'cpu',
    '--slots',
    '1',
  ],
  ...['--coordinator', `${hosts.addresses[0]}:7071`],
  ...['--tls-dir', join(homeLayout(cluster.home).tlsDir, 'workers', certificate)],
  ...['--advertise', hosts.addresses[host] ?? '', '--data-ports', '7100-7109'],
];

/** The home of a host: it knows the token once there is one. */
function homeOn(cluster: Cluster, host: number): string {
  if (host === 0) return cluster.home;
  const home = join(cluster.home, `host-${host}`);
  mkdirSync(home, { recursive: true });
  const { token } = homeLayout(cluster.home);
  if (existsSync(token)) cpSync(token, homeLayout(home).token);
  return home;
}

async function certify({ hosts, cluster }: SpreadCluster): Promise<void> {
  const [own = '', ...others] = hosts.addresses;
  const orders = others.map((address, index) => ['issue', workerName(index + 1), '--host', address]);
  for (const order of [['init', '--host', own], ...orders]) {
    const { code, stderr } = await cluster.cli(['certs', ...order]);
    if (code !== 0) throw new Error(`certs ${order.join(' ')} ended with ${code}: ${stderr}`);
  }
}

/** The last step in the job's metrics; 0 before the first. */
function writtenStep(cluster: Cluster, jobId: string): number {
  const file = join(homeLayout(cluster.home).artifactsDir, jobId, 'metrics.jsonl');
  if (!existsSync(file)) return 0;
  const steps = readFileSync(file, 'utf8').matchAll(/"step":(\d+)/g);
  return Math.max(0, ...[...steps].map(([, step]) => Number(step)));
}

function ended(child: ChildProcess): Promise<CliResult> {
  const out = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...out })));
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
