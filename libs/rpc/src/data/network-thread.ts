export type { NetworkThreadData } from './thread-messages.js';
import type { MessagePort } from 'node:worker_threads';
import { logVerbosity, setLogVerbosity } from '@grpc/grpc-js';
import { AllReduce, type BufferSet, type BufferSets } from '@ringmaster/collective';
import { assert, type Logger, type LogLevel, systemClock, TrainError } from '@ringmaster/core';
import { DataEndpoint } from './data-endpoint.js';
import type { GrpcTransport } from './grpc-transport.js';
import type { CallResult, Command, NetworkThreadData, Report, SharedBufferSet } from './thread-messages.js';

/**
 * The network thread of a rank: serves and pulls, sums what arrives, and tells the main thread when a round is done.
 * Vectors stay in shared memory; only commands, records and errors cross the port. Resolves once it listens.
 */
export async function runNetworkThread(port: MessagePort, data: NetworkThreadData): Promise<void> {
  // gRPC writes to the console, which a worker thread does only while the main thread is idle; failures reach us anyway.
  setLogVerbosity(logVerbosity.NONE);
  const report = (message: Report) => port.postMessage(message);
  try {
    const logger = portLogger(report, {});
    const endpoint = await DataEndpoint.open({ ...data, secret: data.jobSecret, clock: systemClock, logger });
    const thread = new NetworkThread(endpoint, data, report);
    port.on('message', (command: Command) => thread.take(command));
    report({ type: 'listening', dataAddress: endpoint.dataAddress });
  } catch (cause) {
    report({ type: 'startFailed', error: TrainError.from(cause).view() });
  }
}

class NetworkThread {
  readonly #calls = new Map<number, AbortController>();
  #transport: GrpcTransport | undefined;
  #reduce: AllReduce | undefined;
  /** The first bug in a command that has no reply of its own; the next call that has one reports it. */
  #broken: unknown;

  constructor(
    private readonly endpoint: DataEndpoint,
    private readonly data: NetworkThreadData,
    private readonly report: (message: Report) => void,
  ) {}

  take(command: Command): void {
    switch (command.type) {
      case 'begin':
        return this.#silently((reduce) => reduce.begin(command.step));
      case 'contribute':
        return this.#silently((reduce) => reduce.contribute(command.shard));
      case 'abort':
        return this.#calls.get(command.call)?.abort();
      case 'offer':
        return this.endpoint.offer(command.membership, new Uint8Array(command.state));
      case 'join':
      case 'finish':
      case 'exchangeRecords':
      case 'seal':
      case 'pullState':
      case 'close':
        return void this.#answer(command);
    }
  }

  async #answer(command: Extract<Command, { readonly call: number }>): Promise<void> {
    const { call } = command;
    const abort = new AbortController();
    this.#calls.set(call, abort);
    try {
      const result = await this.#perform(command, abort.signal);
      this.report({ type: 'done', call, result });
    } catch (cause) {
      this.report({ type: 'failed', call, error: TrainError.from(cause).view() });
    } finally {
      this.#calls.delete(call);
    }
  }

  async #perform(
    command: Extract<Command, { readonly call: number }>,
    signal: AbortSignal,
  ): Promise<CallResult> {
    switch (command.type) {
      case 'join':
        return this.#join(command, signal);
      case 'seal':
        return this.#seal();
      case 'pullState':
        return { state: await this.endpoint.pullState(command.membership, command.source, signal) };
      case 'close':
        await this.#reduce?.close();
        await this.endpoint.close();
        return {};
      case 'finish': {
        const reduce = this.#connected();
        if (this.#broken) throw this.#broken;
        return { records: (await reduce.finish(command.records, signal)).records };
      }
      case 'exchangeRecords': {
        const reduce = this.#connected();
        if (this.#broken) throw this.#broken;
        return { records: await reduce.exchangeRecords(command.step, command.records, signal) };
      }
      case 'abort':
        throw new TrainError('internal', 'abort has no answer');
    }
  }

  async #join(
    { membership, peers, buffers }: Extract<Command, { type: 'join' }>,
    signal: AbortSignal,
  ): Promise<CallResult> {
    assert(!this.#reduce, 'a generation is entered before the one before it was sealed');
    this.#broken = undefined;
    const transport = this.endpoint.enter(membership);
    this.#transport = transport;
    await transport.connect(peers, signal);
    if (!buffers) return {};
    const sets = buffers.map(viewsOf) as unknown as BufferSets;
    this.#reduce = new AllReduce({ ...this.data, transport, clock: systemClock, buffers: sets });
    return {};
  }

  /** From here on nothing of the generation reaches the main thread. What the others may still need flows out. */
  async #seal(): Promise<CallResult> {
    const [transport, reduce] = [this.#transport, this.#reduce];
    this.#transport = undefined;
    this.#reduce = undefined;
    // Before anything is closed: what one closes oneself proves nothing about the others.
    const troubles = (await transport?.troubles()) ?? [];
    if (reduce) void reduce.close().finally(() => this.endpoint.leave(transport));
    else this.endpoint.leave(transport);
    return { troubles };
  }

  #silently(action: (reduce: AllReduce) => void): void {
    try {
      action(this.#connected());
    } catch (cause) {
      this.#broken ??= cause;
    }
  }

  #connected(): AllReduce {
    assert(this.#reduce, 'this rank is in no generation');
    return this.#reduce;
  }
}

function viewsOf(shared: SharedBufferSet): BufferSet {
  return {
    leaves: new Map(shared.leaves.map(({ shard, memory }) => [shard, new Float32Array(memory)])),
    result: new Float32Array(shared.result),
  };
}

function portLogger(report: (message: Report) => void, bound: Readonly<Record<string, unknown>>): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      report({ type: 'log', level, message, fields: { ...bound, ...fields } });
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (fields) => portLogger(report, { ...bound, ...fields }),
  };
}
