import { LIMITS, type wire } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { createOutbox } from '@ringmaster/scheduling';
import type { SimNetwork, WireSide } from './sim-network.js';
import type { SimProcess } from './sim-process.js';
import type { RankEventBody, SimAssignment, SimTrainer } from './sim-trainer.js';

/** A trainer that an agent has started. */
export interface StartedTrainer {
  readonly process: SimProcess;
  readonly trainer: SimTrainer;
}

export interface SimAgentOptions {
  readonly agentId: string;
  readonly slots: number;
  readonly process: SimProcess;
  readonly network: SimNetwork;
  /** Starts the process of a rank; what it says comes back on `say`. */
  readonly spawn: (
    assignment: SimAssignment,
    slot: number,
    say: (body: RankEventBody) => void,
  ) => StartedTrainer;
}

interface Rank {
  readonly assignment: SimAssignment;
  readonly slot: number;
  readonly started: StartedTrainer;
  generation: wire.v1.IGeneration;
  reported: boolean;
  cancelKill: () => void;
  cause: { readonly error: TrainError; readonly secondary: boolean } | undefined;
}

export const COORDINATOR = 'coordinator:7071';
const STEADY = new Set(['finished', 'left', 'failed']);

/**
 * The process of a host that runs ranks: a session that is dialled again whenever it breaks, the real outbox, and
 * trainers that do not outlive it.
 */
export class SimAgent {
  readonly #outbox = createOutbox({ events: LIMITS.outboxEvents, bytes: LIMITS.outboxBytes });
  readonly #ranks = new Map<number, Rank>();
  #session: WireSide | undefined;
  #isWelcome = false;
  #highestEpoch = 0;
  #delayMs: number = LIMITS.reconnectBaseMs;

  constructor(private readonly o: SimAgentOptions) {
    o.process.onDeath((how) => {
      for (const { started } of this.#ranks.values()) {
        if (how === 'vanished') o.network.vanish(started.process);
        else started.process.die();
      }
    });
    this.#dial();
  }

