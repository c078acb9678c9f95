import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout } from '@ringmaster/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHosts, type Hosts, noHostsBecause } from '../src/hosts.js';
import { type Cluster, createCluster } from '../src/main.js';

const CLI = new URL('../../cli/bin/ringmaster.mjs', import.meta.url).pathname;
const impossible = noHostsBecause();
if (impossible !== undefined) process.stderr.write(`skipped: several hosts: ${impossible}\n`);

/** Coordinator and users on the first host, a worker on each of the two others. */
describe.skipIf(impossible !== undefined)('several hosts', () => {
  let hosts: Hosts;
  let cluster: Cluster;
  const workers: ChildProcess[] = [];
  const said: string[] = [];
  const url = () => `https://${hosts.addresses[0]}:7070`;

  beforeAll(() => {
    hosts = createHosts(3);
    cluster = createCluster();
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => ended(worker)));
    await cluster.close();
    hosts.remove();
  });

  function start(host: number, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const [command = '', ...rest] = [...hosts.on(host), process.execPath, CLI, ...args];
    const child = spawn(command, rest, { env: { ...cluster.environment, ...env }, stdio: 'pipe' });
    const index = said.push('') - 1;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (said[index] += chunk.toString()));
    return child;
  }

  async function run(
    host: number,
    args: readonly string[],
  ): Promise<{ code: number | null; output: string }> {
    const index = said.length;
    const child = start(host, args);
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { code, output: said[index] ?? '' };
  }

  function worker(host: number, tls: string): ChildProcess {
    const home = join(cluster.home, `host-${host}`);
    mkdirSync(home, { recursive: true });
    cpSync(homeLayout(cluster.home).token, homeLayout(home).token);
    const coordinator = ['--coordinator', `${hosts.addresses[0]}:7071`, '--tls-dir', tls];
    const reached = ['--advertise', hosts.addresses[host] ?? '', '--data-ports', '7100-7109'];
    const child = start(
      host,
      [
        'worker',
        'start',
        '--home',
        home,
        '--name',
        `gpu${host}`,
        '--device',
        'cpu',
        ...coordinator,
        ...reached,
      ],
      { RINGMASTER_HOME: home },
    );
    workers.push(child);
    return child;
  }

  const listening = [
    '--listen',
    () => `${hosts.addresses[0]}:7070`,
    '--control-listen',
    () => `${hosts.addresses[0]}:7071`,
  ];
  const up = () => [
    'up',
    '--workers',
    '0',
    ...listening.map((each) => (typeof each === 'string' ? each : each())),
  ];

  it('a coordinator does not listen off loopback before it has certificates', async () => {
    const { code, output } = await run(0, up());
    expect(output).toMatch(/nothing listens off loopback without TLS; .*ringmaster certs init --host 10\./s);
    expect(code).not.toBe(0);
  });

  it('with them, two hosts train together, and all they say is encrypted', async () => {
    const [own = '', one = '', two = ''] = hosts.addresses;
    const tls = homeLayout(cluster.home).tlsDir;
    for (const args of [
      ['certs', 'init', '--host', own],
      ['certs', 'issue', 'gpu1', '--host', one],
      ['certs', 'issue', 'gpu2', '--host', two],
    ])
      expect((await cluster.cli(args)).code).toBe(0);
    workers.push(start(0, up()));
    await until('the coordinator answers', async () => (await run(0, ['worker', 'ls'])).code === 0);

    const stranger = worker(1, join(tls, 'workers', 'gpu2'));
    expect(await ended(stranger, false)).toBe(4);
    expect(said.at(-1)).toMatch(/certificate of gpu2 is for .*, not for 10\./);

    worker(1, join(tls, 'workers', 'gpu1'));
    worker(2, join(tls, 'workers', 'gpu2'));
    await until('both workers have joined', async () => {
      const { workers: there } = JSON.parse((await run(0, ['worker', 'ls', '--json'])).output) as {
        workers: { state: string }[];
      };
      return there.filter(({ state }) => state === 'ready').length === 2;
    });
    const here = ['--url', url(), '--ca-file', join(tls, 'ca.crt')];
    const trained = await run(1, ['run', 'examples/mlp-blobs.yaml', '--workers', '2', '--json', ...here]);
    const job = JSON.parse(trained.output.slice(trained.output.indexOf('{\n'))) as {
      jobId: string;
      state: string;
    };
    expect(job.state, trained.output).toBe('succeeded');
    const shown = JSON.parse((await run(0, ['show', job.jobId, '--json'])).output) as {
      attempts: { ranks: { agentId: string }[] }[];
    };
    expect(new Set(shown.attempts[0]?.ranks.map(({ agentId }) => agentId)).size).toBe(2);
  });

  it('nobody gets in with half of what it takes', async () => {
    const tls = homeLayout(cluster.home).tlsDir;
    const token = readFileSync(homeLayout(cluster.home).token, 'utf8').trim();
    const curl = (...args: string[]) => probe(hosts.on(1), args);
    expect(await curl(`http://${hosts.addresses[0]}:7070/livez`)).not.toBe('200');
    expect(await curl(`${url()}/livez`)).toBe('000');
    expect(await curl('--cacert', join(tls, 'ca.crt'), `${url()}/v1/jobs`)).toBe('401');
    const bearer = ['-H', `Authorization: Bearer ${token}`];
    expect(await curl('--cacert', join(tls, 'ca.crt'), ...bearer, `${url()}/v1/jobs`)).toBe('200');
  });
});

/** Ends a process politely, or waits for its own end. */
function ended(child: ChildProcess, stop = true): Promise<number | null> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
  if (stop) child.kill('SIGTERM');
  return gone;
}

/** The status that curl gets; 000 when there is no connection. */
function probe(within: readonly string[], args: readonly string[]): Promise<string> {
  const [command = '', ...rest] = [
    ...within,
    'curl',
    '-s',
    '-o',
    '/dev/null',
    '-w',
    '%{http_code}',
    '-m',
    '5',
    ...args,
  ];
  return new Promise((resolve) => {
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('close', () => resolve(text));
  });
}

async function until(what: string, claim: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await claim().catch(() => false))) {
    if (Date.now() > end) throw new Error(`not within 60 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
