import { JobDocument, LIMITS, sizeBytes, type wire } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { type AgentFacts, type ControlCommand, createControlClient } from '@ringmaster/rpc';
import { Assignment, parseMessage } from '../ipc/messages.js';
import { RankRun } from './rank.js';
import type { SlotPlan } from './slot-env.js';
import type { TrainerPool } from './trainer-pool.js';

export interface AgentOptions {
  /** Unlike every other agent's, also of the same name or home. */
  readonly agentId: string;
  readonly name: string;
  readonly host: string;
  readonly slots: readonly SlotPlan[];
  readonly address: () => Promise<string>;
  readonly token: () => Promise<string>;
  readonly pool: TrainerPool;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The long-lived process of a worker: serves the coordinator's orders with the trainers of its slots. */
export interface Agent {
  /**
   * Warms one trainer a slot, joins the coordinator and serves until the signal aborts; then stops its ranks, says
   * goodbye and ends every process.
   * @throws TrainError why the coordinator refused it, or why no trainer starts on this machine
   */
  run(signal: AbortSignal): Promise<void>;
}

export function createAgent(o: AgentOptions): Agent {
  const ranks = new Map<number, RankRun>();
  let engine = '';
  let leaving = false;
  let cancelGrace = (): void => undefined;

  const client = createControlClient({
    address: o.address,
    token: o.token,
    facts: () => facts(o, engine, [...ranks.entries()]),
    heartbeat: () => ({
      warmTrainers: o.pool.idle,
      busySlots: [...ranks].filter(([, rank]) => !rank.reported).map(([slot]) => slot),
    }),
    onCommand: (command) => onCommand(command),
    onConnected: () => cancelGrace(),
    onDisconnected: () => {
      cancelGrace();
      cancelGrace = o.clock.after(LIMITS.coordinatorGraceMs, () => stopAll(graceReason));
    },
    clock: o.clock,
    logger: o.logger,
  });
  const graceReason = `no coordinator for ${LIMITS.coordinatorGraceMs / 1000} s`;

  function stopAll(reason: string): void {
    for (const rank of ranks.values()) {
      const error = new TrainError(
        'agent_lost',
        `worker ${o.name} (${o.agentId}) gave up its ranks: ${reason}`,
      );
      rank.stop({ kill: false, reason, leaving: error });
      const cancel = o.clock.after(LIMITS.stopGraceMs, () =>
        rank.stop({ kill: true, reason, leaving: error }),
      );
      void rank.ended.then(cancel);
    }
  }

  function onCommand(command: ControlCommand): void {
    switch (command.kind) {
      case 'assign':
        return assign(command.assign);
      case 'go':
        return ranksOf(command.go).forEach((r) =>
          r.go(generationOf(command.go.generation), peersOf(command.go)),
        );
      case 'stop':
        return ranksOf(command.stop).forEach((r) =>
          r.stop({ kill: command.stop.kill, reason: command.stop.reason }),
        );
    }
  }

  /** Several ranks of one attempt may share this machine. */
  const ranksOf = ({ jobId, attempt }: { jobId: string; attempt: number }): readonly RankRun[] =>
    [...ranks.values()].filter(
      (r) => r.assignment.jobId === jobId && r.assignment.attempt === attempt && !r.reported,
    );

  function assign(order: wire.v1.Assign): void {
    const { jobId, attempt, rank } = order;
    const old = ranks.get(order.slot);
    const same = old?.assignment;
    if (same && same.jobId === jobId && same.attempt === attempt && same.rank === rank) return;
    try {
      ranks.set(order.slot, begin(order, old));
    } catch (error) {
      const cause = TrainError.from(error);
      o.logger.error(`cannot take on rank ${rank} of ${jobId}`, { cause: cause.message });
      client.send({
        jobId,
        attempt,
        rank,
        failed: { causeJson: JSON.stringify(cause.view()), atMs: o.clock.wallMs() },
      });
    }
  }

  function begin(order: wire.v1.Assign, old: RankRun | undefined): RankRun {
    const slot = o.slots.find((candidate) => candidate.slot === order.slot);
    if (leaving) throw new TrainError('unavailable', `worker ${o.name} is leaving`);
    if (!slot) throw new TrainError('internal', `worker ${o.name} has no slot ${order.slot}`);
    if (old && !old.reported)
      throw new TrainError(
        'unavailable',
        `slot ${order.slot} of worker ${o.name} still runs ${old.assignment.jobId}`,
      );
    const { memory } = JobDocument.shape.limits.parse(parseJob(order.jobJson).limits);
    const { device, gpu } = slot;
    const run = new RankRun({
      assignment: parseMessage(Assignment, assignmentOf(order)),
      kind: {
        device,
        cpuThreads: order.cpuThreads || slot.cpuThreads,
        ...(gpu === undefined ? {} : { gpu }),
      },
      memoryLimitBytes: memory === undefined ? undefined : sizeBytes(memory),
      previous: old?.ended ?? Promise.resolve(),
      pool: o.pool,
      send: client.send,
      clock: o.clock,
      logger: o.logger,
    });
    void run.ended.then(() => ranks.get(order.slot) === run && ranks.delete(order.slot));
    return run;
  }

  async function run(signal: AbortSignal): Promise<void> {
    const session = new AbortController();
    try {
      // The first trainer tells whether this machine can train at all, before anybody counts on it.
      const warm = await Promise.all(o.slots.map((slot) => o.pool.prestart(slot)));
      engine = engineName(warm.find((facts) => facts !== undefined)?.fingerprint);
      for (const warning of new Set(warm.flatMap((facts) => facts?.warnings ?? []))) o.logger.warn(warning);
      const served = client.run(session.signal);
      await Promise.race([served, aborted(signal)]);
      leaving = true;
      stopAll('the worker was stopped');
      await Promise.all([...ranks.values()].map((rank) => rank.ended));
      session.abort();
      await served;
    } finally {
      leaving = true;
      session.abort();
      cancelGrace();
      await o.pool.close();
    }
  }

  return { run };
}

function facts(o: AgentOptions, engine: string, ranks: readonly (readonly [number, RankRun])[]): AgentFacts {
  return {
    agentId: o.agentId,
    name: o.name,
    host: o.host,
    engine,
    slots: o.slots.map(({ slot, device, cpuThreads, memoryBytes }) => ({
      slot,
      device,
      cpuThreads,
      memoryBytes,
    })),
    running: ranks
      .filter(([, rank]) => !rank.reported)
      .map(([slot, { assignment, pid, step }]) => ({
        jobId: assignment.jobId,
        attempt: assignment.attempt,
        rank: assignment.rank,
        generation: assignment.generation,
        slot,
        pid,
        step,
      })),
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

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

function parseJob(json: string): { limits?: unknown } {
  try {
    return JSON.parse(json) as { limits?: unknown };
  } catch (error) {
    throw new TrainError('invalid', 'the assigned job document is not JSON', { cause: error });
  }
}

function engineName(fingerprint: Readonly<Record<string, unknown>> | undefined): string {
  const { backend, tensorflow, device } = fingerprint ?? {};
  return [backend, tensorflow, device].filter((part) => typeof part === 'string' && part !== '').join(' ');
}
