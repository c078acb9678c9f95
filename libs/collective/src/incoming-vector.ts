import { Arrivals, type Missing } from './arrivals.js';
import { type Bucket, chunkOf, sliceOf } from './buckets.js';
import type { ReducePlan } from './reduce-plan.js';
import type { Frame } from './transport.js';
import { addInto } from './tree.js';

/**
 * One step's vector as it arrives: the partial sums of this rank's chunks, and the finished chunks of the others,
 * which go straight into `result`.
 */
export class IncomingVector {
  readonly #arrivals = new Arrivals();
  /** Sums of this rank's chunk by bucket and node (first shard); foreign ones arrive, own ones are given. */
  readonly #chunkSums: Map<number, Float32Array>[];
  readonly #openPartials: number[];
  #openChunks: number;

  constructor(
    private readonly plan: ReducePlan,
    private readonly result: Float32Array,
    /** Room for the foreign partial sums; `incomingElements(plan)` long. */
    scratch: Float32Array,
  ) {
    this.#chunkSums = plan.buckets.map(() => new Map());
    this.#openPartials = plan.buckets.map(() => plan.nodes.length);
    this.#openChunks = plan.ownChunks.filter((chunk) => chunk.size > 0).length;
    this.#expectPartials(scratch);
    this.#expectReduced();
  }

  get complete(): boolean {
    return this.#openChunks === 0 && this.#arrivals.complete;
  }

  /**
   * Takes one frame. @returns the bucket whose partial sums are now all here, if any: call `finishChunk`
   * @throws TrainError `fenced` when the frame is not the next one of something expected
   */
  receive(from: number, frame: Frame): number | undefined {
    const { kind, bucket } = frame.header;
    const whole = this.#arrivals.take(from, frame);
    return whole && kind === 'partial' ? this.#partialDone(bucket) : undefined;
  }

  /** This rank's own sum of a node. @returns as `receive` */
  give(bucket: number, node: number, sum: Float32Array): number | undefined {
    const chunk = this.plan.ownChunks[bucket] as Bucket;
    if (chunk.size === 0) return undefined;
    this.#chunkSums[bucket]?.set(node, sliceOf(sum, chunk));
    return this.#partialDone(bucket);
  }

  /** Finishes the tree for this rank's chunk of a bucket, inside the result. @returns the finished values */
  finishChunk(bucket: number): Float32Array {
    const out = sliceOf(this.result, this.plan.ownChunks[bucket] as Bucket);
    const sums = this.#chunkSums[bucket] as Map<number, Float32Array>;
    for (const { into, from } of this.plan.finish)
      addInto(sums.get(into) as Float32Array, sums.get(from) as Float32Array);
    const root = sums.get(0);
    if (root) out.set(root);
    this.#openChunks -= 1;
    return out;
  }

  /** The first thing that is missing of each rank; partial sums before finished chunks, which depend on them. */
  missing(): readonly Missing[] {
    return this.#arrivals.missing();
  }

  #partialDone(bucket: number): number | undefined {
    const open = (this.#openPartials[bucket] as number) - 1;
    this.#openPartials[bucket] = open;
    return open === 0 ? bucket : undefined;
  }

  #expectPartials(scratch: Float32Array): void {
    const { plan } = this;
    let at = 0;
    plan.ownChunks.forEach((chunk, bucket) => {
      for (const node of plan.nodes) {
        if (node.rank === plan.membership.rank || chunk.size === 0) continue;
        const slice = sliceOf(scratch, { offset: at, size: chunk.size });
        at += chunk.size;
        this.#chunkSums[bucket]?.set(node.first, slice);
        this.#arrivals.expect({ rank: node.rank, kind: 'partial', bucket, part: node.first }, slice);
      }
    });
  }

  #expectReduced(): void {
    const { membership, buckets } = this.plan;
    buckets.forEach((bucket, index) => {
      for (let owner = 0; owner < membership.world; owner++) {
        const chunk = chunkOf(bucket, owner, membership.world);
        if (owner === membership.rank || chunk.size === 0) continue;
        const slice = sliceOf(this.result, chunk);
        this.#arrivals.expect({ rank: owner, kind: 'reduced', bucket: index, part: owner }, slice);
      }
    });
  }
}

/** Length of the scratch memory that `IncomingVector` needs. */
export function incomingElements(plan: ReducePlan): number {
  const foreign = plan.nodes.length - plan.ownNodes.length;
  return foreign * plan.ownChunks.reduce((sum, chunk) => sum + chunk.size, 0);
}