  /** Ranks whose end nobody was told of. */
  get running(): readonly StartedTrainer[] {
    return [...this.#ranks.values()].filter(({ reported }) => !reported).map(({ started }) => started);
  }

  #dial(): void {
    const { process, network, agentId, slots } = this.o;
    const running = [...this.#ranks.values()]
      .filter(({ reported }) => !reported)
      .map(({ assignment, generation, slot }) => ({
        ...{ jobId: assignment.jobId, attempt: assignment.attempt, rank: assignment.rank },
        ...{ generation, slot, pid: 1, step: 0 },
      }));
    const hello = {
      ...{ agentId, name: agentId, host: process.host, version: 'sim', protocol: 1, engine: 'sim', running },
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
      if (this.#session === session) this.#isWelcome = false;
      if (this.#session === session) this.#session = undefined;
      session.cancel();
      process.clock.after(this.#delayMs * 0.75, () => this.#dial());
      this.#delayMs = Math.min(this.#delayMs * 2, LIMITS.reconnectMaxMs);
    };
    const cancelWelcome = process.clock.after(LIMITS.connectMs, over);
    const session = network.dial(process, COORDINATOR, hello, {
      message: (raw) => {
        const message = raw as wire.v1.CoordinatorMessage;
        if (message.refused || message.epoch < this.#highestEpoch) return over();
        this.#highestEpoch = message.epoch;
        if (message.welcome) {
          cancelWelcome();
          this.#delayMs = LIMITS.reconnectBaseMs;
          this.#isWelcome = true;
          this.#beat(session);
          this.#pump();
        } else this.#take(message);
      },
      ended: over,
    });
    this.#session = session;
    this.#watch(session, over);
  }

  /** HTTP/2 keepalive: a session of which nothing comes back is dialled again. */
  #watch(session: WireSide, over: () => void, wasAnswered = true): void {
    this.o.process.clock.after(LIMITS.agentLostMs, () => {
      if (this.#session !== session) return;
      const isAnswered = session.isAnswered();
      if (isAnswered || wasAnswered) this.#watch(session, over, isAnswered);
      else over();
    });
  }

  #beat(session: WireSide): void {
    if (this.#session !== session) return;
    const busySlots = [...this.#ranks.values()].map(({ slot }) => slot);
    session.send({
      seq: 0,
      heartbeat: { warmTrainers: 0, busySlots, freeMemoryBytes: 0, promisedMemoryBytes: 0 },
    });
    this.o.process.clock.after(LIMITS.heartbeatMs, () => this.#beat(session));
  }

  #pump(): void {
    if (!this.#isWelcome || !this.#session) return;
    for (let entry = this.#outbox.next(); entry; entry = this.#outbox.next())
      this.#session.send({ seq: entry.seq, rankEvent: entry.event });
  }

  #take(message: wire.v1.CoordinatorMessage): void {
    if (message.ack) this.#outbox.acknowledge(message.ack.seq ?? 0);
    else if (message.assign) this.#assign(message.assign as wire.v1.Assign);
    else if (message.go) this.#go(message.go as wire.v1.Go);
    else if (message.resize) this.#resize(message.resize as wire.v1.Resize);
    else if (message.stop) this.#stop(message.stop as wire.v1.Stop);
  }

  #assign(order: wire.v1.Assign): void {
    const old = this.#ranks.get(order.slot);
    const { jobId, attempt, rank, world, resumeFrom } = order;
    if (old?.assignment.jobId === jobId && old.assignment.attempt === attempt && old.assignment.rank === rank)
      return;
    if (old) {
      const cause = new TrainError(
        'unavailable',
        `slot ${order.slot} still runs rank ${old.assignment.rank}`,
      );
      return this.#send(order, { failed: { causeJson: JSON.stringify(cause.view()), secondary: false } });
    }
    const assignment = { jobId, attempt, rank, world, secret: order.jobSecret, resumeFrom };
    const started = this.o.spawn(assignment, order.slot, (body) => this.#heard(entry, body));
    const entry: Rank = {
      ...{ assignment, slot: order.slot, started, reported: false, cause: undefined },
      generation: order.generation ?? {},
      cancelKill: () => undefined,
    };
    this.#ranks.set(order.slot, entry);
    started.process.onDeath(() => this.o.process.clock.after(0.5, () => this.#exited(entry)));
    void started.trainer.run().then(() => this.#idle(entry));
  }

  /** The trainer is free for another job. */
  #idle(entry: Rank): void {
    entry.cancelKill();
    if (!entry.started.process.alive) return;
    this.o.process.clock.after(0.2, () => {
      if (this.#ranks.get(entry.slot) === entry) this.#ranks.delete(entry.slot);
      entry.started.process.die();
    });
  }

  #exited(entry: Rank): void {
    entry.cancelKill();
    if (this.#ranks.get(entry.slot) === entry) this.#ranks.delete(entry.slot);
    if (entry.reported) return;
    entry.reported = true;
    const { rank } = entry.assignment;
    const { error, secondary } = entry.cause ?? {
      error: new TrainError('rank_crashed', `rank ${rank} was ended by SIGKILL`),
      secondary: false,
    };
    const atMs = this.o.process.clock.wallMs();
    this.#send(entry.assignment, {
      failed: { causeJson: JSON.stringify(error.view()), secondary, signal: 'SIGKILL', atMs },
    });
  }

  #heard(entry: Rank, body: RankEventBody): void {
    if (entry.reported) return;
    if (Object.keys(body).some((kind) => STEADY.has(kind))) entry.reported = true;
    this.#send(entry.assignment, body);
  }

  #send(
    { jobId, attempt, rank }: Pick<SimAssignment, 'jobId' | 'attempt' | 'rank'>,
    body: RankEventBody,
  ): void {
    this.#outbox.push({ jobId, attempt, rank, ...body }, 100);
    this.#pump();
  }

  #of(order: { readonly jobId: string; readonly attempt: number }): readonly Rank[] {
    return [...this.#ranks.values()].filter(
      ({ assignment, reported }) =>
        !reported && assignment.jobId === order.jobId && assignment.attempt === order.attempt,
    );
  }

  /** A message to another process of the host. */
  #tell(entry: Rank, action: (trainer: SimTrainer) => void): void {
    const { process, trainer } = entry.started;
    this.o.network.time.after(0.1, () => process.run(() => action(trainer)));
  }

  #go(order: wire.v1.Go): void {
    const generation = generationOf(order.generation);
    const members = order.peers.map(({ rank, dataAddress }) => ({
      rank: rank ?? 0,
      address: dataAddress ?? '',
    }));
    const formation = {
      ...{ generation, members, source: order.source, behind: [...order.behind] },
      ...(order.shardCounts.length > 0 && { shardCounts: [...order.shardCounts] }),
    };
    for (const entry of this.#of(order)) {
      if (!members.some(({ rank }) => rank === entry.assignment.rank)) continue;
      entry.generation = generation;
      this.#tell(entry, (trainer) => trainer.order({ kind: 'go', formation }));
    }
  }

  #resize(order: wire.v1.Resize): void {
    const generation = generationOf(order.generation);
    for (const entry of this.#of(order))
      this.#tell(entry, (trainer) => trainer.order({ kind: 'resize', generation }));
  }

  #stop({ ranks: only, kill, reason, pause, leave, ...of }: wire.v1.Stop): void {
    for (const entry of this.#of(of)) {
      const { rank } = entry.assignment;
      if (only.length > 0 && !only.includes(rank)) continue;
      if (leave && !kill) this.#tell(entry, (trainer) => trainer.order({ kind: 'leave' }));
      else if (!kill) this.#tell(entry, (trainer) => trainer.stop(pause ? 'pause' : 'stop', reason));
      else {
        this.#tell(entry, (trainer) => trainer.abort(reason));
        entry.cancelKill();
        entry.cancelKill = this.o.process.clock.after(LIMITS.stopGraceMs, () => {
          const error = new TrainError('cancelled', `rank ${rank} was stopped: ${reason}`);
          entry.cause ??= { error, secondary: true };
          entry.started.process.die();
        });
      }
    }
  }
}

const generationOf = (g: wire.v1.IGeneration | null | undefined) => ({
  epoch: g?.epoch ?? 0,
  n: g?.n ?? 0,
  nonce: g?.nonce ?? '',
});
