import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { LIMITS } from '@ringmaster/contracts';
import type { Cluster } from '../../cluster.js';
import { call } from '../api.js';
import { holdAuditClean, holdUnharmed } from '../checks.js';
import { type FaultRow, hold } from '../fault-row.js';
import { RUN_MS, submitAndReach } from '../ground.js';
import { LONG } from '../jobs.js';
import { peakMib, startPeakMib } from '../memory.js';
import { one } from '../processes.js';
import { dialRaw, drip, flood, type RawConnection } from '../raw-connection.js';

const IDLE = 300;
const SLOW = 50;
const DRIP_MS = 200;
const CONTROL_IDLE = 50;
const MIB = 1024 * 1024;
/** Of a body that claims 1 GiB, what is sent at most if nobody ends it. */
const FLOOD_BYTES = 256 * MIB;
const BOMB_BYTES = 256 * MIB;
const DEPTH = 100_000;
/** Every deadline of the server, and a busy machine. */
const ENDED_MS = 2 * (LIMITS.httpHeadersMs + LIMITS.httpBodyMs);

export const httpAbuse: FaultRow = {
  row: 31,
  name: 'http-abuse',
  fault:
    'slow heads and bodies, idle connections, a body without end, a gzip bomb, nested JSON, YAML that refers to itself',
  invariant:
    'each is refused or ended in time; the API answers everybody else meanwhile; memory of the coordinator grows by less than 64 MiB; the bits of the undisturbed run',
  runs: 2,
  bounds: { slowestCallMs: { max: 2_000 }, memoryMib: { max: 64 } },
  async run(ground, { rng }) {
    const reference = await ground.undisturbed(LONG);
    const cluster = await ground.shared();
    const pid = one(cluster.processes('coordinator'), 'the coordinator');
    const started = await submitAndReach(cluster, LONG, { step: 1 + rng.below(100) });
    await call(cluster, '/v1/jobs');
    const beforeMib = startPeakMib(pid);
    const calm = new AbortController();
    const [figures, meanwhile] = await Promise.all([
      attack(cluster).finally(() => calm.abort()),
      answerMeanwhile(cluster, calm.signal),
    ]);
    const memoryMib = peakMib(pid) - beforeMib;
    const job = await cluster.waitForEnd(started.jobId, RUN_MS);
    holdUnharmed(job, reference);
    await holdAuditClean(cluster, job.jobId);
    return { ...figures, ...meanwhile, memoryMib };
  },
};

/** What one who does nothing wrong gets meanwhile. */
async function answerMeanwhile(cluster: Cluster, signal: AbortSignal) {
  let [answers, slowestCallMs] = [0, 0];
  while (!signal.aborted) {
    const { status, ms, text } = await call(cluster, '/v1/jobs');
    hold(status === 200, `meanwhile the API answered ${status}: ${text}`);
    slowestCallMs = Math.max(slowestCallMs, ms);
    answers += 1;
    await new Promise((resolve) => setTimeout(resolve, DRIP_MS));
  }
  return { answers, slowestCallMs };
}

async function attack(cluster: Cluster) {
  const over = AbortSignal.timeout(ENDED_MS);
  const control = await controlAddress(cluster);
  const idle = await many(IDLE, () => http(cluster));
  const silent = await many(CONTROL_IDLE, () => dialRaw(control.host, control.port));
  const heads = await many(SLOW, () => http(cluster, 'GET /v1/jobs HTTP/1.1\r\nhost: 127.0.0.1\r\nx: '));
  const bodies = await many(SLOW, () => http(cluster, head(cluster, 'content-length: 100000')));
  for (const connection of [...heads, ...bodies]) void drip(connection, DRIP_MS, over);
  const refused = await refusals(cluster);
  const takenMib = await endlessBody(cluster);
  const startedMs = performance.now();
  await within(over, 'idle connections', idle);
  await within(over, 'slow heads', heads, /^HTTP\/1\.1 408/);
  await within(over, 'slow bodies', bodies, /504 /);
  await within(over, 'silent connections of the control port', silent);
  const connections = idle.length + heads.length + bodies.length + silent.length;
  return { connections, endedMs: Math.round(performance.now() - startedMs), refused, takenMib };
}

