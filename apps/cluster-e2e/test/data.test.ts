import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeLayout } from '@ringmaster/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, createCluster } from '../src/main.js';

const MIB = 1024 * 1024;
const FIXTURES = new URL('./fixtures/', import.meta.url).pathname;
const PETALS = 'examples/data/petals/petals.csv';

interface Added {
  readonly reference: string;
  readonly sentBytes: number;
}
interface Run {
  readonly state: string;
  readonly weightsSha256: string;
  readonly cause?: { readonly message: string };
}

let cluster: Cluster;
const directory = mkdtempSync(join(tmpdir(), 'rm-data-'));
const add = (name: string, source: string, ...more: string[]) =>
  cluster.json<Added>(['data', 'add', name, source, ...more]);
/** This host is no public one. */
const OWN_HOST = ['--allow-host', 'localhost'];
const run = (...more: string[]) =>
  cluster.json<Run>(['run', 'examples/csv.yaml', '--set', 'training.epochs=2', ...more]);
const uploads = () => join(homeLayout(cluster.home).dataDir, 'uploads');

function fileOf(name: string, mebibytes: number): string {
  const path = join(directory, name);
  writeFileSync(path, randomBytes(mebibytes * MIB));
  return path;
}

beforeAll(async () => {
  cluster = createCluster();
  // No file of its processes may grow beyond 24 MiB: a disk that is full for large files.
  const within = ['bash', '-c', 'ulimit -f 24576 && exec "$@"', 'bash'];
  await cluster.up({ workers: 2, within });
}, 150_000);
afterAll(async () => {
  await cluster.close();
  rmSync(directory, { recursive: true });
});

it('data is uploaded once, named by its hash, fetched by workers, and kept while a job uses it', async () => {
  const first = await add('petals', 'examples/data/petals');
  expect(first.sentBytes).toBe(statSync(PETALS).size);
  expect(await add('petals', 'examples/data/petals')).toMatchObject({ ...first, sentBytes: 0 });
  const registered = await run('--workers', '2');
  expect(registered.state).toBe('succeeded');
  // The same file by a path beside the document: the same bits, and nothing is sent.
  copyFileSync(PETALS, join(directory, 'petals.csv'));
  const document = readFileSync('examples/csv.yaml', 'utf8').replace('source: petals', 'path: ./petals.csv');
  writeFileSync(join(directory, 'job.yaml'), document);
  const local = await cluster.json<Run>(['run', join(directory, 'job.yaml'), '--set', 'training.epochs=2']);
  expect(local.weightsSha256).toBe(registered.weightsSha256);

  const jobId = await cluster.submit(['examples/csv.yaml', '--set', 'training.epochs=100000']);
  const refused = await cluster.cli(['data', 'rm', 'petals']);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain(`is used by job ${jobId}`);
  await cluster.cli(['cancel', jobId]);
  await cluster.waitForEnd(jobId);

  const typo = await cluster.cli(['submit', 'examples/csv.yaml', '--set', 'data.source=petls']);
  expect(typo.code).toBe(3);
  expect(typo.stderr).toContain('did you mean "petals"?');
}, 150_000);

it('a damaged file of the cache is found and fetched again', async () => {
  const contents = join(homeLayout(cluster.home).dataCacheDir, 'contents');
  const [name = ''] = readdirSync(contents);
  const whole = readFileSync(join(contents, name));
  writeFileSync(
    join(contents, name),
    whole.map((byte, at) => (at === 100 ? byte ^ 1 : byte)),
  );
  expect((await run()).state).toBe('succeeded');
  expect(readFileSync(join(contents, name))).toEqual(whole);
}, 90_000);

it('an upload goes on after the coordinator was killed in the middle of it', async () => {
  const uploading = add('large', fileOf('large.bin', 20));
  const halfWay = () =>
    readdirSync(uploads()).some((name) => statSync(join(uploads(), name)).size >= 8 * MIB);
  while (!halfWay()) await new Promise((resolve) => setTimeout(resolve, 2));
  process.kill(cluster.endpoint().pid, 'SIGKILL');
  const { reference, sentBytes } = await uploading;
  expect(reference).toMatch(/^large@[0-9a-f]{64}$/);
  // Not all again: at most the piece that was on its way.
  expect(sentBytes).toBeLessThanOrEqual(20 * MIB);
  expect(readdirSync(uploads())).toEqual([]);
}, 90_000);

it('a full disk ends an upload with its cause; what was there before is whole', async () => {
  const full = await cluster.cli(['data', 'add', 'huge', fileOf('huge.bin', 28), '--json']);
  expect(full.code).toBe(1);
  expect(full.stdout).toContain('"disk_full"');
  expect(full.stderr).toContain('ulimit -f');
  const { datasets } = await cluster.json<{ datasets: { name: string }[] }>(['data', 'ls']);
  expect(datasets.map(({ name }) => name)).toEqual(['large', 'local-petals', 'petals']);
  expect((await run()).state).toBe('succeeded');
}, 90_000);

it('a URL is downloaded by https alone, and compared with --sha256', async () => {
  const [key, cert] = ['key', 'cert'].map((part) => readFileSync(join(FIXTURES, `localhost-${part}.pem`)));
  const server = createServer({ key, cert }, (request, response) => {
    const location = { '/moved.csv': '/petals.csv', '/away.csv': 'http://localhost/petals.csv' }[
      request.url ?? ''
    ];
    if (location !== undefined) response.writeHead(302, { location }).end();
    else response.end(readFileSync(PETALS));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://localhost:${(server.address() as AddressInfo).port}`;
  process.env['NODE_EXTRA_CA_CERTS'] = join(FIXTURES, 'localhost-cert.pem');
  try {
    const { reference, sentBytes } = await add('petals', `${url}/moved.csv`, ...OWN_HOST);
    expect([reference.slice(0, 7), sentBytes]).toEqual(['petals@', 0]);
    const away = await cluster.cli(['data', 'add', 'petals', `${url}/away.csv`, ...OWN_HOST]);
    expect([away.code, away.stderr]).toEqual([2, expect.stringContaining('http:// is refused')]);
    const other = await cluster.cli([
      'data',
      'add',
      'petals',
      `${url}/petals.csv`,
      '--sha256',
      '0'.repeat(64),
      ...OWN_HOST,
    ]);
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('nothing was added')]);
    expect(readdirSync(cluster.home).filter((name) => name.startsWith('.download'))).toEqual([]);
  } finally {
    delete process.env['NODE_EXTRA_CA_CERTS'];
    server.close();
  }
}, 60_000);
