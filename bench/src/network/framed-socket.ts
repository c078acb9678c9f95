import { connect, createServer, type Server, type Socket } from 'node:net';
import { TrainError } from '@ringmaster/core';

/** Bytes with nothing around them: what Node's TCP gives before any protocol of ours. */
export class ByteSocket {
  #chunks: Buffer[] = [];
  #buffered = 0;
  #wanted:
    { readonly bytes: number; readonly resolve: () => void; readonly reject: (e: Error) => void } | undefined;
  #ended: TrainError | undefined;

  constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#buffered += chunk.byteLength;
      if (this.#wanted && this.#buffered >= this.#wanted.bytes) this.#wanted.resolve();
      else if (!this.#wanted && this.#buffered > 64 * 1024 * 1024) socket.pause();
    });
    const end = () => {
      this.#ended ??= new TrainError('peer_lost', 'the socket was closed');
      this.#wanted?.reject(this.#ended);
    };
    socket.on('error', end);
    socket.on('close', end);
  }

  /** Resolves when the bytes may be reused. */
  write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.write(bytes, (error) => (error ? reject(error) : resolve()));
    });
  }

  /** Calls back with exactly `bytes` bytes, piece by piece as they come; offsets count from 0. */
  async read(bytes: number, take: (piece: Uint8Array, offset: number) => void): Promise<void> {
    for (let offset = 0; offset < bytes;) {
      if (this.#buffered === 0) await this.#wait();
      const chunk = this.#chunks.shift() as Buffer;
      const piece = chunk.subarray(0, bytes - offset);
      if (piece.byteLength < chunk.byteLength) this.#chunks.unshift(chunk.subarray(piece.byteLength));
      this.#buffered -= piece.byteLength;
      take(piece, offset);
      offset += piece.byteLength;
    }
  }

  close(): void {
    this.socket.destroy();
  }

  async #wait(): Promise<void> {
    if (this.#ended) throw this.#ended;
    this.socket.resume();
    await new Promise<void>((resolve, reject) => (this.#wanted = { bytes: 1, resolve, reject }));
    this.#wanted = undefined;
  }
}

export interface Listening {
  /** `host:port` */
  readonly address: string;
  readonly server: Server;
}

export function listen(onSocket: (socket: Socket) => void): Promise<Listening> {
  const server = createServer(onSocket);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound ? bound.port : 0;
      resolve({ address: `127.0.0.1:${port}`, server });
    });
  });
}

export function dial(address: string): Promise<Socket> {
  const at = address.lastIndexOf(':');
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address.slice(0, at), port: Number(address.slice(at + 1)) });
    socket.once('error', reject);
    socket.once('connect', () => (socket.off('error', reject), resolve(socket)));
  });
}
