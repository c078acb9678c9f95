import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually, TOKEN, type TestCoordinator, testCoordinator } from '../testing/test-coordinator.js';

const LIMITS = {
  connections: 4,
  headersMs: 200,
  bodies: { documentMs: 200, bytesPerSecond: 64 * 1024 * 1024, idleMs: 200, lingerMs: 100 },
};
const AUTH = `authorization: Bearer ${TOKEN}\r\n`;
const JSON_TYPE = 'content-type: application/json\r\n';

let cluster: TestCoordinator;
const open: Socket[] = [];
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await cluster.close();
});

/** A connection that sends what it is told, and what comes back until the other side ends it. */
async function dial(...pieces: string[]): Promise<{ socket: Socket; said: Promise<string> }> {
  const { hostname, port } = new URL(cluster.url);
  const socket = connect(Number(port), hostname);
  open.push(socket);
  socket.on('error', () => undefined);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const said = once(socket, 'close').then(() => text);
  await once(socket, 'connect');
  for (const piece of pieces) socket.write(piece);
  return { socket, said };
}

const head = (line: string, headers = '') => `${line} HTTP/1.1\r\nhost: 127.0.0.1\r\n${headers}\r\n`;
const post = (headers: string) => head('POST /v1/jobs', `${AUTH}${JSON_TYPE}${headers}`);
const serves = async () => expect((await cluster.call('GET', '/v1/jobs')).status).toBe(200);

describe('a connection that only costs', () => {
  it.each([
    ['says nothing', [], /^(HTTP\/1.1 408|$)/],
    ['sends half a head', ['GET /v1/jobs HTTP/1.1\r\nhost: 127.0.0.1\r\n'], /^HTTP\/1.1 408/],
    ['never sends its document', [post('content-length: 100\r\n')], /504 .*the body did not come within/s],
    [
      'never sends the rest of a stream',
      [head('PUT /v1/jobs/none/artifacts/x', `${AUTH}content-length: 100\r\n`)],
      /404/,
    ],
    [
      'has no token and sends a body without end',
      [head('POST /v1/jobs', `${JSON_TYPE}transfer-encoding: chunked\r\n`), '5\r\nhello\r\n'],
      /401 Unauthorized/,
    ],
    [
      'sends a head without end',
      [`GET /livez HTTP/1.1\r\nx: ${'y'.repeat(64 * 1024)}\r\n`],
      /^HTTP\/1.1 431/,
    ],
    ['announces 1 GiB', [post(`content-length: ${2 ** 30}\r\n`), '{'], /413 .*too_large/s],
  ])('and %s is ended', async (_, pieces, answer) => {
    cluster = await testCoordinator({ httpLimits: LIMITS });
    const { said } = await dial(...pieces);
    expect(await said).toMatch(answer);
    await serves();
  });

  it('a packed body is refused, whatever it would become', async () => {
    cluster = await testCoordinator();
    const bomb = gzipSync(Buffer.alloc(32 * 1024 * 1024));
    const answer = await fetch(`${cluster.url}/v1/jobs`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        connection: 'close',
      },
      body: bomb,
    });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toMatch(/content-encoding gzip is not taken/);
  });
});

describe('the number of connections', () => {
  it('is kept by ending the oldest that nobody known uses; who has a token comes in', async () => {
    cluster = await testCoordinator({ httpLimits: { ...LIMITS, headersMs: 60_000 } });
    const idle = await Promise.all(Array.from({ length: LIMITS.connections }, () => dial()));
    await serves();
    await eventually('one was ended', () => idle.filter(({ socket }) => socket.closed).length === 1);
  });

  it('leaves alone who is in the middle of a request', async () => {
    cluster = await testCoordinator({ httpLimits: { ...LIMITS, headersMs: 60_000 } });
    const jobId = 'job-000001';
    await cluster.submit(jobId);
    const { socket } = await dial(head(`GET /v1/jobs/${jobId}/events`, AUTH));
    await once(socket, 'data');
    for (let n = 0; n < 3 * LIMITS.connections; n += 1) await dial();
    await serves();
    expect(socket.closed).toBe(false);
  });
});
