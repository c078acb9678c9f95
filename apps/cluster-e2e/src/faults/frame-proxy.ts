import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { Rng } from '@ringmaster/core';
import { ROOT } from '../cluster.js';
import { BEHIND_TAG_AT, FrameCutter, isRankFrame, streamOf } from './http2-frames.js';

const HOOK = join(ROOT, 'apps/cluster-e2e/src/faults/proxy-hook.cjs');
/** Frames after which a late one comes: those of later steps. */
const LATE_FRAMES = 40;

/** What is done to one frame on its way from rank to rank. */
export type Tampering = 'flip' | 'duplicate' | 'reorder' | 'late';

/** Stands between all ranks of a cluster: every connection of their data plane goes through it. */
export interface FrameProxy {
  /** What the cluster's processes are started with. */
  readonly variables: Readonly<Record<string, string>>;
  /** Connections that came. */
  readonly connections: () => number;
  /** Does this to the next frame that passes; resolves when it is done. @throws Error when none passes within 30 s */
  tamper(how: Tampering, rng: Rng): Promise<void>;
  /** Takes the next connection and never says a word on it; resolves when it has come. @throws Error when none comes within 30 s */
  silence(): Promise<void>;
  close(): void;
}

interface Order {
  readonly how: Tampering;
  readonly rng: Rng;
  readonly done: () => void;
}

export async function startFrameProxy(): Promise<FrameProxy> {
  const sockets = new Set<Socket>();
  let connections = 0;
  let order: Order | undefined;
  const take = (): Order | undefined => {
    const taken = order;
    order = undefined;
    return taken;
  };
  let silenced: (() => void) | undefined;
  const server = createServer((near) => {
    connections += 1;
    keep(sockets, near);
    if (silenced) {
      silenced();
      silenced = undefined;
      return void near.resume();
    }
    void firstLine(near).then(([host = '', port = '']) => {
      const far = connect(Number(port), host);
      keep(sockets, far);
      near.pipe(far);
      const link = new TamperedLink(near, take);
      far.on('data', (bytes: Buffer) => link.push(bytes));
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    variables: { NODE_OPTIONS: `--require ${HOOK}`, TEST_DATA_PROXY: String(port) },
    connections: () => connections,
    tamper: (how, rng) => inTime(`no frame passed to ${how}`, (done) => (order = { how, rng, done })),
    silence: () => inTime('no rank connected', (done) => (silenced = done)),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

const PASSES_MS = 30_000;

function inTime(otherwise: string, begin: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error(`${otherwise} within ${PASSES_MS} ms`));
    const timer = setTimeout(late, PASSES_MS);
    begin(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function keep(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
}

/** Where the connection is meant to go; what follows stays in the socket. */
function firstLine(socket: Socket): Promise<readonly string[]> {
  return new Promise((resolve) => {
    let text = '';
    const read = () => {
      for (
        let byte = socket.read(1) as Buffer | null;
        byte !== null;
        byte = socket.read(1) as Buffer | null
      ) {
        if (byte[0] !== NEWLINE) text += byte.toString('latin1');
        else {
          socket.off('readable', read);
          return resolve(text.split(' '));
        }
      }
    };
    socket.on('readable', read);
  });
}

const NEWLINE = 10;

/** What one rank sends to another, as it comes out of the proxy. */
class TamperedLink {
  readonly #cutter = new FrameCutter();
  #held: { readonly frame: Buffer; after: number; readonly done: () => void } | undefined;

  constructor(
    private readonly near: Socket,
    private readonly take: () => Order | undefined,
  ) {}

  push(bytes: Buffer): void {
    for (const frame of this.#cutter.push(bytes)) {
      if (isRankFrame(frame)) this.#pass(frame);
      else this.near.write(frame);
    }
  }

  #pass(frame: Buffer): void {
    const order = this.#held === undefined ? this.take() : undefined;
    if (order === undefined) return this.#plain(frame);
    const { how, rng, done } = order;
    if (how === 'late' || how === 'duplicate') this.near.write(frame);
    if (how === 'flip') this.near.write(flipped(frame, rng));
    if (how === 'duplicate') this.near.write(frame);
    if (how === 'flip' || how === 'duplicate') return done();
    this.#held = { frame, after: how === 'late' ? LATE_FRAMES : 1, done };
  }

  #plain(frame: Buffer): void {
    this.near.write(frame);
    const held = this.#held;
    if (held === undefined || streamOf(held.frame) !== streamOf(frame)) return;
    held.after -= 1;
    if (held.after > 0) return;
    this.#held = undefined;
    this.near.write(held.frame);
    held.done();
  }
}

/** One bit is another one, anywhere behind the tag. */
function flipped(frame: Buffer, rng: Rng): Buffer {
  const changed = Buffer.from(frame);
  const at = BEHIND_TAG_AT + rng.below(frame.length - BEHIND_TAG_AT);
  changed[at] = (changed[at] ?? 0) ^ (1 << rng.below(8));
  return changed;
}
