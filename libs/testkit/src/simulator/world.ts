import { rng } from '@ringmaster/core';
import { event, isTerminal, type JobRecord, type LoggedEvent } from '@ringmaster/scheduling';
import { type Extent, FaultPlan, type Victim } from './fault-plan.js';
import { FrameFaults } from './frame-faults.js';
import { Growth } from './growth.js';
import { Hosts, hostOf } from './hosts.js';
import { Invariants, type Violation } from './invariants.js';
import { Losses } from './losses.js';
import type { Phase } from './phases.js';
import type { PlantedBug } from './planted-bugs.js';
import { type Reference, referenceOf, simJob } from './reference.js';
import { describeFault, type Scenario } from './scenario.js';
import { SimCoordinator } from './sim-coordinator.js';
import { SimFiles } from './sim-files.js';
import { SimLogStore } from './sim-log.js';
import { SimNetwork } from './sim-network.js';
import { ProcessDied, SimProcess } from './sim-process.js';
import { type SimPlatform, VirtualTime } from './virtual-time.js';

/** Virtual time in which a job has to end, whatever happens to it: its deadlines, one after the other. */
const LIMIT_MS = 900_000;
/** After the end: what still has to come to an end by itself. */
const AFTERWARDS_MS = 11_000;
const JOB_ID = 'job';

export interface WorldOptions {
  readonly scenario: Scenario;
  readonly platform: SimPlatform;
  readonly bug?: PlantedBug | undefined;
  readonly trace?: ((line: string) => void) | undefined;
}

export interface WorldReport {
  readonly violations: readonly Violation[];
  readonly outcome: string;
  readonly attempts: number;
  readonly generations: number;
  readonly virtualMs: number;
  readonly events: number;
  /** Faults that took effect. */
  readonly applied: number;
  /** How often each phase was passed, and how often somebody died there. */
  readonly phases: ReadonlyMap<Phase, { hits: number; crashes: number }>;
}

/** Runs one scenario to its end and judges it. */
export async function runScenario(o: WorldOptions): Promise<WorldReport> {
  const world = new World(o, await referenceOf(o.scenario));
  return world.run();
}

class World {
  readonly #time = new VirtualTime();
  readonly #network: SimNetwork;
  readonly #log: SimLogStore;
  readonly #files: SimFiles;
  readonly #invariants: Invariants;
  readonly #hosts: Hosts;
  readonly #phases = new Map<Phase, { hits: number; crashes: number }>();
  readonly #checks: Promise<void>[] = [];
  readonly #faults: FaultPlan;
  readonly #growth: Growth;
  readonly #losses: Losses;
  #coordinator: SimCoordinator | undefined;
  #isKilling = false;
  /** When the present coordinator took over. */
  #takenOverMs = -Infinity;
  #names = 0;
  #applied = 0;
  #record: JobRecord | undefined;
  #endedMs: number | undefined;

