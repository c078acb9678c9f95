import { type Clock, TrainError } from '@ringmaster/core';

export interface BatcherOptions<Item, Result> {
  /** Items that are computed at once, at most. */
  readonly maxBatch: number;
  /** How long an item waits for others, at most, while nothing is computed. */
  readonly maxDelayMs: number;
  /** Items that may wait. */
  readonly maxQueue: number;
  readonly clock: Clock;
  /** Gives one result an item, in their order. Never called again before it has ended. */
  run(items: readonly Item[]): Promise<readonly Result[]>;
  /** Called with the size of each batch. */
  onBatch?(size: number): void;
}

/** Gathers items of many requests into batches. */
export interface Batcher<Item, Result> {
  /**
   * The results of a request's items, which may be computed in different batches. All of its items get a place, or none.
   * @throws TrainError `unavailable` when they find no room (`details.retryAfterSeconds`) or the batcher drains |
   * `too_large` when they never would | the signal's reason | what `run` throws
   */
  submit(items: readonly Item[], signal?: AbortSignal): Promise<readonly Result[]>;
  /** Items that wait. */
  depth(): number;
  /** Takes nothing new; resolves when nothing waits and nothing is computed any more. */
  drain(): Promise<void>;
}

interface Request<Result> {
  readonly results: Result[];
  left: number;
  isOver: boolean;
  resolve(results: readonly Result[]): void;
  reject(reason: unknown): void;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly index: number;
  readonly since: number;
  readonly request: Request<Result>;
}

/** A batch starts when it is full, when its oldest item has waited for `maxDelayMs`, and when the batch before has ended later than that. */
export function createBatcher<Item, Result>(options: BatcherOptions<Item, Result>): Batcher<Item, Result> {
  const { maxBatch, maxDelayMs, clock } = options;
  let queue: Waiting<Item, Result>[] = [];
  let isRunning = false;
  let isDraining = false;
  let batchMs = 0;
  let cancelTimer = (): void => undefined;
  const drained: (() => void)[] = [];

  const next = (): void => {
    cancelTimer();
    if (isRunning) return;
    const [oldest] = queue;
    if (!oldest) {
      if (isDraining) for (const resolve of drained.splice(0)) resolve();
      return;
    }
    const wait = oldest.since + maxDelayMs - clock.monotonicMs();
    if (queue.length >= maxBatch || wait <= 0 || isDraining) return void compute();
    cancelTimer = clock.after(wait, next);
  };

  const compute = async (): Promise<void> => {
    isRunning = true;
    const batch = queue.slice(0, maxBatch);
    queue = queue.slice(maxBatch);
    options.onBatch?.(batch.length);
    const started = clock.monotonicMs();
    try {
      const results = await options.run(batch.map(({ item }) => item));
      if (results.length !== batch.length)
        throw new TrainError('internal', `${batch.length} items gave ${results.length} results`);
      batch.forEach(({ request, index }, row) => {
        request.results[index] = results[row] as Result;
        request.left -= 1;
        if (request.left === 0) end(request, () => request.resolve(request.results));
      });
    } catch (error) {
      for (const { request } of batch) end(request, () => request.reject(error));
    }
    batchMs = clock.monotonicMs() - started;
    isRunning = false;
    next();
  };

  // The first end counts; what still waits of the request is given up.
  const end = (request: Request<Result>, tell: () => void): void => {
    if (request.isOver) return;
    request.isOver = true;
    if (request.left > 0) queue = queue.filter((waiting) => waiting.request !== request);
    tell();
  };

  return {
    submit: (items, signal) =>
      new Promise((resolve, reject) => {
        const refused = signal?.aborted
          ? signal.reason
          : refusalOf(items.length, { ...options, depth: queue.length, isDraining, batchMs });
        if (refused !== undefined) return reject(refused);
        if (items.length === 0) return resolve([]);
        const abandon = () => end(request, () => request.reject(signal?.reason));
        const unlisten = () => signal?.removeEventListener('abort', abandon);
        const request: Request<Result> = {
          results: [],
          left: items.length,
          isOver: false,
          resolve: (results) => (unlisten(), resolve(results)),
          reject: (reason) => (unlisten(), reject(reason)),
        };
        signal?.addEventListener('abort', abandon, { once: true });
        const since = clock.monotonicMs();
        for (const [index, item] of items.entries()) queue.push({ item, index, since, request });
        next();
      }),
    depth: () => queue.length,
    drain: () =>
      new Promise((resolve) => {
        isDraining = true;
        drained.push(resolve);
        next();
      }),
  };
}

interface Room {
  readonly maxBatch: number;
  readonly maxQueue: number;
  readonly depth: number;
  readonly isDraining: boolean;
  /** How long the last batch took. */
  readonly batchMs: number;
}

function refusalOf(
  count: number,
  { maxBatch, maxQueue, depth, isDraining, batchMs }: Room,
): TrainError | undefined {
  if (count > maxQueue)
    return new TrainError('too_large', `${count} samples in one request; at most ${maxQueue} are taken`);
  if (isDraining)
    return new TrainError('unavailable', 'the server is stopping', { details: { retryAfterSeconds: 1 } });
  if (depth + count <= maxQueue) return undefined;
  const retryAfterSeconds = Math.max(1, Math.ceil((batchMs * (depth / maxBatch)) / 1_000));
  return new TrainError(
    'unavailable',
    `${depth} samples wait already, of at most ${maxQueue}; try again in ${retryAfterSeconds} s`,
    { details: { retryAfterSeconds } },
  );
}
