import { LIMITS, type wire } from '@ringmaster/contracts';
import { createOutbox } from '@ringmaster/scheduling';
import type { SimNetwork, WireSide } from './sim-network.js';
import type { SimProcess } from './sim-process.js';

export const COORDINATOR = 'coordinator:7071';

export interface SimSessionOptions {
  readonly agentId: string;
  readonly slots: number;
  readonly process: SimProcess;
  readonly network: SimNetwork;
  /** Ranks whose end nobody was told of. */
  readonly running: () => readonly wire.v1.IRunningRank[];
  readonly busySlots: () => number[];
  readonly deliveries: () => readonly wire.v1.IDelivery[];
  readonly onConnected: () => void;
  /** Something else has to be there before this event. */
  readonly holdsBack: (event: wire.v1.IRankEvent) => boolean;
  readonly onDisconnected: () => void;
  readonly onOrder: (message: wire.v1.CoordinatorMessage) => void;
}

/** An agent's way to the coordinator: a stream that is dialled again whenever it breaks, and the real outbox. */
export class SimSession {
  readonly #outbox = createOutbox({ events: LIMITS.outboxEvents, bytes: LIMITS.outboxBytes });
  #stream: WireSide | undefined;
  #isWelcome = false;
  #highestEpoch = 0;
  #delayMs: number = LIMITS.reconnectBaseMs;

  constructor(private readonly o: SimSessionOptions) {}

  get connected(): boolean {
    return this.#isWelcome;
  }

  send(event: wire.v1.IRankEvent): void {
    this.#outbox.push(event, 100);
    this.#pump();
  }

  dial(): void {
    const { process, network, agentId, slots } = this.o;
    const hello = {
      ...{ agentId, name: agentId, host: process.host, version: 'sim', protocol: 1, engine: 'sim' },
      running: this.o.running(),
      deliveries: [...this.o.deliveries()],
      highestEpochSeen: this.#highestEpoch,
      dataSets: [],
      slots: Array.from({ length: slots }, (_, slot) => ({
        slot,
        device: 'cpu',
        cpuThreads: 1,
        memoryBytes: 0,
      })),
    };
    this.#outbox.rewind();
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      cancelWelcome();
      if (this.#stream === stream) this.#lost();
      stream.cancel();
      process.clock.after(this.#delayMs * 0.75, () => this.dial());
      this.#delayMs = Math.min(this.#delayMs * 2, LIMITS.reconnectMaxMs);
    };
    const cancelWelcome = process.clock.after(LIMITS.connectMs, over);
    const stream = network.dial(process, COORDINATOR, hello, {
      message: (raw) => {
        const message = raw as wire.v1.CoordinatorMessage;
        if (message.refused || message.epoch < this.#highestEpoch) return over();
        this.#highestEpoch = message.epoch;
        if (message.welcome) {
          cancelWelcome();
          this.#welcome(stream);
        } else if (message.ack) this.#outbox.acknowledge(message.ack.seq ?? 0);
        else this.o.onOrder(message);
      },
      ended: over,
    });
    this.#stream = stream;
    this.#watch(stream, over);
  }

  #welcome(stream: WireSide): void {
    this.#delayMs = LIMITS.reconnectBaseMs;
    this.#isWelcome = true;
    this.#beat(stream);
    this.o.onConnected();
    this.#pump();
  }

  #lost(): void {
    const wasWelcome = this.#isWelcome;
    this.#stream = undefined;
    this.#isWelcome = false;
    if (wasWelcome) this.o.onDisconnected();
  }

  /** HTTP/2 keepalive: a session of which nothing comes back is dialled again. */
  #watch(stream: WireSide, over: () => void, wasAnswered = true): void {
    this.o.process.clock.after(LIMITS.agentLostMs, () => {
      if (this.#stream !== stream) return;
      const isAnswered = stream.isAnswered();
      if (isAnswered || wasAnswered) this.#watch(stream, over, isAnswered);
      else over();
    });
  }

  #beat(stream: WireSide): void {
    if (this.#stream !== stream) return;
    const busySlots = this.o.busySlots();
    const deliveries = [...this.o.deliveries()];
    stream.send({
      seq: 0,
      heartbeat: { warmTrainers: 0, busySlots, freeMemoryBytes: 0, promisedMemoryBytes: 0, deliveries },
    });
    this.o.process.clock.after(LIMITS.heartbeatMs, () => this.#beat(stream));
  }

  #pump(): void {
    if (!this.#isWelcome || !this.#stream) return;
    const next = () => this.#outbox.next((event) => !this.o.holdsBack(event));
    for (let entry = next(); entry; entry = next())
      this.#stream.send({ seq: entry.seq, rankEvent: entry.event });
  }
}
