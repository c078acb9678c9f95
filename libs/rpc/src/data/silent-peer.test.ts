import { createServer, type Server, type Socket } from 'node:net';
import { LIMITS } from '@ringmaster/contracts';
import { systemClock } from '@ringmaster/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PullingClient } from './pulling-client.js';

const CREDENTIALS = {
  membership: {
    ...{ jobId: 'job-a', attempt: 1, rank: 0, world: 2 },
    generation: { epoch: 1, n: 1, nonce: '0011223344556677' },
  },
  secret: new Uint8Array(32).fill(1),
};
/** What timers of a busy machine may be late. */
const SLACK_MS = 4_000;

/** gRPC alone waits for ever for such a peer: its connection is up, and HTTP/2 never begins. */
describe('a peer that takes the connection and never says a word', () => {
  let server: Server;
  let address = '';
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const bound = server.address();
    address = `127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`;
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  it('fails a pull and a ping by their deadlines', async () => {
    const client = new PullingClient({ rank: 1, address }, CREDENTIALS, systemClock);
    const startedMs = performance.now();
    const passed = () => performance.now() - startedMs;
    const ping = client.ping().then(
      () => Infinity,
      () => passed(),
    );
    await expect(client.connect(new AbortController().signal)).rejects.toMatchObject({ code: 'deadline' });
    expect(passed()).toBeLessThan(LIMITS.connectMs + SLACK_MS);
    expect(await ping).toBeLessThan(LIMITS.peerSilentMs + SLACK_MS);
    expect(sockets.size).toBeGreaterThan(0);
  });
});
