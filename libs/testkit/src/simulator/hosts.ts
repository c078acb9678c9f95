import { LIMITS, type ResolvedJob } from '@ringmaster/contracts';
import { rng, TrainError } from '@ringmaster/core';
import { type BlobDoor, checkpointsOver, type CheckpointStore } from '@ringmaster/training';
import type { FrameFaults } from './frame-faults.js';
import type { Invariants } from './invariants.js';
import type { Phase } from './phases.js';
import { applyUnsealed, type PlantedBug } from './planted-bugs.js';
import { simDataset, simProgram } from './reference.js';
import type { Scenario } from './scenario.js';
import { SimAgent, type SpawnRequest, type StartedTrainer } from './sim-agent.js';
import { type FileServer, remoteDoor } from './sim-files.js';
import type { SimNetwork } from './sim-network.js';
import { ProcessDied, type SimProcess } from './sim-process.js';
import { SimSpool } from './sim-spool.js';
import { type SimAssignment, SimTrainer } from './sim-trainer.js';
import type { VirtualTime } from './virtual-time.js';

/** What hosts need of their world. */
export interface HostsWorld {
  readonly scenario: Scenario;
  readonly bug: PlantedBug | undefined;
  readonly job: ResolvedJob;
  readonly jobId: string;
  readonly time: VirtualTime;
  readonly network: SimNetwork;
  readonly frames: FrameFaults;
  readonly invariants: Invariants;
  readonly server: () => FileServer | undefined;
  /** A new process of that name, which no other one has. */
  readonly process: (name: string, host: string) => SimProcess;
  /** Passes a phase; whoever is to die there dies. */
  readonly pass: (process: SimProcess, phase: Phase) => void;
  /** A rank's process has died. */
  readonly died: (how: 'crashed' | 'vanished', assignment: SimAssignment, agent: SimProcess) => void;
  readonly trace: (who: string, text: string) => void;
}

/** The machines that run ranks: an agent each, the processes of its ranks, and a disk with a spool. */
export class Hosts {
  /** Of all ranks that ever started. */
  readonly trainers = new Set<StartedTrainer>();
  /** The newest of each host. */
  readonly agents: SimProcess[] = [];
  readonly #spools: readonly SimSpool[];

  constructor(private readonly world: HostsWorld) {
    this.#spools = Array.from({ length: world.scenario.agents }, () => new SimSpool());
  }

  start(host: number): void {
    if (this.agents[host]?.alive) return;
    const { scenario, network, jobId, invariants } = this.world;
    const process = this.world.process('agent', `host-${host}`);
    this.agents[host] = process;
    const spool = this.#spoolOf(process);
    const agent = new SimAgent({
      ...{ process, network, spool: spool.openFor(process) },
      ...{ agentId: process.name.replace('#', '-'), slots: scenario.slots, graceMs: scenario.graceMs },
      storeOf: (attempt) => {
        const pass = () => this.world.pass(process, 'agent: while a spooled checkpoint is delivered');
        const store = checkpointsOver(
          this.#door(process, { attempt, retryMs: LIMITS.artifactIdleMs, pass }),
          jobId,
        );
        return noted(store, (step) => {
          this.world.trace(process.name, `has delivered the spooled checkpoint of step ${step}`);
          invariants.delivered({ attempt, step });
          this.world.pass(process, 'agent: delivered, before the end of its rank is told');
        });
      },
      spawn: (request) => this.#spawn(process, request),
      trace: (text) => this.world.trace(process.name, text),
    });
    agent.start();
  }

  /** An agent dies with its ranks, a host with both and without a word. A `disk` takes the spool along. */
  kill(victim: SimProcess, what: 'process' | 'host' | 'disk'): void {
    const agent = this.agents[hostOf(victim)] as SimProcess;
    if (what === 'process') return victim.die();
    if (what === 'disk') this.#spoolOf(victim).lose();
    for (const { process } of this.trainers)
      if (process.host === victim.host) this.world.network.vanish(process);
    this.world.network.vanish(agent);
  }

