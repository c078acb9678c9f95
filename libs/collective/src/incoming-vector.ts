import { TrainError } from '@ringmaster/core';
import { type Bucket, bytesOf, chunkOf, sliceOf } from './buckets.js';
import type { ReducePlan } from './reduce-plan.js';
import type { Frame } from './transport.js';
import { addInto } from './tree.js';

interface Arrival {
  readonly rank: number;
  readonly kind: 'partial' | 'reduced';
  readonly bucket: number;
  readonly part: number;
  readonly target: Uint8Array;
  received: number;
}

/** What a rank has not delivered, as text and numbers. */
export interface Missing {
  readonly rank: number;
  readonly what: string;
}

/**
 * One step's vector as it arrives: the partial sums of this rank's chunks, and the finished chunks of the others,
 * which go straight into `result`.
 */
export class IncomingVector {
  readonly #arrivals = new Map<string, Arrival>();
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
    return this.#openChunks === 0 && this.#arrivals.size === 0;
  }

  /**
   * Takes one frame. @returns the bucket whose partial sums are now all here, if any: call `finishChunk`
   * @throws TrainError `fenced` when the frame is not the next one of something expected
   */
  receive(from: number, { header, payload }: Frame): number | undefined {
    const { kind, bucket, part, offset } = header;
    const name = `${kind} bucket ${bucket} part ${part}`;
    const arrival = this.#arrivals.get(key(kind, bucket, part));
    if (!arrival || arrival.rank !== from)
      throw new TrainError('fenced', `rank ${from} sent ${name}, which is not expected of it`);
    if (offset !== arrival.received || offset + payload.byteLength > arrival.target.byteLength)
      throw new TrainError(
        'fenced',
        `rank ${from} sent ${payload.byteLength} bytes of ${name} at byte ${offset}; expected byte ${arrival.received} of ${arrival.target.byteLength}`,
      );
    arrival.target.set(payload, offset);
    arrival.received += payload.byteLength;
    if (arrival.received < arrival.target.byteLength) return undefined;
    this.#arrivals.delete(key(kind, bucket, part));
    return kind === 'partial' ? this.#partialDone(bucket) : undefined;
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
    const byRank = new Map<number, Missing>();
    for (const { rank, kind, bucket, part, target, received } of this.#arrivals.values()) {
      if (byRank.has(rank)) continue;
      const what = `bucket ${bucket} part ${part} (${kind}, ${received} of ${target.byteLength} bytes)`;
      byRank.set(rank, { rank, what });
    }
    return [...byRank.values()];
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
        this.#expect({ rank: node.rank, kind: 'partial', bucket, part: node.first }, slice);
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
        this.#expect({ rank: owner, kind: 'reduced', bucket: index, part: owner }, slice);
      }
    });
  }

  #expect(what: Pick<Arrival, 'rank' | 'kind' | 'bucket' | 'part'>, slice: Float32Array): void {
    this.#arrivals.set(key(what.kind, what.bucket, what.part), {
      ...what,
      target: bytesOf(slice),
      received: 0,
    });
  }
}

const key = (kind: string, bucket: number, part: number): string => `${kind}/${bucket}/${part}`;

/** Length of the scratch memory that `IncomingVector` needs. */
export function incomingElements(plan: ReducePlan): number {
  const foreign = plan.nodes.length - plan.ownNodes.length;
  return foreign * plan.ownChunks.reduce((sum, chunk) => sum + chunk.size, 0);
}
