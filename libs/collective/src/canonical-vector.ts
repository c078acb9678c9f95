import { type Bucket, bytesOf, chunkOf, sliceOf } from './buckets.js';
import { incomingElements, IncomingVector } from './incoming-vector.js';
import { OwnSums } from './own-sums.js';
import type { ReducePlan } from './reduce-plan.js';
import type { SubtreeSum } from './subtree-sum.js';
import type { Frame } from './transport.js';
import type { BufferSet } from './vector-exchange.js';
import type { SendPart, VectorReducer, VectorRound } from './vector-round.js';

/**
 * Sums in the canonical order: each rank sends its subtrees' sums, chunk by chunk, to the chunk's owner; the owner
 * finishes the tree and sends the result to everybody.
 */
export const canonicalReducer = (plan: ReducePlan): VectorReducer => ({
  scratchElements: incomingElements(plan),
  open: (buffers, scratch, send) => new CanonicalVector(plan, { buffers, scratch, send }),
});

class CanonicalVector implements VectorRound {
  readonly #incoming: IncomingVector;
  readonly #sums: OwnSums;
  readonly #send: SendPart;

  constructor(
    private readonly plan: ReducePlan,
    o: { readonly buffers: BufferSet; readonly scratch: Float32Array; readonly send: SendPart },
  ) {
    this.#incoming = new IncomingVector(plan, o.buffers.result, o.scratch);
    this.#sums = new OwnSums(plan, o.buffers.leaves, (sum, bucket) => this.#publish(sum, bucket));
    this.#send = o.send;
  }

  get complete(): boolean {
    return this.#incoming.complete;
  }

  begin(): void {
    // Nothing leaves before a subtree is whole.
  }

  contribute(shard: number): boolean {
    return this.#sums.contribute(shard);
  }

  uncontributed() {
    return this.#sums.uncontributed();
  }

  receive(from: number, frame: Frame): void {
    this.#finishChunk(this.#incoming.receive(from, frame));
  }

  missing() {
    return this.#incoming.missing();
  }

  #publish({ node, sum }: SubtreeSum, bucket: number): void {
    const { buckets, membership } = this.plan;
    const part = node.first;
    this.#send({ kind: 'partial', bucket, part }, (peer) =>
      bytesOf(sliceOf(sum, chunkOf(buckets[bucket] as Bucket, peer, membership.world))),
    );
    this.#finishChunk(this.#incoming.give(bucket, part, sum));
  }

  #finishChunk(bucket: number | undefined): void {
    if (bucket === undefined) return;
    const chunk = bytesOf(this.#incoming.finishChunk(bucket));
    this.#send({ kind: 'reduced', bucket, part: this.plan.membership.rank }, () => chunk);
  }
}
