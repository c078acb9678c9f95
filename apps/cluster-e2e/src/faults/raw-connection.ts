import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A TCP connection that says what it likes, for servers that have to stand it. */
export interface RawConnection {
  readonly socket: Socket;
  /** Everything that came, when the other side has ended it. */
  readonly ended: Promise<string>;
}

export async function dialRaw(host: string, port: number): Promise<RawConnection> {
  const socket = connect(port, host);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1').slice(0, KEPT)));
  const ended = new Promise<string>((resolve) => socket.once('close', () => resolve(text)));
  await once(socket, 'connect');
  // A reset is an end like any other.
  socket.on('error', () => undefined);
  return { socket, ended };
}

const KEPT = 4_096;

/** Writes one byte after the other until the connection is over; the caller aborts it otherwise. */
export async function drip({ socket }: RawConnection, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!socket.closed && !signal.aborted) {
    socket.write('x');
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Writes as much as is taken, at most so many bytes; returns how many went. */
export async function flood({ socket }: RawConnection, chunk: Buffer, mostBytes: number): Promise<number> {
  let bytes = 0;
  while (bytes < mostBytes && socket.writable) {
    bytes += chunk.length;
    if (!socket.write(chunk)) await roomOrEnd(socket);
  }
  return bytes;
}

const roomOrEnd = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      socket.off('drain', go);
      socket.off('close', go);
      resolve();
    };
    socket.on('drain', go);
    socket.on('close', go);
  });
