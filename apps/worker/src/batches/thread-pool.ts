import { Worker } from 'node:worker_threads';
import { TrainError } from '@ringmaster/core';
import { type Dataset, type DeliveredBatch, type SharedPipeline, withPlace } from '@ringmaster/data';
import type { BatchFeed, BatchRequest } from '@ringmaster/training';
import type { BatchAnswer, BatchOrder, BatchThreadData } from './messages.js';

export interface ThreadPoolOptions {
  /** JavaScript file that calls `runBatchThread` (the worker app's `batches` entry). */
  readonly entry: URL;
  readonly threads: number;
  readonly depth: number;
  readonly pipeline: SharedPipeline;
  /** Knows which file a sample comes from. */
  readonly dataset: Pick<Dataset, 'place'>;
}

interface Pending {
  resolve(batch: DeliveredBatch): void;
  reject(cause: TrainError): void;
}

/**
 * Threads that prepare batches. They get their orders at once and in turn, since the main thread, inside a synchronous
 * tensor call, could not hand out the next one to whoever is free. One that dies ends the attempt: all that was asked for,
 * and whatever is asked for later, fails with the reason.
 */
export class BatchThreadPool implements BatchFeed {
  readonly depth: number;
  readonly #workers: readonly Worker[];
  readonly #pending = new Map<number, Pending>();
  readonly #round = new Int32Array(new SharedArrayBuffer(4));
  #calls = 0;
  #dead: TrainError | undefined;

  constructor(private readonly o: ThreadPoolOptions) {
    this.depth = o.depth;
    const data = { pipeline: o.pipeline, round: this.#round.buffer } satisfies BatchThreadData;
    this.#workers = Array.from({ length: o.threads }, (_, number) => this.#start(number, data));
  }

  get threads(): number {
    return this.#workers.length;
  }

  prepare({ split, epoch, ids }: BatchRequest): Promise<DeliveredBatch> {
    const call = ++this.#calls;
    return new Promise((resolve, reject) => {
      if (this.#dead) return reject(this.#dead);
      this.#pending.set(call, { resolve, reject });
      const order: BatchOrder = { call, round: this.#round[0] ?? 0, epoch, ids, ...(split && { split }) };
      this.#workers[call % this.#workers.length]?.postMessage(order);
    });
  }

  discard(): void {
    Atomics.add(this.#round, 0, 1);
    this.#pending.clear();
  }

  /** Ends the threads, whatever they are doing. Idempotent. */
  async close(): Promise<void> {
    this.#fail(new TrainError('cancelled', 'the threads that prepare batches are closed'));
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(number: number, workerData: BatchThreadData): Worker {
    const name = `data thread ${number}`;
    const worker = new Worker(this.o.entry, { workerData, name });
    worker.on('message', (answer: BatchAnswer) => this.#take(answer));
    worker.on('messageerror', (cause) => this.#fail(died(name, 'sent an unreadable message', cause)));
    worker.on('error', (cause) => this.#fail(died(name, 'failed', cause)));
    worker.on('exit', (code) => this.#fail(died(name, `ended with code ${code}`)));
    return worker;
  }

  #take({ call, batch, error }: BatchAnswer): void {
    const pending = this.#pending.get(call);
    this.#pending.delete(call);
    if (batch) pending?.resolve(batch);
    else if (error) pending?.reject(withPlace(TrainError.fromView(error), this.o.dataset));
  }

  /** The first reason stays: what follows is its consequence. */
  #fail(reason: TrainError): void {
    this.#dead ??= reason;
    for (const { reject } of this.#pending.values()) reject(this.#dead);
    this.#pending.clear();
  }
}

function died(name: string, how: string, cause?: unknown): TrainError {
  const isMemory = (cause as { code?: unknown } | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new TrainError(
    isMemory ? 'rank_out_of_memory' : 'internal',
    `${name}, which prepares batches, ${how}${why}; data.workers: 0 prepares them without threads`,
    { cause },
  );
}