const many = <T>(count: number, make: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, make));

async function http(cluster: Cluster, ...pieces: string[]): Promise<RawConnection> {
  const { hostname, port } = new URL(cluster.endpoint().url);
  const connection = await dialRaw(hostname, Number(port));
  for (const piece of pieces) connection.socket.write(piece);
  return connection;
}

const head = (cluster: Cluster, ...headers: string[]): string =>
  ['POST /v1/jobs HTTP/1.1', 'host: 127.0.0.1', `authorization: Bearer ${cluster.token()}`]
    .concat('content-type: application/json', ...headers, '', '')
    .join('\r\n');

async function controlAddress(cluster: Cluster): Promise<{ host: string; port: number }> {
  const { controlAddress: address } = JSON.parse((await call(cluster, '/v1/info')).text) as {
    controlAddress: string;
  };
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at), port: Number(address.slice(at + 1)) };
}

/** All of them are ended by the server before the signal, with that answer. */
async function within(
  over: AbortSignal,
  what: string,
  connections: readonly RawConnection[],
  answer = /^/,
): Promise<void> {
  const late = new Promise<never>((_, reject) => {
    const give = () => reject(new Error(`${what} were not ended within ${ENDED_MS} ms`));
    if (over.aborted) give();
    over.addEventListener('abort', give, { once: true });
  });
  const said = await Promise.race([Promise.all(connections.map(({ ended }) => ended)), late]);
  const [wrong] = said.filter((text) => !answer.test(text));
  hold(wrong === undefined, `one of the ${what} got ${JSON.stringify(wrong)}`);
}

/** Bodies that would become large: how many were refused, each for its own reason. */
async function refusals(cluster: Cluster): Promise<number> {
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(BOMB_BYTES)));
  await refusedAs(cluster, { 'content-encoding': 'gzip' }, bomb, /content-encoding/);
  await refusedAs(cluster, {}, `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`, /nested deeper/);
  await refusedAs(
    cluster,
    {},
    JSON.stringify({ document: 'x'.repeat(LIMITS.jobDocumentBytes + MIB / 16) }),
    /too large/i,
  );
  await refusedAs(cluster, { 'content-type': 'application/yaml' }, laughs(), /invalid/);
  const file = join(cluster.home, 'laughs.yaml');
  writeFileSync(file, laughs());
  const { code, stderr } = await cluster.cli(['validate', file]);
  hold(code === 2 && /alias/i.test(stderr), `validate of YAML aliases ended with ${code}: ${stderr}`);
  return 5;
}

async function refusedAs(
  cluster: Cluster,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array<ArrayBuffer>,
  why: RegExp,
): Promise<void> {
  const answer = await fetch(`${cluster.endpoint().url}/v1/jobs`, {
    method: 'POST',
    headers: {
      ...{ authorization: `Bearer ${cluster.token()}`, 'content-type': 'application/json' },
      connection: 'close',
      ...headers,
    },
    body,
  });
  const text = await answer.text();
  hold(
    answer.status >= 400 && answer.status < 500 && why.test(text),
    `answered ${answer.status}: ${text.slice(0, 300)}`,
  );
}

/** Nine levels of ten aliases each: a billion values (CVE-2003-1564). */
function laughs(): string {
  const level = (n: number) => `l${n}: &l${n} [${Array.from({ length: 10 }, () => `*l${n - 1}`).join(', ')}]`;
  return ['l0: &l0 ha', ...Array.from({ length: 9 }, (_, n) => level(n + 1)), ''].join('\n');
}

/** A chunked body that never ends; how much of it went, in MiB. */
async function endlessBody(cluster: Cluster): Promise<number> {
  const connection = await http(cluster, head(cluster, 'transfer-encoding: chunked'));
  const data = Buffer.alloc(64 * 1024, 'x');
  const chunk = Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from('\r\n')]);
  const bytes = await flood(connection, chunk, FLOOD_BYTES);
  hold(bytes < FLOOD_BYTES, `${bytes} bytes of a body without end were taken`);
  const text = await connection.ended;
  hold(text === '' || /413 /.test(text), `a body without end was answered: ${text}`);
  return bytes / MIB;
}