  constructor(
    private readonly o: WorldOptions,
    reference: Reference,
  ) {
    const { scenario, bug } = o;
    this.#network = new SimNetwork(this.#time, rng(scenario.seed, 0x0e7), scenario.pace);
    this.#log = new SimLogStore(rng(scenario.seed, 0x109), bug === 'unfenced-log');
    this.#files = new SimFiles(bug === 'early-manifest');
    this.#invariants = new Invariants(scenario, reference);
    this.#faults = new FaultPlan({
      ...{ scenario, time: this.#time, network: this.#network, log: this.#log },
      coordinator: () => this.#coordinator,
      record: () => this.#coordinator?.record ?? this.#record,
      isOver: () => this.#endedMs !== undefined,
      processOf: (what, host) => this.#processOf(what, host),
      kill: (process, what, backMs) => this.#kill(process, what, backMs),
      takeOver: () => this.#takeOver(),
      froze: (process, forMs) => this.#isAlone && this.#losses.froze(process, forMs),
      cutOff: (from, to, forMs) => this.#isAlone && this.#losses.cut(from, to, forMs),
      applied: () => void (this.#applied += 1),
      trace: (who, text) => this.#trace(who, text),
    });
    const frames = new FrameFaults(scenario, this.#time, (text) => {
      this.#applied += 1;
      this.#trace('network', text);
    });
    this.#hosts = new Hosts({
      ...{ scenario, bug, job: simJob(scenario), jobId: JOB_ID, time: this.#time, network: this.#network },
      ...{ frames, invariants: this.#invariants },
      server: () => this.#coordinator,
      process: (name, host) => this.#process(name, host),
      pass: (process, phase) => this.#pass(process, phase),
      died: (how, assignment, agent) => {
        if (this.#isAlone && this.#isKilling) this.#losses.died(how, assignment, agent);
      },
      trace: (who, text) => this.#trace(who, text),
    });
    const broken = (message: string) => this.#invariants.broken('P5', message);
    this.#growth = new Growth({
      ...{ scenario, broken, time: this.#time },
      record: () => this.#record,
      isOver: () => this.#endedMs !== undefined,
      trainers: () => [...this.#hosts.trainers].map(({ process }) => process),
      servers: () => [this.#coordinator?.process, ...this.#hosts.agents],
      takenOverMs: () => this.#takenOverMs,
    });
    this.#losses = new Losses({
      ...{ broken, time: this.#time },
      record: () => this.#record,
      trainers: () => [...this.#hosts.trainers],
      trace: (text) => this.#trace('watch', text),
    });
  }

  async run(): Promise<WorldReport> {
    const { scenario, platform } = this.o;
    this.#trace(
      'world',
      `${scenario.agents} agents of ${scenario.slots} slots, ${JSON.stringify(scenario.workers)} workers`,
    );
    for (const fault of scenario.faults) this.#trace('plan', describeFault(fault));
    this.#startCoordinator();
    for (let host = 0; host < scenario.agents; host++) this.#hosts.start(host);
    this.#faults.start();
    this.#growth.start();
    const isOver = () => this.#endedMs !== undefined && this.#time.nowMs > this.#endedMs + AFTERWARDS_MS;
    await this.#time.pass(platform.turn, LIMIT_MS, isOver);
    await Promise.all(this.#checks);
    await this.#invariants.checkpoints('at the end', this.#files.blobs);
    const record = this.#invariants.ended(this.#log.mirror.get(JOB_ID) ?? []);
    if (record) this.#losses.noticed(record);
    this.#orphans();
    for (const error of platform.takeEscaped())
      if (!(error instanceof ProcessDied))
        this.#invariants.broken('bug', `an error escaped: ${String(error)}`);
    return {
      violations: this.#invariants.violations,
      outcome: record?.phase ?? 'lost',
      attempts: record?.attempts.length ?? 0,
      generations: record?.attempts.reduce((sum, one) => sum + one.generations.length, 0) ?? 0,
      virtualMs: this.#endedMs ?? this.#time.nowMs,
      events: this.#time.events,
      applied: this.#applied,
      phases: this.#phases,
    };
  }

  /** What is done now is all that goes wrong, so that it has to be noticed in time. */
  get #isAlone(): boolean {
    return this.o.scenario.faults.length === 1 && this.#coordinator?.process.alive === true;
  }

