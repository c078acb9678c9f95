import { LIMITS, type Reduce } from '@ringmaster/contracts';
import { assert, type Clock, TrainError } from '@ringmaster/core';
import type { Bucket } from './buckets.js';
import { allocateBufferSets, type BufferSets } from './buffer-sets.js';
import { canonicalReducer } from './canonical-vector.js';
import { Outbox } from './outbox.js';
import { packRecords } from './record-bundle.js';
import { reducePlan } from './reduce-plan.js';
import { ringReducer } from './ring-vector.js';
import { Round } from './round.js';
import { DEFAULT_STEP_DEADLINE, StepTiming } from './step-timing.js';
import type { Frame, FrameKind, Membership, Transport } from './transport.js';
import type { GatheredStep, StepDeadline, VectorExchange } from './vector-exchange.js';
import type { VectorReducer, VectorRound } from './vector-round.js';

export interface AllReduceOptions {
  readonly transport: Transport;
  readonly shards: number;
  readonly vectorLength: number;
  /** In sending order; they partition the vector (`planBuckets`). */
  readonly buckets: readonly Bucket[];
  /** How vectors are summed, the same on all ranks; `canonical` by default. */
  readonly reduce?: Reduce | undefined;
  readonly clock: Clock;
  readonly deadline?: StepDeadline;
  /** Memory given from outside (shared with another thread); allocated here by default. */
  readonly buffers?: BufferSets;
  /** Payload of one frame; for tests. */
  readonly frameBytes?: number;
}

interface Waiter {
  readonly settle: (failure?: TrainError) => void;
}

const REDUCERS = { canonical: canonicalReducer, ring: ringReducer } as const;

/**
 * Reduce-scatter and all-gather. Each rank carries 2·(world-1)/world of the vector either way: directly from rank to
 * rank in two hops, in canonical order, or between neighbours in a ring. Records go from every rank to every other
 * whatever becomes of the vectors: a rank whose records are here has contributed all that it has.
 */
export class AllReduce implements VectorExchange {
  readonly membership: Membership;
  readonly shards: number;
  readonly #reducer: VectorReducer;
  readonly #buffers: BufferSets;
  readonly #scratch: readonly [Float32Array, Float32Array];
  readonly #outboxes = new Map<number, Outbox>();
  readonly #timing: StepTiming;
  readonly #lost = new Map<number, Error>();
  #current: Round | undefined;
  #next: Round;
  #vectorRounds = 0;
  #refused = 0;
  #begunMs = 0;
  #failure: TrainError | undefined;
  #waiter: Waiter | undefined;

