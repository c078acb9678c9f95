import {
  allocateBufferSets,
  AllReduce,
  type Bucket,
  type BufferSet,
  DEFAULT_STEP_DEADLINE,
  type GatheredStep,
  type Membership,
  soloTransport,
  type StepDeadline,
  type VectorExchange,
} from '@ringmaster/collective';
import type { Reduce } from '@ringmaster/contracts';
import { assert, type Logger, systemClock, TrainError } from '@ringmaster/core';
import { collectiveExchange, type StepExchange } from '@ringmaster/training';
import type { PortRange } from './exchange-server.js';
import type { Peer } from './pulling-client.js';
import { ThreadLink } from './thread-link.js';
import type { SharedBufferSet } from './thread-messages.js';

export interface ThreadedExchangeOptions {
  /** JavaScript file that calls `runNetworkThread` (the worker app's `network` entry). */
  readonly networkEntry: URL;
  readonly membership: Membership;
  /** Known to the ranks of this job alone. */
  readonly jobSecret: Uint8Array;
  readonly shards: number;
  /** Elements of gradient and state together. */
  readonly vectorLength: number;
  /** In sending order; they partition the vector (`planBuckets`). */
  readonly buckets: readonly Bucket[];
  /** How ranks sum, the same on all of them; `canonical` by default. */
  readonly reduce?: Reduce | undefined;
  /** The only address that is bound. */
  readonly listenHost: string;
  readonly ports?: PortRange;
  /** The host under which the other ranks reach this one. */
  readonly advertiseHost: string;
  /** `DEFAULT_STEP_DEADLINE` by default. */
  readonly stepDeadline?: StepDeadline;
  readonly logger: Logger;
}

export interface ThreadedExchange {
  /** `host:port` for the other ranks; empty in a world of one, which has no socket and no thread. */
  readonly dataAddress: string;
  /**
   * Connects to every other rank; once.
   * @throws TrainError `deadline` | `peer_lost` | `unauthenticated` | `fenced` | `cancelled`, naming rank and address
   */
  connect(peers: readonly Peer[], signal: AbortSignal): Promise<StepExchange>;
  close(): Promise<void>;
}

/**
 * A rank's exchange whose network lives in a thread of its own, so that pings are answered and frames are summed while
 * the main thread is inside a synchronous tensor call. Vectors are shared memory; nothing is copied between the two.
 * @throws TrainError `unavailable` when no port can be bound
 */
export async function createThreadedExchange(o: ThreadedExchangeOptions): Promise<ThreadedExchange> {
  const memory = { ...o.membership, shards: o.shards, vectorLength: o.vectorLength };
  const { stepDeadline: deadline = DEFAULT_STEP_DEADLINE } = o;
  if (o.membership.world === 1) {
    const transport = soloTransport(o.membership);
    const alone = new AllReduce({ ...o, transport, clock: systemClock, deadline });
    return {
      dataAddress: '',
      connect: () => Promise.resolve(collectiveExchange(alone)),
      close: () => alone.close(),
    };
  }
  const buffers = allocateBufferSets({ ...memory, allocate: sharedFloats });
  const link = new ThreadLink(
    o.networkEntry,
    {
      ...memory,
      membership: o.membership,
      jobSecret: o.jobSecret,
      buckets: o.buckets,
      reduce: o.reduce,
      deadline,
      listenHost: o.listenHost,
      ports: o.ports,
      advertiseHost: o.advertiseHost,
      buffers: [shared(buffers[0]), shared(buffers[1])],
    },
    o.logger,
  );
  const vectors = new ThreadedVectors(o.membership, o.shards, buffers, link);
  return {
    dataAddress: await link.listening,
    connect: async (peers, signal) => {
      await link.call({ type: 'connect', peers }, signal);
      return collectiveExchange(vectors);
    },
    close: () => vectors.close(),
  };
}

/** The main thread's side of an `AllReduce` that runs in the network thread. */
class ThreadedVectors implements VectorExchange {
  #begun = 0;
  #closed: Promise<void> | undefined;

  constructor(
    readonly membership: Membership,
    readonly shards: number,
    private readonly buffers: readonly [BufferSet, BufferSet],
    private readonly link: ThreadLink,
  ) {}

  leaf(shard: number): Float32Array {
    const leaf = this.#set.leaves.get(shard);
    assert(leaf, `shard ${shard} does not belong to rank ${this.membership.rank}`);
    return leaf;
  }

  begin(step: number): void {
    this.#begun += 1;
    this.link.post({ type: 'begin', step });
  }

  contribute(shard: number): void {
    this.link.post({ type: 'contribute', shard });
  }

  async finish(records: readonly Uint8Array[], signal: AbortSignal): Promise<GatheredStep> {
    const gathered = await this.link.call({ type: 'finish', records }, signal);
    return { vector: this.#set.result, records: gathered };
  }

  exchangeRecords(
    step: number,
    records: readonly Uint8Array[],
    signal: AbortSignal,
  ): Promise<GatheredStep['records']> {
    return this.link.call({ type: 'exchangeRecords', step, records }, signal);
  }

  close(): Promise<void> {
    this.#closed ??= this.link.close();
    return this.#closed;
  }

  /** The set of the latest `begin`, counted as `AllReduce` counts. */
  get #set(): BufferSet {
    return this.buffers[this.#begun % 2 === 0 ? 0 : 1];
  }
}

const sharedFloats = (elements: number): Float32Array =>
  new Float32Array(new SharedArrayBuffer(elements * Float32Array.BYTES_PER_ELEMENT));

function shared(set: BufferSet): SharedBufferSet {
  return {
    leaves: [...set.leaves].map(([shard, leaf]) => ({ shard, memory: sharedMemory(leaf) })),
    result: sharedMemory(set.result),
  };
}

function sharedMemory({ buffer }: Float32Array): SharedArrayBuffer {
  if (buffer instanceof SharedArrayBuffer) return buffer;
  throw new TrainError('internal', 'a buffer of the exchange is not shared between threads');
}