  newestRankOn(host: number): SimProcess | undefined {
    const here = [...this.trainers].filter(({ process }) => process.alive && hostOf(process) === host);
    return here.at(-1)?.process;
  }

  #spoolOf(process: SimProcess): SimSpool {
    return this.#spools[hostOf(process)] as SimSpool;
  }

  #door(
    process: SimProcess,
    o: { readonly attempt: number; readonly retryMs: number; readonly pass: () => void },
  ): BlobDoor {
    const { network, server } = this.world;
    return remoteDoor({ process, network, server, ...o });
  }

  #spawn(agent: SimProcess, { assignment, facts, slot, say, onSpooled }: SpawnRequest): StartedTrainer {
    const { scenario, bug, job, jobId, network, frames } = this.world;
    const process = this.world.process(`rank-${assignment.attempt}.${assignment.rank}`, agent.host);
    const pass = (phase: Phase) => this.world.pass(process, phase);
    const door = this.#door(process, {
      ...{ attempt: assignment.attempt, retryMs: LIMITS.artifactRetryMs },
      pass: () => pass('rank: while a checkpoint is written'),
    });
    this.world.trace(process.name, `starts in slot ${slot} of ${agent.name}`);
    const pace = rng(scenario.seed, 0xace, Number(process.name.split('#')[1]));
    const spool = this.#spoolOf(process);
    const hear = (action: () => void) => {
      if (!process.alive) throw new ProcessDied(process.name);
      this.world.time.after(0.1, () => agent.run(action));
    };
    const trainer = new SimTrainer({
      ...{ assignment, process, network, frames, pass, job, dataset: simDataset },
      address: `${process.name}:7100`,
      frameBytes: scenario.frameBytes,
      peerSilentMs: LIMITS.peerSilentMs * (bug === 'late-silence' ? 2 : 1),
      program: simProgram(),
      checkpoints: checkpointsOver(door, jobId),
      spool: spool.storeFor(process, facts, () => pass('rank: while a checkpoint is spooled')),
      onSpooled: (step) => {
        this.world.trace(process.name, `has spooled the checkpoint of step ${step}`);
        hear(onSpooled);
      },
      exportModel: (weights, signal) => door.put('model/weights', new TextEncoder().encode(weights), signal),
      computeMs: () => scenario.computeMs * (0.5 + pace.uniform()),
      say: (body) => hear(() => say(body)),
      on: this.#listener(process, assignment.attempt),
      beforeStep: (step) => this.#poisoned(process, step),
      wrap: bug === 'unsealed-step' ? applyUnsealed(job, simDataset.info.sizes.train) : undefined,
    });
    process.onDeath((how) => this.world.died(how, assignment, agent));
    const started = { process, trainer, assignment };
    this.trainers.add(started);
    return started;
  }

  #listener(process: SimProcess, attempt: number): ConstructorParameters<typeof SimTrainer>[0]['on'] {
    const { invariants, trace } = this.world;
    return {
      onStep: (step) => invariants.step(process.name, attempt, step),
      onAudit: (audit) => invariants.audit(process.name, audit),
      onGeneration: ({ rank, world, step, tookOver }) =>
        trace(
          process.name,
          `goes on as ${rank} of ${world} at step ${step}${tookOver ? ', with the state of another' : ''}`,
        ),
    };
  }

  #poisoned(process: SimProcess, step: number): void {
    if (!process.alive) throw new ProcessDied(process.name);
    for (const fault of this.world.scenario.faults) {
      if (fault.kind !== 'poison' || fault.step !== step) continue;
      if (fault.how === 'error')
        throw new TrainError('data_corrupt', `sample of step ${step} cannot be read`);
      process.die();
      throw new ProcessDied(process.name);
    }
  }
}

export const hostOf = ({ host }: SimProcess): number => Number(host.split('-')[1]);

/** Tells of every checkpoint that the store has taken. */
const noted = (store: CheckpointStore, onSaved: (step: number) => void): CheckpointStore => ({
  ...store,
  save: async (step, ...rest) => {
    await store.save(step, ...rest);
    onSaved(step);
  },
});
