import { addInto, bytesOf, chunkOf } from '@ringmaster/collective';
import type { ByteSocket } from '../network/framed-socket.js';
import { rawMesh } from '../network/raw-mesh.js';
import type { Channel } from './channel.js';
import type { RawAllReduceSpec } from './spec.js';

/**
 * The same direct reduce-scatter and all-gather over bare sockets: no frames, checksums, fences, threads or records.
 * What a data plane in Node can reach at best.
 */
export async function run({ rank, world, bytes }: RawAllReduceSpec, channel: Channel): Promise<void> {
  const length = bytes / 4;
  const mesh = await rawMesh(rank, (address) => channel.meet(address));
  const vector = new Float32Array(length);
  const scratch = new Float32Array(Math.ceil(length / world) + 1);
  const chunk = (owner: number) => {
    const { offset, size } = chunkOf({ offset: 0, size: length }, owner, world);
    return vector.subarray(offset, offset + size);
  };
  const everyPeer = (work: (socket: ByteSocket, peer: number) => Promise<void>) =>
    Promise.all([...mesh.sockets].map(([peer, socket]) => work(socket, peer)));
  const receive = (socket: ByteSocket, target: Float32Array) => {
    const into = bytesOf(target);
    return socket.read(into.byteLength, (piece, offset) => into.set(piece, offset));
  };
  const own = chunk(rank);
  const reduce = async () => {
    const sent = everyPeer((socket, peer) => socket.write(bytesOf(chunk(peer))));
    for (const socket of mesh.sockets.values()) {
      const part = scratch.subarray(0, own.length);
      await receive(socket, part);
      addInto(own, part);
    }
    await sent;
    await everyPeer(async (socket, peer) => {
      await Promise.all([socket.write(bytesOf(own)), receive(socket, chunk(peer))]);
    });
  };
  await reduce();
  await reduce();
  await channel.serve(async ({ times }) => {
    await everyPeer((socket) =>
      Promise.all([socket.write(Uint8Array.of(1)), socket.read(1, () => undefined)]).then(),
    );
    const started = performance.now();
    for (let i = 0; i < times; i++) await reduce();
    return (bytes * times) / ((performance.now() - started) / 1_000);
  });
  mesh.close();
}
