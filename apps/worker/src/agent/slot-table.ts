import { JobDocument, LIMITS, sizeBytes, type wire } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import type { ControlCommand } from '@ringmaster/rpc';
import { Assignment, parseMessage } from '../ipc/messages.js';
import { RankRun } from './rank.js';
import type { SlotPlan } from './slot-env.js';
import type { TrainerPool } from './trainer-pool.js';

export interface SlotTableOptions {
  /** The worker's name, for messages. */
  readonly name: string;
  readonly slots: readonly SlotPlan[];
  readonly pool: TrainerPool;
  readonly send: (event: wire.v1.IRankEvent) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Which rank runs in which slot. */
export interface SlotTable {
  apply(command: ControlCommand): void;
  /** What its ranks may still take, up to their memory limits. */
  promisedMemoryBytes(): number;
  /** Ranks whose end the coordinator has not been told yet. */
  running(): wire.v1.IRunningRank[];
  /** Politely first, by force after `LIMITS.stopGraceMs`; each rank reports the reason as its failure. */
  stopAll(reason: string): void;
  /** The coordinator has moved: ranks that run find and put artifacts there from now on. */
  artifactsAt(url: string): void;
  /** `stopAll`, and takes no more. Resolves when every slot is free. */
  close(reason: string): Promise<void>;
}

export function createSlotTable(o: SlotTableOptions): SlotTable {
  const ranks = new Map<number, RankRun>();
  let closed = false;

  /** Several ranks of one attempt may share this machine. */
  const ranksOf = ({ jobId, attempt }: { jobId: string; attempt: number }): readonly RankRun[] =>
    [...ranks.values()].filter(
      ({ assignment, reported }) => assignment.jobId === jobId && assignment.attempt === attempt && !reported,
    );

  function assign(order: wire.v1.Assign): void {
    const { jobId, attempt, rank, slot } = order;
    const old = ranks.get(slot);
    if (old && isSame(old.assignment, order)) return;
    try {
      if (closed) throw new TrainError('unavailable', `worker ${o.name} is leaving`);
      if (old && !old.reported)
        throw new TrainError(
          'unavailable',
          `slot ${slot} of worker ${o.name} still runs ${old.assignment.jobId}`,
        );
      const run = begin(order, old, o);
      ranks.set(slot, run);
      void run.ended.then(() => ranks.get(slot) === run && ranks.delete(slot));
    } catch (error) {
      const cause = TrainError.from(error);
      o.logger.error(`cannot take on rank ${rank} of ${jobId}`, { cause: cause.message });
      o.send({
        jobId,
        attempt,
        rank,
        failed: { causeJson: JSON.stringify(cause.view()), atMs: o.clock.wallMs() },
      });
    }
  }

  function go(order: wire.v1.Go): void {
    const generation = generationOf(order.generation);
    const peers = peersOf(order);
    const members = new Set(peers.map(({ rank }) => rank));
    const { source, behind } = order;
    for (const run of ranksOf(order))
      if (members.has(run.assignment.rank))
        run.order({ type: 'go', generation, peers, source, behind: [...behind] });
  }

  const resize = ({ generation, ...of }: wire.v1.Resize): void =>
    ranksOf(of).forEach((run) => run.order({ type: 'resize', generation: generationOf(generation) }));

  function stop({ ranks: only, kill, reason, pause, leave, ...of }: wire.v1.Stop): void {
    for (const run of ranksOf(of))
      if (only.length === 0 || only.includes(run.assignment.rank)) run.stop({ kill, reason, pause, leave });
  }

  function stopAll(reason: string): void {
    for (const rank of ranks.values()) {
      const leaving = new TrainError('agent_lost', `worker ${o.name} gave up its ranks: ${reason}`);
      rank.stop({ kill: false, reason, leaving });
      const cancel = o.clock.after(LIMITS.stopGraceMs, () => rank.stop({ kill: true, reason, leaving }));
      void rank.ended.then(cancel);
    }
  }

  return {
    apply(command) {
      switch (command.kind) {
        case 'assign':
          return assign(command.assign);
        case 'go':
          return go(command.go);
        case 'resize':
          return resize(command.resize);
        case 'stop':
          return stop(command.stop);
      }
    },
    running: () =>
      [...ranks].filter(([, rank]) => !rank.reported).map(([slot, rank]) => runningRank(slot, rank)),
    promisedMemoryBytes: () => [...ranks.values()].reduce((sum, rank) => sum + rank.promisedMemoryBytes, 0),
    stopAll,
    artifactsAt: (url) => ranks.forEach((rank) => rank.order({ type: 'artifacts', url })),
    async close(reason) {
      closed = true;
      stopAll(reason);
      await Promise.all([...ranks.values()].map((rank) => rank.ended));
    },
  };
}

/** @throws TrainError `internal` | `invalid` when the order makes no sense here */
function begin(order: wire.v1.Assign, old: RankRun | undefined, o: SlotTableOptions): RankRun {
  const slot = o.slots.find((candidate) => candidate.slot === order.slot);
  if (!slot) throw new TrainError('internal', `worker ${o.name} has no slot ${order.slot}`);
  const job = parseJob(order.jobJson);
  const limits = JobDocument.shape.limits.parse(job.limits);
  const slots = JobDocument.shape.workers.parse(job.workers).slots;
  const memory = limits.memory ?? slots.memory;
  const { device, gpu } = slot;
  return new RankRun({
    assignment: parseMessage(Assignment, assignmentOf(order)),
    kind: { device, cpuThreads: order.cpuThreads || slot.cpuThreads, ...(gpu === undefined ? {} : { gpu }) },
    memoryLimit:
      memory === undefined
        ? undefined
        : { name: limits.memory ? 'limits.memory' : 'workers.slots.memory', bytes: sizeBytes(memory) },
    previous: old?.ended ?? Promise.resolve(),
    pool: o.pool,
    send: o.send,
    clock: o.clock,
    logger: o.logger,
  });
}

function runningRank(slot: number, { assignment, generation, pid, step }: RankRun): wire.v1.IRunningRank {
  const { jobId, attempt, rank } = assignment;
  return { jobId, attempt, rank, generation, slot, pid, step };
}

const isSame = (a: Assignment, b: wire.v1.Assign): boolean =>
  a.jobId === b.jobId && a.attempt === b.attempt && a.rank === b.rank;

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
});

function parseJob(json: string): { limits?: unknown; workers?: unknown } {
  try {
    return JSON.parse(json) as { limits?: unknown; workers?: unknown };
  } catch (error) {
    throw new TrainError('invalid', 'the assigned job document is not JSON', { cause: error });
  }
}
