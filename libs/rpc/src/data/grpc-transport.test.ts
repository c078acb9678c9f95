import { connect, createServer, type Socket } from 'node:net';
import { Client, credentials, Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { Membership } from '@ringmaster/collective';
import { LIMITS } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { transportContract } from '@ringmaster/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { signedPull } from './admission.js';
import { DataEndpoint } from './data-endpoint.js';
import { exchangeService } from './exchange-service.js';
import type { GrpcTransport } from './grpc-transport.js';
import type { Peer } from '@ringmaster/training';

const SECRET = new Uint8Array(32).fill(9);
const never = new AbortController().signal;
const endpoints: Endpoint[] = [];
afterEach(async () => {
  await Promise.all(endpoints.splice(0).map((endpoint) => endpoint.close()));
});

const membership = (rank: number, world: number, over: Partial<Membership> = {}): Membership => ({
  jobId: 'job-grpc',
  attempt: 1,
  generation: { epoch: 1, n: 1, nonce: 'xyz' },
  rank,
  world,
  ...over,
});

/** An endpoint that is in one generation. */
interface Endpoint extends Pick<DataEndpoint, 'refused' | 'dataAddress' | 'close'> {
  connect(peers: readonly Peer[], signal: AbortSignal): Promise<GrpcTransport>;
}

async function endpoint(
  who: Membership,
  over: { secret?: Uint8Array; ports?: { from: number; to: number }; advertiseHost?: string } = {},
): Promise<Endpoint> {
  const { jobId, attempt } = who;
  const host = { listenHost: '127.0.0.1', advertiseHost: '127.0.0.1' };
  const base = { jobId, attempt, secret: SECRET, ...host, clock: systemClock, logger: silentLogger };
  const opened = await DataEndpoint.open({ ...base, ...over });
  const transport = opened.enter(who);
  const one: Endpoint = {
    dataAddress: opened.dataAddress,
    refused: () => opened.refused(),
    connect: async (peers, signal) => {
      await transport.connect(peers, signal);
      return transport;
    },
    close: () => opened.close(),
  };
  endpoints.push(one);
  return one;
}

async function connected(world: number) {
  const all = await Promise.all(
    Array.from({ length: world }, (_, rank) => endpoint(membership(rank, world))),
  );
  const peers = all.map(({ dataAddress }, rank) => ({ rank, address: dataAddress }));
  const transports = await Promise.all(all.map((one) => one.connect(peers, never)));
  return { transports, close: async () => void (await Promise.all(all.map((one) => one.close()))) };
}

transportContract('grpc', connected);

describe('the fence of the data plane', () => {
  it.each([
    {
      other: 'secret',
      options: { secret: new Uint8Array(32).fill(8) },
      error: /does not know the secret/,
    },
    { other: 'job', who: { jobId: 'job-other' }, error: /here is job job-grpc/ },
    { other: 'attempt', who: { attempt: 2 }, error: /attempt 2/ },
    {
      other: 'generation',
      who: { generation: { epoch: 1, n: 0, nonce: 'xyz' } },
      error: /generation 1\.0\.xyz/,
    },
  ])('a rank with another $other is refused and counted', async ({ other, options, who, error }) => {
    const good = await endpoint(membership(0, 2));
    const bad = await endpoint(membership(1, 2, who), options);
    await expect(bad.connect([{ rank: 0, address: good.dataAddress }], never)).rejects.toMatchObject({
      code: other === 'secret' ? 'unauthenticated' : 'fenced',
      message: expect.stringMatching(error),
    });
    expect(good.refused().calls).toBe(1);
  });

  it('a stranger without a proof, and one that replays a proof for another rank, learn nothing', async () => {
    const good = await endpoint(membership(0, 3));
    const own = { membership: membership(1, 3), secret: SECRET };
    const strangers = [
      { ...signedPull(own, 0), metadata: new Metadata(), code: status.UNAUTHENTICATED },
      { ...signedPull(own, 2), code: status.FAILED_PRECONDITION },
      { ...signedPull(own, 0, 'state'), code: status.UNAUTHENTICATED },
      { ...signedPull(own, 0), bytes: Buffer.from('not a request'), code: status.UNAUTHENTICATED },
    ];
    const client = new Client(good.dataAddress, credentials.createInsecure());
    for (const { bytes, metadata, code } of strangers) {
      const { path, requestSerialize, responseDeserialize } = exchangeService.pull;
      const error = await new Promise<ServiceError>((resolve) => {
        const stream = client.makeServerStreamRequest(
          path,
          requestSerialize,
          responseDeserialize,
          bytes,
          metadata,
        );
        stream.on('data', () => undefined).on('error', resolve);
      });
      expect(error.code).toBe(code);
    }
    client.close();
    expect(good.refused().calls).toBe(4);
  });

  it('a second pull of the same rank is a conflict', async () => {
    const { transports } = await connected(2);
    expect(transports).toHaveLength(2);
    const [zero] = endpoints;
    const twin = await endpoint(membership(1, 2));
    await expect(twin.connect([{ rank: 0, address: zero!.dataAddress }], never)).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});

describe('connecting', () => {
  it('a listener that never speaks fails within the deadline and names rank and address', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => sockets.push(socket.resume().on('error', () => undefined)));
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const { port } = mute.address() as { port: number };
    const rank = await endpoint(membership(0, 2));
    const started = performance.now();
    await expect(rank.connect([{ rank: 1, address: `127.0.0.1:${port}` }], never)).rejects.toMatchObject({
      code: 'deadline',
      message: expect.stringContaining(`rank 1 at 127.0.0.1:${port}`),
    });
    expect(performance.now() - started).toBeLessThan(LIMITS.connectMs + 1_000);
    await rank.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => mute.close(resolve));
  });

  it('a port that nobody listens on is a lost peer at once', async () => {
    const gone = await endpoint(membership(1, 2));
    await gone.close();
    const rank = await endpoint(membership(0, 2));
    await expect(rank.connect([{ rank: 1, address: gone.dataAddress }], never)).rejects.toMatchObject({
      code: 'peer_lost',
      message: expect.stringMatching(/rank 1 at 127\.0\.0\.1:\d+/),
    });
  });

  it('can be cancelled, and needs every address', async () => {
    const rank = await endpoint(membership(0, 2));
    const stop = new AbortController();
    stop.abort();
    await expect(rank.connect([{ rank: 1, address: '127.0.0.1:1' }], stop.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await expect(rank.connect([], never)).rejects.toThrow(/no address was given for rank 1/);
  });
});

/** A wire that can go dead without a word to either end, as a pulled cable does. */
async function wireTo(address: string) {
  const sockets: Socket[] = [];
  const proxy = createServer((near) => {
    const far = connect(Number(address.split(':')[1]), '127.0.0.1');
    sockets.push(
      near.on('error', () => undefined),
      far.on('error', () => undefined),
    );
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(proxy.address() as { port: number }).port}`,
    freeze: () => sockets.forEach((socket) => socket.unpipe().pause()),
    close: () => {
      for (const socket of sockets) socket.destroy();
      proxy.close();
    },
  };
}

describe('losing a peer', () => {
  it('a wire that goes dead is noticed by both ends within three seconds', async () => {
    const [zero, one] = [await endpoint(membership(0, 2)), await endpoint(membership(1, 2))];
    const wires = [await wireTo(zero.dataAddress), await wireTo(one.dataAddress)];
    const peers = wires.map(({ address }, rank) => ({ rank, address }));
    const transports = await Promise.all([zero, one].map((rank) => rank.connect(peers, never)));
    const lost = transports.map(
      (transport) =>
        new Promise<[number, Error]>((resolve) => {
          transport.onFrame(() => undefined);
          transport.onPeerLost((peer, cause) => resolve([peer, cause]));
        }),
    );
    // Longer than the silence that counts as death: pings keep an idle wire alive.
    await new Promise((resolve) => setTimeout(resolve, LIMITS.peerSilentMs + LIMITS.pingMs));
    const frozen = performance.now();
    for (const wire of wires) wire.freeze();
    const causes = await Promise.all(lost);
    expect(performance.now() - frozen).toBeLessThan(3_000);
    expect(causes.map(([peer]) => peer)).toEqual([1, 0]);
    for (const [, cause] of causes)
      expect(cause).toMatchObject({ code: 'peer_lost', message: expect.stringMatching(/no sign of life/) });
    for (const wire of wires) wire.close();
  });
});

describe('listening', () => {
  it('binds the given host alone and takes the first free port of a range', async () => {
    const first = await endpoint(membership(0, 2));
    const port = Number(first.dataAddress.split(':')[1]);
    const ports = { from: port, to: port + 40 };
    const second = await endpoint(membership(1, 2), { ports, advertiseHost: 'worker-7' });
    expect(second.dataAddress).toMatch(/^worker-7:\d+$/);
    const taken = Number(second.dataAddress.split(':')[1]);
    expect(taken).toBeGreaterThan(port);
    expect(taken).toBeLessThanOrEqual(port + 40);
    await expect(endpoint(membership(1, 2), { ports: { from: port, to: port } })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`ports ${port}-${port} of 127.0.0.1`),
    });
    // Another loopback address is free as long as the wildcard is not bound.
    const elsewhere = createServer();
    await new Promise<void>((resolve, reject) => {
      elsewhere.once('error', reject).listen(port, '127.0.0.2', resolve);
    });
    await new Promise((resolve) => elsewhere.close(resolve));
  });
});
