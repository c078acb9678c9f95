import { Worker } from 'node:worker_threads';
import { LIMITS } from '@ringmaster/contracts';
import { type Logger, systemClock, TrainError } from '@ringmaster/core';
import type { CallResult, Command, NetworkThreadData, Report } from './thread-messages.js';

type Call = Extract<Command, { readonly call: number }>;
type Request = Call extends infer C ? (C extends Call ? Omit<C, 'call'> : never) : never;

interface Pending<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (cause: TrainError) => void;
}

/** The number under which the thread's start waits among the calls. */
const START = 0;

/** The main thread's end of a network thread: starts it, calls it, and notices when it dies. */
export class ThreadLink {
  /** Where the thread serves. @throws TrainError `unavailable` when it cannot listen, `deadline`, `internal` */
  readonly listening: Promise<string>;
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending<CallResult>>();
  #calls = START;
  #dead: TrainError | undefined;
  #address = '';

  constructor(
    entry: URL,
    data: NetworkThreadData,
    private readonly logger: Logger,
  ) {
    this.#worker = new Worker(entry, { workerData: data, name: `network of ${data.jobId}` });
    this.#worker.on('message', (report: Report) => this.#take(report));
    this.#worker.on('messageerror', (cause) => this.#die('sent an unreadable message', cause));
    this.#worker.on('error', (cause) => this.#die('failed', cause));
    this.#worker.on('exit', (code) => this.#die(`ended with code ${code}`));
    this.listening = this.#start();
  }

  post(command: Command): void {
    this.#worker.postMessage(command);
  }

  /** Asks the thread and waits for its answer. @throws TrainError as the thread reported it, or `cancelled` */
  call(request: Request, signal: AbortSignal): Promise<CallResult> {
    const call = ++this.#calls;
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.post({ type: 'abort', call });
        this.#pending.get(call)?.reject(new TrainError('cancelled', `${request.type} was cancelled`));
      };
      const settled = () => {
        this.#pending.delete(call);
        signal.removeEventListener('abort', abort);
      };
      this.#pending.set(call, {
        resolve: (result) => (settled(), resolve(result)),
        reject: (cause) => (settled(), reject(cause)),
      });
      if (this.#dead) return this.#pending.get(call)?.reject(this.#dead);
      this.post({ ...request, call });
      signal.addEventListener('abort', abort, { once: true });
      if (signal.aborted) abort();
    });
  }

  /** Asks the thread to close, and ends it whatever it answers. Idempotent. */
  async close(): Promise<void> {
    // Flushing, ending the streams and stopping the server may each take `dataCloseMs`.
    const patience = AbortSignal.timeout(4 * LIMITS.dataCloseMs);
    await this.call({ type: 'close' }, patience).catch((cause: unknown) =>
      this.logger.debug('the network thread did not close by itself', {
        reason: TrainError.from(cause).message,
      }),
    );
    this.#dead ??= new TrainError('cancelled', 'the exchange is closed');
    await this.#worker.terminate();
  }

  async #start(): Promise<string> {
    const started = new Promise<CallResult>((resolve, reject) =>
      this.#pending.set(START, { resolve, reject }),
    );
    const late = new TrainError('deadline', `the network thread did not start within ${LIMITS.connectMs} ms`);
    const cancel = systemClock.after(LIMITS.connectMs, () => this.#pending.get(START)?.reject(late));
    try {
      await started;
      return this.#address;
    } catch (cause) {
      await this.#worker.terminate();
      throw cause;
    } finally {
      cancel();
      this.#pending.delete(START);
    }
  }

  #take(report: Report): void {
    switch (report.type) {
      case 'log':
        return this.logger[report.level](report.message, report.fields);
      case 'listening':
        this.#address = report.dataAddress;
        return this.#pending.get(START)?.resolve({});
      case 'startFailed':
        return this.#pending.get(START)?.reject(TrainError.fromView(report.error));
      case 'done':
        return this.#pending.get(report.call)?.resolve(report.result);
      case 'failed':
        return this.#pending.get(report.call)?.reject(TrainError.fromView(report.error));
    }
  }

  #die(how: string, cause?: unknown): void {
    this.#dead ??= new TrainError('internal', `the network thread ${how}`, { cause });
    for (const { reject } of [...this.#pending.values()]) reject(this.#dead);
  }
}
