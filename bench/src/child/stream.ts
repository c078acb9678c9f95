import type { Frame, Transport } from '@ringmaster/collective';
import { LIMITS } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { DataEndpoint } from '@ringmaster/rpc';
import { rawMesh } from '../network/raw-mesh.js';
import type { Channel } from './channel.js';
import { BENCH_SECRET, benchMembership, peersOf } from './membership.js';
import { startProxy } from './start-proxy.js';
import type { StreamSpec } from './spec.js';

/** Rank 0 sends, rank 1 pulls over a slow wire and answers when it has all. Values of rank 0: bytes a second. */
export async function run(spec: StreamSpec, channel: Channel): Promise<void> {
  await (spec.over === 'grpc' ? overGrpc(spec, channel) : overTcp(spec, channel));
}

/** Addresses of all ranks; the other rank's leads through a proxy. */
async function meetThroughProxy({ rank, delayMs }: StreamSpec, channel: Channel, address: string) {
  const addresses = [...(await channel.meet(address))];
  const other = 1 - rank;
  const proxy = await startProxy(addresses[other] as string, delayMs);
  addresses[other] = proxy.address;
  return { addresses, proxy };
}

async function overGrpc(spec: StreamSpec, channel: Channel): Promise<void> {
  const { rank } = spec;
  const membership = benchMembership(rank, 2);
  const { jobId, attempt } = membership;
  const endpoint = await DataEndpoint.open({
    jobId,
    attempt,
    secret: BENCH_SECRET,
    listenHost: '127.0.0.1',
    advertiseHost: '127.0.0.1',
    clock: systemClock,
    logger: silentLogger,
  });
  const { addresses, proxy } = await meetThroughProxy(spec, channel, endpoint.dataAddress);
  const transport = endpoint.enter(membership);
  await transport.connect(peersOf(addresses, rank), AbortSignal.timeout(30_000));
  const heard = frameCounter(transport);
  const payload = new Uint8Array(LIMITS.frameBytes);
  let round = 0;
  await channel.serve(async ({ bytes }) => {
    round += 1;
    const frames = Math.ceil(bytes / payload.byteLength);
    if (rank === 1) {
      await heard(frames);
      await transport.send(0, frameOf(round, payload.subarray(0, 1)));
      return 0;
    }
    const started = performance.now();
    for (let i = 0; i < frames; i++) await transport.send(1, frameOf(round, payload));
    await heard(1);
    return (frames * payload.byteLength) / ((performance.now() - started) / 1_000);
  });
  await endpoint.close();
  proxy.close();
}

const frameOf = (round: number, payload: Uint8Array): Frame => ({
  header: { round, step: 0, kind: 'partial', bucket: 0, part: 0, offset: 0 },
  payload,
});

/** Waits until as many more frames have come. */
function frameCounter(transport: Transport): (frames: number) => Promise<void> {
  let arrived = 0;
  let wake = (): void => undefined;
  transport.onFrame(() => {
    arrived += 1;
    wake();
  });
  return async (frames) => {
    while (arrived < frames) await new Promise<void>((resolve) => (wake = resolve));
    arrived -= frames;
  };
}

async function overTcp(spec: StreamSpec, channel: Channel): Promise<void> {
  const { rank } = spec;
  let close = (): void => undefined;
  const mesh = await rawMesh(rank, async (address) => {
    const { addresses, proxy } = await meetThroughProxy(spec, channel, address);
    close = () => proxy.close();
    return addresses;
  });
  const socket = mesh.sockets.get(1 - rank)!;
  const payload = new Uint8Array(LIMITS.frameBytes);
  await channel.serve(async ({ bytes }) => {
    const frames = Math.ceil(bytes / payload.byteLength);
    if (rank === 1) {
      await socket.read(frames * payload.byteLength, () => undefined);
      await socket.write(Uint8Array.of(1));
      return 0;
    }
    const started = performance.now();
    for (let i = 0; i < frames; i++) await socket.write(payload);
    await socket.read(1, () => undefined);
    return (frames * payload.byteLength) / ((performance.now() - started) / 1_000);
  });
  mesh.close();
  close();
}
