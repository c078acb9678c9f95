import { LIMITS, type wire } from '@ringmaster/contracts';
import { type Position, sameGeneration, silentLogger, TrainError } from '@ringmaster/core';
import {
  type CheckpointSpool,
  type CheckpointStore,
  coordinatorGrace,
  createHeldCheckpoints,
  isSameRank,
  type RankName,
  type RunningRank,
  type SpooledFacts,
  withoutCheckpoint,
} from '@ringmaster/training';
import type { SimNetwork } from './sim-network.js';
import type { SimProcess } from './sim-process.js';
import { SimSession } from './sim-session.js';
import type { RankEventBody, SimAssignment, SimTrainer } from './sim-trainer.js';

/** A trainer that an agent has started. */
export interface StartedTrainer {
  readonly process: SimProcess;
  readonly trainer: SimTrainer;
  readonly assignment: SimAssignment;
}

/** The process of a rank is to be started; what it says comes back. */
export interface SpawnRequest {
  readonly assignment: SimAssignment;
  readonly facts: SpooledFacts;
  readonly slot: number;
  readonly say: (body: RankEventBody) => void;
  readonly onSpooled: () => void;
}

export interface SimAgentOptions {
  readonly agentId: string;
  readonly slots: number;
  /** How long its ranks go on, or wait, without a coordinator. */
  readonly graceMs: number;
  readonly process: SimProcess;
  readonly network: SimNetwork;
  readonly spool: CheckpointSpool;
  /** The artifact store, as a rank of that attempt may write to it. */
  readonly storeOf: (attempt: number) => CheckpointStore;
  readonly spawn: (request: SpawnRequest) => StartedTrainer;
  readonly trace: (text: string) => void;
}

interface Rank {
  readonly assignment: SimAssignment;
  readonly slot: number;
  readonly started: StartedTrainer;
  generation: wire.v1.IGeneration;
  /** Where it stands, when it has given up the generation that it was last told of. */
  sealedAt: Position | undefined;
  isSpooled: boolean;
  reported: boolean;
  cancelKill: () => void;
  /** Why it is ended although nothing of it failed: this is what counts. */
  leaving: TrainError | undefined;
  cause: { readonly error: TrainError; readonly secondary: boolean } | undefined;
}

const STEADY = new Set(['finished', 'left', 'failed']);

/**
 * The process of a host that runs ranks: the real grace without a coordinator, the real care of what was spooled
 * meanwhile, a session, and trainers that do not outlive it.
 */
export class SimAgent {
  readonly #ranks = new Map<number, Rank>();
  readonly #session: SimSession;
  readonly #held;
  readonly #grace;