  #trace(who: string, text: string): void {
    this.o.trace?.(`${this.#time.nowMs.toFixed(1).padStart(10)} ms  ${who.padEnd(14)} ${text}`);
  }

  #orphans(): void {
    if (this.#endedMs === undefined) return;
    for (const { process } of this.#hosts.trainers)
      if (process.alive)
        this.#invariants.broken('P5', `${process.name} still runs ${AFTERWARDS_MS} ms after the job ended`);
  }

  #process(name: string, host: string): SimProcess {
    const process = new SimProcess(`${name}#${++this.#names}`, host, this.#time);
    process.onDeath((how) => this.#trace(process.name, how === 'crashed' ? 'dies' : 'vanishes'));
    return process;
  }

  /** Passes a phase; whoever is to die there dies. */
  #pass(process: SimProcess, phase: Phase): void {
    if (!process.alive) throw new ProcessDied(process.name);
    const counts = this.#phases.get(phase) ?? { hits: 0, crashes: 0 };
    this.#phases.set(phase, counts);
    counts.hits += 1;
    for (const fault of this.o.scenario.faults) {
      if (fault.kind !== 'crash' || fault.phase !== phase || fault.hit !== counts.hits) continue;
      counts.crashes += 1;
      this.#trace(process.name, `PHASE ${phase} (time ${fault.hit})`);
      this.#kill(process, fault.how === 'vanished' ? 'host' : 'process', fault.backMs);
      throw new ProcessDied(process.name);
    }
  }

  /** With its host, when power is lost; something comes back later. */
  #kill(process: SimProcess, what: Extent, backMs: number): void {
    if (!process.alive) return;
    this.#isKilling = true;
    this.#killed(process, what, backMs);
    this.#isKilling = false;
  }

  #killed(process: SimProcess, what: Extent, backMs: number): void {
    this.#applied += 1;
    if (process.host === 'coordinator') {
      if (what !== 'process') {
        this.#network.vanish(process);
        this.#log.losePower();
        this.#files.losePower();
        const blobs = new Map(this.#files.blobs);
        this.#checks.push(
          this.#invariants.checkpoints(`after the power failed at ${this.#time.nowMs.toFixed(0)} ms`, blobs),
        );
      } else process.die();
      this.#time.after(backMs, () => this.#startCoordinator());
      return;
    }
    const host = hostOf(process);
    const isRank = process !== this.#hosts.agents[host];
    this.#hosts.kill(process, what);
    if (!isRank || what !== 'process') this.#time.after(backMs, () => this.#hosts.start(host));
  }

  #startCoordinator(): void {
    if (this.#coordinator?.process.alive && this.#coordinator.process.host === 'coordinator') return;
    const process = this.#process('coordinator', 'coordinator');
    this.#trace(process.name, 'starts');
    if (this.#coordinator) this.#takenOverMs = this.#time.nowMs;
    this.#coordinator = this.#coordinatorIn(process);
  }

  #takeOver(): void {
    const process = this.#process('coordinator', 'coordinator');
    this.#trace(process.name, 'takes over');
    this.#coordinator = this.#coordinatorIn(process);
  }

  #coordinatorIn(process: SimProcess): SimCoordinator {
    const submitted = event('submitted', {
      ...{ name: 'simulated', priority: 10, requestSha256: 'a'.repeat(64) },
      job: simJob(this.o.scenario),
    } as Parameters<typeof event<'submitted'>>[1]);
    return new SimCoordinator({
      ...{ process, network: this.#network, log: this.#log, files: this.#files, jobId: JOB_ID, submitted },
      pass: (phase) => this.#pass(process, phase),
      takesStale: this.o.bug === 'stale-spool',
      onPublish: (attempt, step) => this.#invariants.publishing({ attempt, step }, this.#record),
      onCommit: (events, after, epoch) => this.#committed(process, { events, after, epoch }),
      onFenced: () => {
        this.#trace(process.name, 'is not the coordinator any more');
        process.die();
      },
    });
  }

  #committed(
    process: SimProcess,
    {
      events,
      after,
      epoch,
    }: { readonly events: readonly LoggedEvent[]; readonly after: JobRecord; readonly epoch: number },
  ): void {
    this.#invariants.committed(events, epoch);
    for (const { seq, type, data } of events)
      this.#trace(process.name, `${seq} ${type} ${JSON.stringify(data).slice(0, 200)}`);
    this.#record = after;
    this.#losses.noticed(after);
    if (isTerminal(after)) this.#endedMs ??= this.#time.nowMs;
  }

  #processOf(what: Victim, host: number): SimProcess | undefined {
    if (what === 'coordinator') return this.#coordinator?.process;
    const number = host % this.o.scenario.agents;
    return what === 'rank' ? this.#hosts.newestRankOn(number) : this.#hosts.agents[number];
  }
}
