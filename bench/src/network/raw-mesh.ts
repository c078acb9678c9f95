import { ByteSocket, dial, listen } from './framed-socket.js';

/** One socket between each two ranks: the higher dials the lower and says its number in one byte. */
export async function rawMesh(
  rank: number,
  meet: (address: string) => Promise<readonly string[]>,
): Promise<{ readonly sockets: ReadonlyMap<number, ByteSocket>; close(): void }> {
  const sockets = new Map<number, ByteSocket>();
  let arrived = (): void => undefined;
  const { address, server } = await listen((socket) => {
    const bytes = new ByteSocket(socket);
    void bytes.read(1, ([peer]) => {
      sockets.set(peer as number, bytes);
      arrived();
    });
  });
  const addresses = await meet(address);
  for (let peer = 0; peer < rank; peer++) {
    const socket = new ByteSocket(await dial(addresses[peer] as string));
    await socket.write(Uint8Array.of(rank));
    sockets.set(peer, socket);
  }
  while (sockets.size < addresses.length - 1) await new Promise<void>((resolve) => (arrived = resolve));
  return {
    sockets,
    close: () => {
      for (const socket of sockets.values()) socket.close();
      server.close();
    },
  };
}
