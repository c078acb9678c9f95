import { JobDocument, LIMITS, sizeBytes, type wire } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { ControlCommand } from '@ringmaster/rpc';
import { isSameRank, type RunningRank, withoutCheckpoint } from '@ringmaster/training';
import { Assignment, parseMessage } from '../ipc/messages.js';
import { RankRun } from './rank.js';
import type { Orphan } from './adopted-trainer.js';
import type { KeptAudit, SendEvent } from './kept-audit.js';
import type { SlotPlan } from './slot-env.js';
import type { TrainerPool } from './trainer-pool.js';

/** What the coordinator orders about ranks. */
export type RankCommand = Exclude<ControlCommand, { readonly kind: 'mesh' }>;

export interface SlotTableOptions {
  /** The worker's name, for messages. */
  readonly name: string;
  readonly slots: readonly SlotPlan[];
  readonly pool: TrainerPool;
  readonly send: SendEvent;
  readonly settledFor: KeptAudit['settledFor'];
  /** A rank has ended and left a checkpoint in the spool. */
  readonly onHeld: (rank: RunningRank, report: () => void) => void;
  /** The coordinator wants this agent to leave. */
  readonly onDrain: (order: wire.v1.Drain) => void;
  /** Trainers that have a rank, whenever that changed. */
  readonly onTrainers?: (pids: readonly number[]) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Which rank runs in which slot. */
export interface SlotTable {
  apply(command: RankCommand): void;
  /** Takes over a rank that an earlier agent began. False when there is no room for it. */
  adopt(orphan: Orphan): boolean;
  /** What its ranks may still take, up to their memory limits. */
  promisedMemoryBytes(): number;
  /** Ranks whose end the coordinator has not been told yet. */
  running(): RunningRank[];
  /** Its ranks, those that still come included, are to leave at a step boundary, and the others go on. */
  drain(reason: string): void;
  readonly draining: boolean;
  /** Resolves when no slot is held. */
  empty(): Promise<void>;
  /**
   * The coordinator is away for too long. Ranks that hold a sealed state end, one of each attempt with a checkpoint of it
   * in the spool; the others end at a step boundary, with theirs. By force after `LIMITS.pauseMs`.
   */
  giveUp(reason: string): void;
  /** The coordinator has moved: ranks that run find and put artifacts there from now on. */
  artifactsAt(url: string): void;
  /** Takes no more, and ends what still runs; each rank reports the reason as its failure. Resolves when every slot is free. */
  close(reason: string): Promise<void>;
}

export const createSlotTable = (options: SlotTableOptions): SlotTable => new Slots(options);

class Slots implements SlotTable {
  private readonly ranks = new Map<number, RankRun>();
  private closed = false;
  private drainReason: string | undefined;

  constructor(private readonly o: SlotTableOptions) {}

  get draining(): boolean {
    return this.drainReason !== undefined;
  }

  apply(command: RankCommand): void {
    switch (command.kind) {
      case 'assign':
        return this.assign(command.assign);
      case 'go':
        return this.go(command.go);
      case 'resize': {
        const generation = generationOf(command.resize.generation);
        for (const rank of this.ranksOf(command.resize)) rank.order({ type: 'resize', generation });
        return;
      }
      case 'stop':
        return this.stop(command.stop);
      case 'drain':
        return this.o.onDrain(command.drain);
    }
  }

  adopt(orphan: Orphan): boolean {
    const { assignment, cpuThreads } = orphan.introduction;
    const plan = this.o.slots.find(({ slot }) => slot === assignment.slot);
    const old = this.ranks.get(assignment.slot);
    if (!plan || this.closed || (old && !isSameRank(old.assignment, assignment))) return false;
    const previous = old?.ended ?? Promise.resolve();
    this.hold(
      assignment.slot,
      rankOf({ assignment, cpuThreads, plan, previous }, { ...this.starting, orphan }),
    );
    return true;
  }

  readonly running = (): RunningRank[] =>
    [...this.ranks.values()].filter(({ reported }) => !reported).map(({ view }) => view);

  promisedMemoryBytes(): number {
    return [...this.ranks.values()].reduce((sum, rank) => sum + rank.promisedMemoryBytes, 0);
  }

  drain(reason: string): void {
    this.drainReason ??= reason;
    for (const rank of this.ranks.values()) rank.drain(this.drainReason);
  }

  async empty(): Promise<void> {
    while (this.ranks.size > 0) await Promise.all([...this.ranks.values()].map((rank) => rank.ended));
  }

  giveUp(reason: string): void {
    const waiting = [...this.ranks.values()].filter(({ reported }) => !reported);
    const bare = withoutCheckpoint(waiting);
    for (const rank of waiting) {
      const leaving = this.givenUp(reason);
      const kill = bare.has(rank);
      if (!kill) rank.order({ type: 'spool', reason });
      rank.stop({ kill, reason, leaving });
      const cancel = this.o.clock.after(LIMITS.pauseMs, () => rank.stop({ kill: true, reason, leaving }));
      void rank.ended.then(cancel);
    }
  }

  artifactsAt(url: string): void {
    for (const rank of this.ranks.values()) rank.order({ type: 'artifacts', url });
  }

  async close(reason: string): Promise<void> {
    this.closed = true;
    for (const rank of this.ranks.values()) rank.stop({ kill: true, reason, leaving: this.givenUp(reason) });
    await this.empty();
  }

  private get starting(): Starting {
    return { ...this.o, onTaken: () => this.tell() };
  }

  private tell(): void {
    this.o.onTrainers?.([...this.ranks.values()].map(({ pid }) => pid).filter((pid) => pid > 0));
  }

