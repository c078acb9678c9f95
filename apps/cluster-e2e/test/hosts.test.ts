import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { homeLayout, type JobView, type WorkerView } from '@ringmaster/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noHostsBecause } from '../src/hosts.js';
import {
  openSpreadCluster,
  type SpreadCluster,
  upArguments,
  workerArguments,
} from '../src/spread-cluster.js';

const isFull = process.env['RINGMASTER_TEST_TIER'] === 'full';
const impossible = noHostsBecause();
if (impossible !== undefined) process.stderr.write(`skipped: several hosts: ${impossible}\n`);

/** Coordinator and users on the first host, a worker on each of the two others. */
describe.skipIf(impossible !== undefined)('several hosts', () => {
  let spread: SpreadCluster;
  const url = () => `https://${spread.hosts.addresses[0]}:7070`;
  const authority = () => join(homeLayout(spread.cluster.home).tlsDir, 'ca.crt');

  beforeAll(() => void (spread = openSpreadCluster(2)));
  afterAll(() => spread.close());

  it('a coordinator does not listen off loopback before it has certificates', async () => {
    const { code, stderr } = await spread.cli(upArguments(spread.hosts));
    expect(stderr).toMatch(/nothing listens off loopback without TLS; .*ringmaster certs init --host 10\./s);
    expect(code).not.toBe(0);
  });

  it('with them, two hosts train together, and all they say is encrypted', async () => {
    await spread.certify();
    await spread.startCoordinator();
    const stranger = await spread.cli(workerArguments(spread, 1, 'gpu2'), 1);
    expect(stranger.code).toBe(4);
    expect(stranger.stdout + stranger.stderr).toMatch(/certificate of gpu2 is for .*, not for 10\./);

    await spread.startWorker(1);
    await spread.startWorker(2);
    const here = ['--url', url(), '--ca-file', authority()];
    const trained = await spread.cli(
      ['run', 'examples/mlp-blobs.yaml', '--workers', '2', '--json', ...here],
      1,
    );
    const { jobId } = JSON.parse(trained.stdout.slice(trained.stdout.indexOf('{\n'))) as JobView;
    const job = await spread.job(jobId);
    expect(job.state, trained.stderr).toBe('succeeded');
    expect(new Set(job.attempts[0]?.ranks.map(({ agentId }) => agentId)).size).toBe(2);
  });

  // It waits for deadlines: half a minute.
  if (isFull)
    it('workers that do not reach each other are named, and get no gang until they do', async () => {
      const workers = async () =>
        (await spread.json<{ workers: readonly WorkerView[] }>(['worker', 'ls'])).workers;
      const workersUntil = async (what: string, holds: (views: readonly WorkerView[]) => boolean) => {
        const until = performance.now() + 60_000;
        for (;;) {
          const views = await workers();
          if (holds(views)) return views;
          if (performance.now() > until)
            throw new Error(`not within a minute: ${what}: ${JSON.stringify(views)}`);
        }
      };
      const [, one, two] = spread.hosts.addresses;
      spread.killHost(2);
      await workersUntil(
        'host 2 is lost',
        (views) => views.filter(({ state }) => state === 'ready').length === 1,
      );
      spread.hosts.lose(1, 2);
      await spread.startWorker(2);
      const views = await workersUntil('the pair is found', (all) =>
        all.some(({ unreachable }) => unreachable),
      );
      const reasons = views.flatMap(({ unreachable = [] }) => unreachable.map(({ reason }) => reason));
      expect(reasons.join('\n')).toMatch(
        new RegExp(
          `worker gpu1 \\(${one}:7109\\) cannot reach worker gpu2 at ${two}:7109: .*--advertise and --data-ports`,
        ),
      );
      const submitted = await spread.cli([
        ...[
          'submit',
          'examples/mlp-blobs.yaml',
          '--set',
          'workers.min=2',
          '--set',
          'workers.max=2',
          '--json',
        ],
      ]);
      const { jobId } = JSON.parse(submitted.stdout) as { jobId: string };
      const waiting = await spread.waitFor(jobId, 'it waits', ({ reason }) => reason !== undefined, 30_000);
      expect(['queued', 'waiting']).toContain(waiting.state);
      expect(waiting.reason).toMatch(/worker gpu\d \(.*\) cannot reach worker gpu\d at /);
      spread.hosts.find(1, 2);
      const job = await spread.waitForEnd(jobId, 120_000);
      expect([job.state, job.attempts.length]).toEqual(['succeeded', 1]);
    });

  it('nobody gets in with half of what it takes', async () => {
    const token = readFileSync(homeLayout(spread.cluster.home).token, 'utf8').trim();
    const curl = (...args: string[]) => probe(spread.hosts.on(1), args);
    expect(await curl(`http://${spread.hosts.addresses[0]}:7070/livez`)).not.toBe('200');
    expect(await curl(`${url()}/livez`)).toBe('000');
    expect(await curl('--cacert', authority(), `${url()}/v1/jobs`)).toBe('401');
    const bearer = ['-H', `Authorization: Bearer ${token}`];
    expect(await curl('--cacert', authority(), ...bearer, `${url()}/v1/jobs`)).toBe('200');
  });
});

/** The status that curl gets; 000 when there is no connection. */
function probe(within: readonly string[], args: readonly string[]): Promise<string> {
  const [command = '', ...rest] = [
    ...within,
    ...['curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', '-m', '5'],
    ...args,
  ];
  return new Promise((resolve) => {
    const child = spawn(command, rest, { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('close', () => resolve(text));
  });
}