  constructor(private readonly o: SimAgentOptions) {
    const { process, network, agentId, slots, spool, graceMs } = o;
    const { clock } = process;
    process.onDeath((how) => {
      for (const { started } of this.#ranks.values()) {
        if (how === 'vanished') network.vanish(started.process);
        else started.process.die();
      }
    });
    this.#grace = coordinatorGrace({
      ...{ graceMs, clock },
      onBegun: () => undefined,
      giveUp: (reason) => this.#giveUp(reason),
    });
    this.#held = createHeldCheckpoints({
      ...{ spool, clock, logger: { ...silentLogger, warn: o.trace, error: o.trace } },
      storeOf: async ({ attempt }) => o.storeOf(attempt),
      send: (event) => this.#session.send(event),
      isConnected: () => this.#session.connected,
      isRunning: (one) => this.#running().some((rank) => isSameRank(rank, one)),
    });
    this.#session = new SimSession({
      ...{ agentId, slots, process, network },
      running: () => [...this.#running(), ...this.#held.running()],
      busySlots: () => [
        ...[...this.#ranks.values()].map(({ slot }) => slot),
        ...this.#held.running().map(({ slot }) => slot ?? 0),
      ],
      deliveries: () => this.#held.deliveries(),
      onConnected: () => {
        this.#grace.cancel();
        void this.#held.deliver();
      },
      holdsBack: (event) => this.#held.holdsBack(event),
      onDisconnected: () => this.#grace.begin(),
      onOrder: (message) => this.#take(message),
    });
  }

  start(): void {
    void this.#held.find().then(() => {
      this.#grace.begin();
      this.#session.dial();
    });
  }

  #running(): readonly RunningRank[] {
    return [...this.#ranks.values()].filter(({ reported }) => !reported).map(viewOf);
  }

  #take(message: wire.v1.CoordinatorMessage): void {
    if (message.assign) this.#assign(message.assign as wire.v1.Assign);
    else if (message.go) this.#go(message.go as wire.v1.Go);
    else if (message.resize) this.#resize(message.resize as wire.v1.Resize);
    else if (message.stop) this.#stop(message.stop as wire.v1.Stop);
  }

  #assign(order: wire.v1.Assign): void {
    const old = this.#ranks.get(order.slot);
    const { jobId, attempt, rank, world, resumeFrom, slot } = order;
    if (old && isSameRank(old.assignment, order)) return;
    if (old) {
      const cause = new TrainError(
        'unavailable',
        `slot ${order.slot} still runs rank ${old.assignment.rank}`,
      );
      return this.#send(order, { failed: { causeJson: JSON.stringify(cause.view()), secondary: false } });
    }
    const assignment = { jobId, attempt, rank, world, secret: order.jobSecret, resumeFrom };
    const generation = generationOf(order.generation);
    const started = this.o.spawn({
      ...{ assignment, slot },
      facts: { jobId, attempt, rank, slot, generation, artifactsToken: order.artifactsToken },
      say: (body) => this.#heard(entry, body),
      onSpooled: () => (entry.isSpooled = true),
    });
    const entry: Rank = {
      ...{ assignment, slot, started, generation, sealedAt: undefined },
      ...{ isSpooled: false, reported: false, leaving: undefined, cause: undefined },
      cancelKill: () => undefined,
    };
    this.#ranks.set(slot, entry);
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
    const { rank } = entry.assignment;
    entry.cause ??= {
      error: new TrainError('rank_crashed', `rank ${rank} was ended by SIGKILL`),
      secondary: false,
    };
    this.#over(entry, failureOf(entry.cause, 'SIGKILL'));
  }

  #heard(entry: Rank, body: RankEventBody): void {
    if (entry.reported) return;
    if (body.sealed && sameGeneration(generationOf(body.sealed.generation), generationOf(entry.generation)))
      entry.sealedAt = { step: body.sealed.step ?? 0, stage: body.sealed.stage ?? 0 };
    if (Object.keys(body).some((kind) => STEADY.has(kind))) this.#over(entry, body);
    else this.#send(entry.assignment, body);
  }

  /** It has ended; when its checkpoint lies in the spool, this is told after that is in the store. */
  #over(entry: Rank, body: RankEventBody): void {
    entry.reported = true;
    const { leaving } = entry;
    // Done for good counts as done, also for one that is to leave.
    const isCut = body.failed || body.finished?.stopped;
    const last = leaving && isCut ? failureOf({ error: leaving, secondary: false }) : body;
    const report = () => {
      const atMs = this.o.process.clock.wallMs();
      this.#send(entry.assignment, last.failed ? { failed: { ...last.failed, atMs } } : last);
    };
    if (entry.isSpooled && last.failed) this.#held.hold(viewOf(entry), report);
    else report();
  }

  #send({ jobId, attempt, rank }: RankName, body: RankEventBody): void {
    this.#session.send({ jobId, attempt, rank, ...body });
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
      entry.sealedAt = undefined;
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
      if (only.length > 0 && !only.includes(entry.assignment.rank)) continue;
      if (kill) this.#abort(entry, reason);
      else if (leave) this.#tell(entry, (trainer) => trainer.order({ kind: 'leave' }));
      else this.#tell(entry, (trainer) => trainer.stop(pause ? 'pause' : 'stop', reason));
    }
  }

  /** By force, when it takes too long. */
  #abort(entry: Rank, reason: string): void {
    this.#tell(entry, (trainer) => trainer.abort(reason));
    entry.cancelKill();
    entry.cancelKill = this.o.process.clock.after(LIMITS.stopGraceMs, () => {
      const error = new TrainError('cancelled', `rank ${entry.assignment.rank} was stopped: ${reason}`);
      entry.cause ??= { error, secondary: true };
      entry.started.process.die();
    });
  }

  /** The coordinator is away for too long. */
  #giveUp(reason: string): void {
    const waiting = [...this.#ranks.values()].filter(({ reported }) => !reported);
    const bare = withoutCheckpoint(waiting);
    if (waiting.length > 0) this.o.trace(`gives up: ${reason}`);
    for (const entry of waiting) {
      entry.leaving ??= new TrainError('agent_lost', `${this.o.agentId} gave up its ranks: ${reason}`);
      if (bare.has(entry)) {
        this.#abort(entry, reason);
        continue;
      }
      this.#tell(entry, (trainer) => {
        trainer.cutOff(reason);
        trainer.stop('stop', reason);
      });
      entry.cancelKill();
      entry.cancelKill = this.o.process.clock.after(LIMITS.pauseMs, () => this.#abort(entry, reason));
    }
  }
}

const viewOf = ({ assignment: { jobId, attempt, rank }, generation, slot }: Rank): RunningRank => ({
  ...{ jobId, attempt, rank, generation, slot, pid: 1, step: 0 },
});

const failureOf = (
  { error, secondary }: { readonly error: TrainError; readonly secondary: boolean },
  signal?: 'SIGKILL',
): RankEventBody => ({
  failed: { causeJson: JSON.stringify(error.view()), secondary, ...(signal && { signal }) },
});

const generationOf = (g: wire.v1.IGeneration | null | undefined) => ({
  epoch: g?.epoch ?? 0,
  n: g?.n ?? 0,
  nonce: g?.nonce ?? '',
});
