import { LIMITS } from '@ringmaster/contracts';
import { sleep, TrainError } from '@ringmaster/core';
import { type BlobDoor, sha256Hex } from '@ringmaster/training';
import type { SimNetwork } from './sim-network.js';
import type { SimProcess } from './sim-process.js';

interface StoredBlob {
  readonly bytes: Uint8Array;
  /** False while a lost power would take it away. */
  isDurable: boolean;
}

/** Whoever reads and writes, and whose time passes meanwhile. */
export type Clocked = Pick<SimProcess, 'clock'>;

/** Files of a job on a disk, the coordinator's or that of a spool; every file is published whole, and durable before it is acknowledged. */
export class SimFiles {
  readonly blobs = new Map<string, StoredBlob>();

  constructor(
    /** A planted bug: everything but manifests is acknowledged before it is durable. */
    private readonly isLazy: boolean,
  ) {}

  losePower(): void {
    for (const [name, { isDurable }] of [...this.blobs]) if (!isDurable) this.blobs.delete(name);
  }

  /** As that process uses it; `pass` is called as often as a file is about to be there. */
  doorOf(process: Clocked, pass: () => void): BlobDoor {
    const { blobs } = this;
    return {
      put: async (name, bytes) => {
        await sleep(process.clock, 0.8);
        pass();
        const isLate = this.isLazy && !name.endsWith('manifest.json');
        const blob = { bytes: bytes.slice(), isDurable: !isLate };
        blobs.set(name, blob);
        if (isLate) process.clock.after(1_000, () => (blob.isDurable = true));
      },
      get: async (name) => {
        await sleep(process.clock, 0.3);
        const blob = blobs.get(name);
        if (!blob) throw new TrainError('not_found', `there is no ${name}`);
        return blob.bytes.slice();
      },
      list: async (prefix) => {
        await sleep(process.clock, 0.3);
        const found = [...blobs]
          .filter(([name]) => name.startsWith(prefix))
          .sort(([a], [b]) => (a < b ? -1 : 1));
        return Promise.all(
          found.map(async ([name, { bytes }]) => ({
            name,
            bytes: bytes.byteLength,
            sha256: await sha256Hex(bytes),
          })),
        );
      },
      remove: async (name) => {
        await sleep(process.clock, 0.3);
        for (const known of [...blobs.keys()])
          if (known === name || (name.endsWith('/') && known.startsWith(name))) blobs.delete(known);
      },
    };
  }
}

/** What serves files now, if anything does. */
export interface FileServer {
  readonly process: SimProcess;
  /** @throws TrainError `fenced` when the attempt may not write any more */
  doorFor(attempt: number): BlobDoor;
}

export interface RemoteDoorOptions {
  readonly process: SimProcess;
  readonly network: SimNetwork;
  readonly server: () => FileServer | undefined;
  readonly attempt: number;
  /** How long requests are repeated, ms. */
  readonly retryMs: number;
  /** Called before a file is sent. */
  readonly pass: () => void;
}

const RETRY_MS = 250;

/** A process's way to the files: over the network to whoever is the coordinator, and again while nobody answers. */
export function remoteDoor(o: RemoteDoorOptions): BlobDoor {
  const { process, network } = o;
  const once = async <T>(server: FileServer, work: (door: BlobDoor) => Promise<T>): Promise<T> => {
    await sleep(process.clock, network.delayMs(process.host, server.process.host));
    const answer = await new Promise<T>((resolve, reject) => {
      const lost = () => reject(new TrainError('unavailable', 'the coordinator does not answer'));
      const cancel = process.clock.after(LIMITS.artifactIdleMs, lost);
      server.process.onDeath(() => process.clock.after(1, lost));
      if (!server.process.alive) lost();
      server.process.run(() => {
        void (async () => work(server.doorFor(o.attempt)))().then(resolve, reject).finally(cancel);
      });
    });
    await sleep(process.clock, network.delayMs(server.process.host, process.host));
    return answer;
  };
  const call = async <T>(signal: AbortSignal, work: (door: BlobDoor) => Promise<T>): Promise<T> => {
    const untilMs = process.clock.monotonicMs() + o.retryMs;
    for (;;) {
      if (signal.aborted) throw new TrainError('cancelled', 'the request was cancelled');
      const server = o.server();
      const now = process.clock.monotonicMs();
      const isReachable =
        server?.process.alive &&
        network.freeAtMs(process.host, server.process.host) <= now &&
        network.freeAtMs(server.process.host, process.host) <= now;
      try {
        if (server && isReachable) return await once(server, work);
      } catch (cause) {
        if (!(cause instanceof TrainError) || cause.code !== 'unavailable') throw cause;
      }
      if (now > untilMs) throw new TrainError('unavailable', 'no coordinator answers');
      await sleep(process.clock, RETRY_MS, signal).catch(() => undefined);
    }
  };
  return {
    put: (name, bytes, signal) => {
      o.pass();
      return call(signal, (door) => door.put(name, bytes, signal));
    },
    get: (name, signal) => call(signal, (door) => door.get(name, signal)),
    list: (prefix, signal) => call(signal, (door) => door.list(prefix, signal)),
    remove: (name, signal) => call(signal, (door) => door.remove(name, signal)),
  };
}
