import { Arrivals } from './arrivals.js';
import { type Bucket, bytesOf, chunkOf, sliceOf } from './buckets.js';
import { OwnSums } from './own-sums.js';
import type { ReducePlan } from './reduce-plan.js';
import type { Frame } from './transport.js';
import { addInto } from './tree.js';
import type { BufferSet } from './vector-exchange.js';
import type { SendPart, VectorReducer, VectorRound } from './vector-round.js';

/**
 * The ring (P. Patarasuk, X. Yuan: Bandwidth optimal all-reduce algorithms for clusters of workstations, 2009): every
 * rank receives from its left neighbour and sends to its right one alone. Chunk c sets out at rank c+1 and comes home
 * to rank c after world-1 hops, each rank adding its own sum (reduce-scatter); then the finished chunk goes round once
 * more (all-gather). Each rank carries 2·(world-1)/world of the vector. The order of the additions follows the ranks,
 * so the bits of a sum depend on how many there are; every rank receives the same ones.
 */
export const ringReducer = (plan: ReducePlan): VectorReducer => ({
  scratchElements: plan.vectorLength,
  open: (buffers, scratch, send) => new RingVector(plan, { buffers, scratch, send }),
});

class RingVector implements VectorRound {
  readonly #arrivals = new Arrivals();
  readonly #own: OwnSums;
  readonly #result: Float32Array;
  /** Sums that are under way lie here at their place in the vector; the chunk that sets out here stays zero. */
  readonly #passing: Float32Array;
  readonly #send: SendPart;
  /** By bucket, own subtrees that are not summed yet; a rank without shards has its beginning to wait for. */
  readonly #openSums: number[];
  /** By bucket, hops whose sum is here and waits for this rank's own. */
  readonly #waiting: number[][];
  readonly #last: number;
  #openChunks: number;

  constructor(
    private readonly plan: ReducePlan,
    o: { readonly buffers: BufferSet; readonly scratch: Float32Array; readonly send: SendPart },
  ) {
    this.#own = new OwnSums(plan, o.buffers.leaves, (_sum, bucket) => this.#summed(bucket));
    this.#result = o.buffers.result;
    this.#passing = o.scratch;
    this.#send = o.send;
    this.#openSums = plan.buckets.map(() => Math.max(1, plan.ownNodes.length));
    this.#waiting = plan.buckets.map(() => []);
    this.#last = plan.membership.world - 2;
    this.#openChunks = plan.ownChunks.filter(({ size }) => size > 0).length;
    this.#expect('partial');
    this.#expect('reduced');
  }

  get complete(): boolean {
    return this.#openChunks === 0 && this.#arrivals.complete;
  }

  /** A rank without shards adds nothing, but its chunk must set out all the same. */
  begin(): void {
    if (this.plan.ownNodes.length === 0) this.plan.buckets.forEach((_, bucket) => this.#summed(bucket));
  }

  contribute(shard: number): boolean {
    return this.#own.contribute(shard);
  }

  uncontributed() {
    return this.#own.uncontributed();
  }

  receive(from: number, frame: Frame): void {
    if (!this.#arrivals.take(from, frame)) return;
    const { kind, bucket, part: hop } = frame.header;
    if (kind === 'reduced') this.#pass('reduced', bucket, hop + 1);
    else if (this.#openSums[bucket] === 0) this.#add(bucket, hop);
    else this.#waiting[bucket]?.push(hop);
  }

  missing() {
    return this.#arrivals.missing();
  }

  #expect(kind: 'partial' | 'reduced'): void {
    const { rank, world } = this.plan.membership;
    const left = (rank + world - 1) % world;
    const target = kind === 'partial' ? this.#passing : this.#result;
    this.plan.buckets.forEach((_, bucket) => {
      for (let hop = 0; hop <= this.#last; hop++) {
        const chunk = this.#chunk(kind, bucket, hop + 1);
        if (chunk.size > 0)
          this.#arrivals.expect({ rank: left, kind, bucket, part: hop }, sliceOf(target, chunk));
      }
    });
  }

  /** The chunk that this rank sends at a hop; what it received at the hop before. */
  #chunk(kind: 'partial' | 'reduced', bucket: number, hop: number): Bucket {
    const { membership, buckets } = this.plan;
    const { rank, world } = membership;
    const owner = (rank + 2 * world - hop - (kind === 'partial' ? 1 : 0)) % world;
    return chunkOf(buckets[bucket] as Bucket, owner, world);
  }

  /** One of this rank's subtrees is summed; the last one completes its own sum. */
  #summed(bucket: number): void {
    const open = (this.#openSums[bucket] as number) - 1;
    this.#openSums[bucket] = open;
    if (open > 0) return;
    const slice = this.plan.buckets[bucket] as Bucket;
    const [own, ...others] = this.#own.all.map(({ sum }) => sliceOf(sum, slice));
    if (own) for (const other of others) addInto(own, other);
    this.#setOut(bucket);
  }

  /** This rank's own sum is there: its chunk sets out, and what has waited for it goes on. */
  #setOut(bucket: number): void {
    if (this.plan.membership.world === 1) return this.#finish(bucket, this.plan.buckets[bucket] as Bucket);
    this.#pass('partial', bucket, 0);
    for (const hop of this.#waiting[bucket]?.splice(0) ?? []) this.#add(bucket, hop);
  }

  /** Adds this rank's own sum to the one that arrived at `hop`. */
  #add(bucket: number, hop: number): void {
    const chunk = this.#chunk('partial', bucket, hop + 1);
    const own = this.#own.all[0];
    if (own) addInto(sliceOf(this.#passing, chunk), sliceOf(own.sum, chunk));
    if (hop < this.#last) this.#pass('partial', bucket, hop + 1);
    else this.#finish(bucket, chunk);
  }

  /** The sum of this rank's chunk is whole. */
  #finish(bucket: number, chunk: Bucket): void {
    const from = this.plan.membership.world === 1 ? this.#own.all[0]?.sum : this.#passing;
    if (from) sliceOf(this.#result, chunk).set(sliceOf(from, chunk));
    if (chunk.size > 0) this.#openChunks -= 1;
    this.#pass('reduced', bucket, 0);
  }

  #pass(kind: 'partial' | 'reduced', bucket: number, hop: number): void {
    const chunk = this.#chunk(kind, bucket, hop);
    if (hop > this.#last || chunk.size === 0) return;
    const { rank, world } = this.plan.membership;
    const setsOut = kind === 'partial' && hop === 0 ? this.#own.all[0]?.sum : undefined;
    const bytes = bytesOf(sliceOf(kind === 'reduced' ? this.#result : (setsOut ?? this.#passing), chunk));
    this.#send({ kind, bucket, part: hop }, (peer) => (peer === (rank + 1) % world ? bytes : undefined));
  }
}
