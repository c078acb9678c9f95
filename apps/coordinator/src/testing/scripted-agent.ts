import type { JobResult, ResolvedJob, wire } from '@ringmaster/contracts';
import { silentLogger, systemClock } from '@ringmaster/core';
import { createControlClient } from '@ringmaster/rpc';

export interface ScriptedAgentOptions {
  readonly address: () => string;
  readonly token: string;
  readonly agentId: string;
  readonly slots?: number;
  readonly engine?: string;
  readonly fingerprint?: string;
  readonly allowCode?: boolean;
  /** What a rank does when it is told to begin; default: runs until somebody tells it something else. */
  readonly onGo?: (rank: ScriptedRank) => void;
  /** Default: ends politely, or reports that it was killed because of others. */
  readonly onStop?: (rank: ScriptedRank, kill: boolean, stop: wire.v1.Stop) => void;
}

/** A rank of a scripted agent; its methods are what a real one would report. */
export interface ScriptedRank {
  readonly assign: wire.v1.Assign;
  readonly job: ResolvedJob;
  peers: readonly wire.v1.Peer.$Properties[];
  say(event: Partial<wire.v1.RankEvent.$Properties>): void;
  finish(weights?: string, how?: { stopped: boolean }): void;
  stopped(): void;
  fail(code: string, message: string, secondary?: boolean): void;
}

/** The agent's end of the control plane over a real connection, played by a test. */
export interface ScriptedAgent {
  readonly ranks: ScriptedRank[];
  /** Ranks that this agent still runs. */
  readonly running: ReadonlySet<ScriptedRank>;
  readonly connected: boolean;
  readonly unacknowledged: number;
  /** Says goodbye. */
  leave(): Promise<void>;
}

export const scriptedResult = (weights = 'a'): JobResult => ({
  weightsSha256: weights.repeat(64),
  steps: 8,
  samples: 512,
  skippedSteps: 0,
  metrics: { loss: 0.1, accuracy: 0.97 },
  artifacts: ['model/model.json'],
  backend: 'tensorflow',
});

export function scriptedAgent(o: ScriptedAgentOptions): ScriptedAgent {
  const ranks: ScriptedRank[] = [];
  const running = new Set<ScriptedRank>();
  const stop = new AbortController();

  const assigned = (assign: wire.v1.Assign): void => {
    const { jobId, attempt, rank: number } = assign;
    const say: ScriptedRank['say'] = (event) => client.send({ jobId, attempt, rank: number, ...event });
    const ended = (event: Partial<wire.v1.RankEvent.$Properties>) => {
      if (running.delete(rank)) say(event);
    };
    const rank: ScriptedRank = {
      assign,
      job: JSON.parse(assign.jobJson) as ResolvedJob,
      peers: [],
      say,
      finish: (weights, { stopped } = { stopped: false }) =>
        ended({ finished: { resultJson: JSON.stringify(scriptedResult(weights)), stopped } }),
      stopped: () => ended({ finished: { resultJson: '', stopped: true } }),
      fail: (code, message, secondary = false) =>
        ended({
          failed: {
            causeJson: JSON.stringify({ code, message }),
            secondary,
            lastStep: 3,
            lastLogLines: ['bye'],
          },
        }),
    };
    ranks.push(rank);
    running.add(rank);
    const fingerprint = o.fingerprint ?? '{"backend":"tensorflow"}';
    say({
      ready: { dataAddress: `127.0.0.1:${7_100 + number}`, pid: 1_000 + number, fingerprint, warm: true },
    });
  };

  const client = createControlClient({
    address: async () => o.address(),
    token: async () => o.token,
    facts: () => ({
      agentId: o.agentId,
      name: o.agentId,
      host: 'localhost',
      engine: o.engine ?? 'tensorflow-avx2',
      allowCode: o.allowCode ?? false,
      slots: Array.from({ length: o.slots ?? 2 }, (_, slot) => ({ slot, device: 'cpu', cpuThreads: 1 })),
      running: [...running].map(({ assign }) => ({
        jobId: assign.jobId,
        attempt: assign.attempt,
        rank: assign.rank,
        slot: assign.slot,
        pid: 1_000 + assign.rank,
        generation: assign.generation ?? null,
      })),
    }),
    heartbeat: () => ({ warmTrainers: 1, busySlots: [...running].map(({ assign }) => assign.slot) }),
    onCommand: (command) => {
      if (command.kind === 'assign') return assigned(command.assign);
      if (command.kind !== 'go' && command.kind !== 'stop') return;
      const { jobId, attempt } = command.kind === 'go' ? command.go : command.stop;
      const only = command.kind === 'stop' ? command.stop.ranks : [];
      const mine = [...running].filter(
        ({ assign }) =>
          assign.jobId === jobId &&
          assign.attempt === attempt &&
          (only.length === 0 || only.includes(assign.rank)),
      );
      for (const rank of mine) {
        if (command.kind === 'go') {
          rank.peers = command.go.peers;
          rank.say({ running: { step: 1 } });
          o.onGo?.(rank);
        } else if (o.onStop) o.onStop(rank, command.stop.kill, command.stop);
        else if (command.stop.kill) rank.fail('peer_lost', 'told to end', true);
        else rank.stopped();
      }
    },
    clock: systemClock,
    logger: silentLogger,
  });
  const life = client.run(stop.signal).catch(() => undefined);

  return {
    ranks,
    running,
    get connected() {
      return client.connected;
    },
    get unacknowledged() {
      return client.unacknowledged;
    },
    async leave() {
      stop.abort();
      await life;
    },
  };
}
