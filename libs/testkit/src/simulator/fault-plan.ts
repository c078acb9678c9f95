import type { JobInput, JobRecord } from '@ringmaster/scheduling';
import { describeFault, type Fault, type Scenario } from './scenario.js';
import type { SimCoordinator } from './sim-coordinator.js';
import type { SimLogStore } from './sim-log.js';
import type { SimNetwork } from './sim-network.js';
import type { SimProcess } from './sim-process.js';
import type { VirtualTime } from './virtual-time.js';

type TimedFault = Extract<Fault, { atMs: number }>;
export type Victim = Extract<Fault, { kind: 'kill' }>['what'];

/** What dies: one process, or its host without a word, or that with what lies on its disk. */
export type Extent = 'process' | 'host' | 'disk';

/** What of the world faults act on. */
export interface FaultyWorld {
  readonly scenario: Scenario;
  readonly time: VirtualTime;
  readonly network: SimNetwork;
  readonly log: SimLogStore;
  readonly coordinator: () => SimCoordinator | undefined;
  /** As far as it is known, whether or not a coordinator is there. */
  readonly record: () => JobRecord | undefined;
  readonly isOver: () => boolean;
  readonly processOf: (what: Victim, host: number) => SimProcess | undefined;
  /** Something comes back later. */
  readonly kill: (process: SimProcess, what: Extent, backMs: number) => void;
  /** Another coordinator begins beside the present one. */
  readonly takeOver: () => void;
  /** A rank's process is about to stand still. */
  readonly froze: (process: SimProcess, forMs: number) => void;
  /** Nothing is about to get from one host to another. */
  readonly cutOff: (from: string, to: string, forMs: number) => void;
  /** One took effect. */
  readonly applied: () => void;
  readonly trace: (who: string, text: string) => void;
}

/** What is done to a world at a given time: by machines that fail, and by the job's user. */
export class FaultPlan {
  constructor(private readonly world: FaultyWorld) {}

  start(): void {
    const { scenario, time, trace } = this.world;
    for (const fault of scenario.faults) {
      if (!('atMs' in fault)) continue;
      time.after(fault.atMs, () => {
        trace('fault', describeFault(fault));
        this.#act(fault);
      });
    }
  }

  #act(fault: TimedFault): void {
    const { scenario, time, network, log, processOf, kill, takeOver, applied } = this.world;
    switch (fault.kind) {
      case 'kill': {
        const victim = processOf(fault.what, fault.host);
        const isPowerLost = fault.what === 'host' || (fault.what === 'coordinator' && fault.host === 0);
        const what = fault.what === 'disk' ? 'disk' : isPowerLost ? 'host' : 'process';
        if (victim) kill(victim, what, fault.backMs);
        return;
      }
      case 'freeze': {
        applied();
        const victim = processOf(fault.what, fault.host);
        if (victim && fault.what === 'rank') this.world.froze(victim, fault.forMs);
        return victim?.freeze(fault.forMs);
      }
      case 'takeover': {
        const first = this.world.coordinator();
        if (!first?.process.alive) return;
        applied();
        first.process.freeze(fault.forMs);
        // The lease of a silent coordinator ends after five seconds; a user may take it earlier.
        return void time.after(fault.forMs * 0.6, takeOver);
      }
      case 'cut': {
        applied();
        const hostOf = (number: number) => (number < 0 ? 'coordinator' : `host-${number % scenario.agents}`);
        const [from, to] = [hostOf(fault.from), hostOf(fault.to)];
        this.world.cutOff(from, to, fault.forMs);
        network.block(from, to, fault.forMs);
        if (!fault.isOneWay) network.block(to, from, fault.forMs);
        return;
      }
      case 'redis':
        applied();
        if (fault.what === 'down') log.takeDown(time.nowMs + fault.amount);
        else if (fault.what === 'tail') log.loseTail(fault.amount);
        else log.wipe();
        return;
      case 'scale': {
        const { min, max } = scenario.workers;
        return this.#ask({ kind: 'scale', workers: Math.min(Math.max(fault.workers, min), max) });
      }
      case 'pause':
        this.#ask({ kind: 'pause', reason: 'asked for' });
        this.#resume(fault.forMs);
        return;
      case 'cancel':
        return this.#ask({ kind: 'cancel', reason: 'asked for' });
    }
  }

  /** As a user who tries again until it is acknowledged. */
  #ask(input: JobInput): void {
    const { time, coordinator, applied } = this.world;
    const again = () => void time.after(200, () => this.#ask(input));
    const { process } = coordinator() ?? {};
    if (!process?.alive) return again();
    process.run(() => {
      void coordinator()
        ?.feed(input)
        .then(() => applied(), again);
    });
  }

  #resume(forMs: number): void {
    const { time, record, isOver } = this.world;
    time.after(forMs, () => {
      if (isOver()) return;
      if (record()?.phase === 'paused') this.#ask({ kind: 'resume' });
      this.#resume(Math.max(500, forMs));
    });
  }
}