  constructor(private readonly o: AllReduceOptions) {
    const { transport, shards, vectorLength } = o;
    this.membership = transport.membership;
    this.shards = shards;
    const plan = reducePlan({ membership: this.membership, shards, vectorLength, buckets: o.buckets });
    this.#reducer = REDUCERS[o.reduce ?? 'canonical'](plan);
    this.#buffers = o.buffers ?? allocateBufferSets({ ...this.membership, shards, vectorLength });
    const scratch = () => new Float32Array(this.#reducer.scratchElements);
    this.#scratch = [scratch(), scratch()];
    this.#timing = new StepTiming(o.deadline ?? DEFAULT_STEP_DEADLINE);
    this.#next = new Round(0, this.membership);
    for (let peer = 0; peer < this.membership.world; peer++)
      if (peer !== this.membership.rank) this.#outboxes.set(peer, this.#outbox(peer));
    transport.onPeerLost((peer, cause) => this.#onLost(peer, cause));
    transport.onFrame((from, frame) => this.#onFrame(from, frame));
  }

  /** Frames that passed the fence and were of no open round. */
  get refused(): number {
    return this.#refused;
  }

  leaf(shard: number): Float32Array {
    const leaf = this.#buffers[this.#set].leaves.get(shard);
    assert(leaf, `shard ${shard} does not belong to rank ${this.membership.rank}`);
    return leaf;
  }

  begin(step: number): void {
    this.#vectorRounds += 1;
    const round = this.#open(step);
    round.vector ??= this.#vector(round, this.#set);
    round.vector.begin();
  }

  contribute(shard: number): void {
    const round = this.#current;
    assert(round?.vector && !round.closing, `no step is open for shard ${shard}`);
    const fresh = round.vector.contribute(shard);
    assert(fresh, `shard ${shard} was contributed twice in step ${round.step}`);
  }

  async finish(records: readonly Uint8Array[], signal: AbortSignal): Promise<GatheredStep> {
    const round = this.#current;
    assert(round?.vector && !round.closing, 'finish without begin');
    const open = round.vector.uncontributed();
    assert(!open, `shards ${open?.first} to ${(open?.end ?? 0) - 1} have not all been contributed`);
    await this.#close(round, records, { signal, ms: this.#timing.stepMs() });
    this.#timing.observe(this.o.clock.monotonicMs() - this.#begunMs);
    return { vector: this.#buffers[this.#set].result, records: round.records() };
  }

  async exchangeRecords(
    step: number,
    records: readonly Uint8Array[],
    signal: AbortSignal,
  ): Promise<GatheredStep['records']> {
    const round = this.#open(step);
    await this.#close(round, records, { signal, ms: this.#timing.recordsMs() });
    return round.records();
  }

  /** What is queued still leaves, within `LIMITS.dataCloseMs`: others may need it for a step that is done here. */
  async close(): Promise<void> {
    this.#fail(new TrainError('cancelled', `the exchange of rank ${this.membership.rank} was closed`));
    await new Promise<void>((resolve) => {
      const cancel = this.o.clock.after(LIMITS.dataCloseMs, resolve);
      const idle = Promise.all([...this.#outboxes.values()].map((outbox) => outbox.idle()));
      void idle.then(() => (cancel(), resolve()));
    });
    await this.o.transport.close();
  }

  /** Which of the two sets the latest vector round uses. */
  get #set(): 0 | 1 {
    return this.#vectorRounds % 2 === 0 ? 0 : 1;
  }

  #vector(round: Round, set: 0 | 1): VectorRound {
    return this.#reducer.open(this.#buffers[set], this.#scratch[set], (what, bytesFor) =>
      this.#send(round, what, bytesFor),
    );
  }

  #open(step: number): Round {
    assert(!this.#current || this.#current.closing, `step ${this.#current?.step} is still open`);
    const round = this.#next;
    for (const [peer, outbox] of this.#outboxes) {
      const oldest = outbox.oldestRound();
      const delivered = oldest === undefined || oldest >= round.number - 1 || this.#failure !== undefined;
      assert(delivered, `round ${oldest} has not left for rank ${peer} when round ${round.number} begins`);
    }
    this.#current = round;
    this.#next = new Round(round.number + 1, this.membership);
    this.#begunMs = this.o.clock.monotonicMs();
    if (round.step !== undefined && round.step !== step) this.#fail(stepMismatch(round, step));
    round.step = step;
    return round;
  }

  async #close(
    round: Round,
    records: readonly Uint8Array[],
    { signal, ms }: { readonly signal: AbortSignal; readonly ms: number },
  ): Promise<void> {
    const own = packRecords(records);
    round.recordsOf(this.membership.rank).add(0, own);
    this.#send(round, { kind: 'record', bucket: 0, part: 0 }, () => own);
    round.closing = true;
    await this.#wait(round, signal, ms);
  }

  #wait(round: Round, signal: AbortSignal, ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => this.#fail(new TrainError('cancelled', `step ${round.step} was cancelled`));
      const stopTimer = this.o.clock.after(ms, () => this.#fail(this.#overdue(round, ms)));
      this.#waiter = {
        settle: (failure) => {
          this.#waiter = undefined;
          stopTimer();
          signal.removeEventListener('abort', abort);
          if (failure) reject(failure);
          else resolve();
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      if (this.#failure) this.#waiter.settle(this.#failure);
      else if (signal.aborted) abort();
      else this.#check();
    });
  }

  /** Ends the wait when the round is complete, or cannot become so. */
  #check(): void {
    const round = this.#current;
    if (!round || !this.#waiter) return;
    if (round.complete) return this.#waiter.settle();
    if (this.#lost.size === 0) return;
    const gone = round.missing().find(({ rank }) => this.#lost.has(rank));
    if (gone) this.#fail(this.#peerLost(round, gone.rank, gone.what));
  }

  #fail(failure: TrainError): void {
    this.#failure ??= failure;
    this.#waiter?.settle(this.#failure);
  }

  #send(
    round: Round,
    what: { readonly kind: FrameKind; readonly bucket: number; readonly part: number },
    bytesFor: (peer: number) => Uint8Array | undefined,
  ): void {
    const header = { ...what, round: round.number, step: round.step as number };
    for (const [peer, outbox] of this.#outboxes) {
      const bytes = this.#lost.has(peer) ? undefined : bytesFor(peer);
      if (bytes) outbox.push({ header, bytes });
    }
  }

  #outbox(peer: number): Outbox {
    const { transport, frameBytes = LIMITS.frameBytes } = this.o;
    const onLost = (cause: unknown) => this.#onLost(peer, TrainError.from(cause));
    return new Outbox({ transport, peer, frameBytes, onLost });
  }

  #onLost(peer: number, cause: Error): void {
    if (!this.#lost.has(peer)) this.#lost.set(peer, cause);
    this.#check();
  }

  #onFrame(from: number, frame: Frame): void {
    const { round: number, step } = frame.header;
    const round = number === this.#next.number ? this.#next : this.#current;
    if (!round || number !== round.number || this.#failure) {
      this.#refused += 1;
      return;
    }
    if (round.step !== undefined && round.step !== step) return this.#fail(stepMismatch(round, step, from));
    try {
      round.step = step;
      this.#accept(round, from, frame);
    } catch (cause) {
      const why = TrainError.from(cause);
      return this.#fail(
        new TrainError(
          'peer_lost',
          `the stream from rank ${from} is broken at step ${step}: ${why.message}`,
          {
            cause,
            details: { rank: from, step, round: number },
          },
        ),
      );
    }
    this.#check();
  }

  #accept(round: Round, from: number, frame: Frame): void {
    const { kind, offset } = frame.header;
    if (kind === 'record') return round.recordsOf(from).add(offset, frame.payload);
    if (round === this.#next) round.vector ??= this.#vector(round, this.#set === 0 ? 1 : 0);
    if (!round.vector) throw new TrainError('fenced', `a ${kind} frame in a round of records`);
    round.vector.receive(from, frame);
  }

  #overdue(round: Round, ms: number): TrainError {
    const [first, ...others] = round.missing();
    const also = others.map(({ rank, what }) => `rank ${rank}: ${what}`).join('; ');
    const text = first
      ? `rank ${first.rank} did not deliver ${first.what} of step ${round.step} within ${Math.round(ms)} ms`
      : `step ${round.step} did not end within ${Math.round(ms)} ms`;
    return new TrainError('deadline', also ? `${text}; also missing: ${also}` : text, {
      details: { rank: first?.rank, step: round.step, round: round.number, missing: round.missing() },
    });
  }

  #peerLost(round: Round, rank: number, what: string): TrainError {
    const cause = this.#lost.get(rank) as Error;
    const earlier = [...this.#lost.keys()].slice(0, [...this.#lost.keys()].indexOf(rank));
    const after = earlier.length ? ` (lost before it: rank ${earlier.join(', rank ')})` : '';
    const text = `rank ${rank} was lost at step ${round.step} before it delivered ${what}: ${cause.message}${after}`;
    const details = { rank, step: round.step, round: round.number, lost: [...this.#lost.keys()] };
    return new TrainError('peer_lost', text, { cause, details });
  }
}

function stepMismatch(round: Round, step: number, from?: number): TrainError {
  const text =
    from === undefined
      ? `this rank begins step ${step}, but others are at step ${round.step}`
      : `rank ${from} is at step ${step}, others at step ${round.step}`;
  return new TrainError('fenced', `${text} in round ${round.number}`, { details: { rank: from, step } });
}