  private hold(slot: number, run: RankRun): void {
    this.ranks.set(slot, run);
    // It was ordered before the coordinator heard of the drain.
    if (this.drainReason !== undefined) run.drain(this.drainReason);
    void run.ended.then(() => {
      if (this.ranks.get(slot) === run) this.ranks.delete(slot);
      this.tell();
    });
  }

  private assign(order: wire.v1.Assign): void {
    const { name, logger, send, clock } = this.o;
    const { jobId, attempt, rank, slot } = order;
    const old = this.ranks.get(slot);
    if (old && isSameRank(old.assignment, order)) return;
    try {
      if (this.closed) throw new TrainError('unavailable', `worker ${name} is leaving`);
      if (old && !old.reported)
        throw new TrainError(
          'unavailable',
          `slot ${slot} of worker ${name} still runs ${old.assignment.jobId}`,
        );
      this.hold(slot, begin(order, old, this.starting));
    } catch (error) {
      const cause = TrainError.from(error);
      logger.error(`cannot take on rank ${rank} of ${jobId}`, { cause: cause.message });
      const failed = { causeJson: JSON.stringify(cause.view()), atMs: clock.wallMs() };
      send({ jobId, attempt, rank, failed });
    }
  }

  private go(order: wire.v1.Go): void {
    const generation = generationOf(order.generation);
    const peers = peersOf(order);
    const members = new Set(peers.map(({ rank }) => rank));
    const { source, behind, shardCounts } = order;
    const shares = shardCounts.length > 0 ? { shardCounts: [...shardCounts] } : {};
    for (const run of this.ranksOf(order))
      if (members.has(run.assignment.rank))
        run.order({ type: 'go', generation, peers, source, behind: [...behind], ...shares });
  }

  private stop({ ranks: only, kill, reason, pause, leave, ...of }: wire.v1.Stop): void {
    for (const run of this.ranksOf(of))
      if (only.length === 0 || only.includes(run.assignment.rank)) run.stop({ kill, reason, pause, leave });
  }

  /** Several ranks of one attempt may share this machine. */
  private ranksOf({ jobId, attempt }: { jobId: string; attempt: number }): readonly RankRun[] {
    return [...this.ranks.values()].filter(
      ({ assignment, reported }) => assignment.jobId === jobId && assignment.attempt === attempt && !reported,
    );
  }

  private givenUp(reason: string): TrainError {
    return new TrainError('agent_lost', `worker ${this.o.name} gave up its ranks: ${reason}`);
  }
}

/** @throws TrainError `internal` | `invalid` when the order makes no sense here */
function begin(order: wire.v1.Assign, old: RankRun | undefined, o: Starting): RankRun {
  const slot = o.slots.find((candidate) => candidate.slot === order.slot);
  if (!slot) throw new TrainError('internal', `worker ${o.name} has no slot ${order.slot}`);
  return rankOf(
    {
      assignment: parseMessage(Assignment, assignmentOf(order)),
      cpuThreads: order.cpuThreads || slot.cpuThreads,
      plan: slot,
      previous: old?.ended ?? Promise.resolve(),
    },
    o,
  );
}

type Starting = SlotTableOptions & { readonly onTaken: () => void; readonly orphan?: Orphan };

interface RankFacts {
  readonly assignment: Assignment;
  readonly cpuThreads: number;
  readonly plan: SlotPlan;
  readonly previous: Promise<void>;
}

/** @throws TrainError `invalid` when the document makes no sense */
function rankOf({ assignment, cpuThreads, plan, previous }: RankFacts, o: Starting): RankRun {
  const job = parseJob(assignment.jobJson);
  const limits = JobDocument.shape.limits.parse(job.limits);
  const slots = JobDocument.shape.workers.parse(job.workers).slots;
  const memory = limits.memory ?? slots.memory;
  const { device, gpu } = plan;
  return new RankRun({
    assignment,
    kind: { device, cpuThreads, ...(gpu === undefined ? {} : { gpu }) },
    memoryLimit:
      memory === undefined
        ? undefined
        : { name: limits.memory ? 'limits.memory' : 'workers.slots.memory', bytes: sizeBytes(memory) },
    previous,
    ...(o.orphan && { orphan: o.orphan }),
    onTaken: o.onTaken,
    pool: o.pool,
    send: o.send,
    settledFor: o.settledFor,
    onHeld: o.onHeld,
    clock: o.clock,
    logger: o.logger,
  });
}

const generationOf = (g: wire.v1.IGeneration | null | undefined) => ({
  epoch: g?.epoch ?? 0,
  n: g?.n ?? 0,
  nonce: g?.nonce ?? '',
});

const peersOf = (go: wire.v1.Go) =>
  go.peers.map((peer) => ({ rank: peer.rank ?? 0, address: peer.dataAddress ?? '' }));

const assignmentOf = (order: wire.v1.Assign) => ({
  jobId: order.jobId,
  attempt: order.attempt,
  rank: order.rank,
  world: order.world,
  generation: generationOf(order.generation),
  jobJson: order.jobJson,
  jobSecret: order.jobSecret,
  artifactsUrl: order.artifactsUrl,
  artifactsToken: order.artifactsToken,
  resumeFrom: order.resumeFrom,
  slot: order.slot,
});

function parseJob(json: string): { limits?: unknown; workers?: unknown } {
  try {
    return JSON.parse(json) as { limits?: unknown; workers?: unknown };
  } catch (error) {
    throw new TrainError('invalid', 'the assigned job document is not JSON', { cause: error });
  }
}
