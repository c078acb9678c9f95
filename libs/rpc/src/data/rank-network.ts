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
import { collectiveExchange, type RankNetwork } from '@ringmaster/training';
import type { TlsIdentity } from '../tls/tls-identity.js';
import type { PortRange } from '../port-range.js';
import { ThreadLink } from './thread-link.js';
import type { SharedBufferSet } from './thread-messages.js';

export interface RankNetworkOptions {
  /** JavaScript file that calls `runNetworkThread` (the worker app's `network` entry). */
  readonly networkEntry: URL;
  readonly jobId: string;
  readonly attempt: number;
  /** Known to the ranks of this attempt alone. */
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
  /** With it every connection between ranks is mutual TLS. */
  readonly tls?: TlsIdentity | undefined;
  /** `DEFAULT_STEP_DEADLINE` by default. */
  readonly stepDeadline?: StepDeadline;
  /** There will never be a second rank: no thread and no socket are made. */
  readonly alone?: boolean;
  readonly logger: Logger;
}

/**
 * A rank's network lives in a thread of its own, so that pings are answered and frames are summed while the main thread
 * is inside a synchronous tensor call. Vectors are shared memory; nothing is copied between the two.
 * @throws TrainError `unavailable` when no port can be bound
 */
export async function createRankNetwork(o: RankNetworkOptions): Promise<RankNetwork> {
  const { stepDeadline: deadline = DEFAULT_STEP_DEADLINE } = o;
  const solo = (membership: Membership): VectorExchange =>
    new AllReduce({ ...o, transport: soloTransport(membership), clock: systemClock, deadline });
  if (o.alone) return aloneNetwork(solo);
  const { jobId, attempt, jobSecret, shards, vectorLength, buckets, listenHost, ports, advertiseHost } = o;
  const link = new ThreadLink(
    o.networkEntry,
    {
      jobId,
      attempt,
      jobSecret,
      shards,
      vectorLength,
      buckets,
      reduce: o.reduce,
      deadline,
      listenHost,
      ports,
      advertiseHost,
      tls: o.tls,
    },
    o.logger,
  );
  let closed: Promise<void> | undefined;
  const never = new AbortController().signal;
  return {
    dataAddress: await link.listening,
    async join(membership, peers, signal) {
      if (membership.world === 1) {
        await link.call({ type: 'join', membership, peers: [] }, signal);
        return collectiveExchange(solo(membership));
      }
      const buffers = allocateBufferSets({ ...membership, shards, vectorLength, allocate: sharedFloats });
      const memory = [shared(buffers[0]), shared(buffers[1])] as const;
      await link.call({ type: 'join', membership, peers, buffers: memory }, signal);
      return collectiveExchange(new ThreadedVectors(membership, shards, buffers, link));
    },
    seal: async () => (await link.call({ type: 'seal' }, never)).troubles ?? [],
    offer(membership, state) {
      const memory = new SharedArrayBuffer(state.byteLength);
      new Uint8Array(memory).set(state);
      link.post({ type: 'offer', membership, state: memory });
    },
    async pullState(membership, source, signal) {
      const { state } = await link.call({ type: 'pullState', membership, source }, signal);
      assert(state, 'the network thread answered without a state');
      return state;
    },
    close: () => (closed ??= link.close()),
  };
}

function aloneNetwork(solo: (membership: Membership) => VectorExchange): RankNetwork {
  const nobody = () => Promise.reject(new TrainError('internal', 'a rank that stays alone has no peers'));
  return {
    dataAddress: '',
    join: async (membership) => collectiveExchange(solo(membership)),
    seal: async () => [],
    offer: () => undefined,
    pullState: nobody,
    close: () => Promise.resolve(),
  };
}

/** The main thread's side of an `AllReduce` that runs in the network thread. */
class ThreadedVectors implements VectorExchange {
  #begun = 0;

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
    return { vector: this.#set.result, records: gathered.records ?? [] };
  }

  async exchangeRecords(
    step: number,
    records: readonly Uint8Array[],
    signal: AbortSignal,
  ): Promise<GatheredStep['records']> {
    return (await this.link.call({ type: 'exchangeRecords', step, records }, signal)).records ?? [];
  }

  /** The network closes; an exchange alone has nothing of its own. */
  close(): Promise<void> {
    return this.link.close();
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
