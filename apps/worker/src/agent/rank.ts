import { LIMITS, type wire } from '@ringmaster/contracts';
import {
  type Clock,
  type Generation,
  type Logger,
  type Position,
  sameGeneration,
  TrainError,
} from '@ringmaster/core';
import type { RunningRank } from '@ringmaster/training';
import type { Assignment, FromTrainer, ToTrainer } from '../ipc/messages.js';
import type { Orphan } from './adopted-trainer.js';
import type { KeptAudit, SendEvent } from './kept-audit.js';
import { exitCause, type ProcessExit } from './exit-cause.js';
import { type MemoryLimit, type MemoryWatch, watchMemory } from './memory-watch.js';
import { createRankReports, type RankReports } from './rank-reports.js';
import type { TrainerKind } from './slot-env.js';
import type { TakenTrainer, TrainerPool } from './trainer-pool.js';
import { causeOf } from './trainer-process.js';

export interface RankOptions {
  readonly assignment: Assignment;
  readonly kind: TrainerKind;
  /** From the document: `limits.memory`, or else `workers.slots.memory`. */
  readonly memoryLimit: MemoryLimit | undefined;
  /** The slot's former rank; its process must be out of the way first. */
  readonly previous: Promise<void>;
  /** It runs already, begun by an earlier agent. */
  readonly orphan?: Orphan;
  /** Its trainer is known now. */
  readonly onTaken: () => void;
  readonly pool: TrainerPool;
  readonly send: SendEvent;
  readonly settledFor: KeptAudit['settledFor'];
  /** It has ended, and its checkpoint lies in the spool: `report` is to follow when the store has it. */
  readonly onHeld: (rank: RunningRank, report: () => void) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface StopWish {
  /** False: end at the next step boundary. True: end now, by SIGKILL after `LIMITS.stopGraceMs`. */
  readonly kill: boolean;
  readonly reason: string;
  /** The job goes on later. */
  readonly pause?: boolean;
  /** The job goes on without this rank, which has sealed. */
  readonly leave?: boolean;
  /** Reported as the rank's failure, however cleanly it ends: it left without the coordinator's wish. */
  readonly leaving?: TrainError;
}

interface Cause {
  readonly error: TrainError;
  readonly secondary: boolean;
}

const NOT_STARTED: ProcessExit = { code: null, signal: null };

/** One rank of one attempt, from its Assign until its process is gone or back in the pool. */
export class RankRun {
  /** Its slot is free again. Never rejects. */
  readonly ended: Promise<void>;
  /** Last step heard of. */
  step = 0;
  /** The coordinator has been told how it ended. */
  reported = false;
  /** Where it stands, when it has given up the generation that it was last told of. */
  sealedAt: Position | undefined;
  private isSpooled = false;
  private taken: TakenTrainer | undefined;
  private stopWish: StopWish | undefined;
  private isDraining = false;
  /** Why we killed it, or what it said before it ended; the first one counts. */
  private cause: Cause | undefined;
  private memory: MemoryWatch | undefined;
  private cancelKill = (): void => undefined;
  private latest: Generation | undefined;
  private readonly reports: RankReports;
  private readonly who: string;

  constructor(private readonly o: RankOptions) {
    const { jobId, attempt, rank } = o.assignment;
    this.who = `rank ${rank} of ${jobId} (attempt ${attempt})`;
    this.reports = createRankReports({ rank: { jobId, attempt, rank }, send: o.send, clock: o.clock });
    if (o.orphan) {
      this.step = o.orphan.introduction.lastStep;
      this.latest = o.orphan.introduction.generation;
    }
    this.ended = this.run().catch((error: unknown) => {
      this.cause ??= { error: TrainError.from(error), secondary: this.stopWish !== undefined };
      this.report(NOT_STARTED);
    });
  }

  get assignment(): Assignment {
    return this.o.assignment;
  }

  /** Process id of its trainer; 0 before there is one. */
  get pid(): number {
    return this.taken?.trainer.pid ?? 0;
  }

  /** What it may still take, up to its limit. */
  get promisedMemoryBytes(): number {
    return Math.max(0, (this.o.memoryLimit?.bytes ?? 0) - (this.memory?.residentBytes ?? 0));
  }

  /** The generation that it was last told of. */
  get generation(): Generation {
    return this.latest ?? this.assignment.generation;
  }

  /** As the coordinator is told of it. */
  get view(): RunningRank {
    const { generation, pid, step } = this;
    const { jobId, attempt, rank, slot } = this.assignment;
    return { jobId, attempt, rank, generation, slot, pid, step };
  }

  /** What a running rank is told: the trainer knows which of it fits. */
  order(message: Extract<ToTrainer, { type: 'go' | 'resize' | 'artifacts' | 'spool' }>): void {
    if (message.type === 'go') {
      this.latest = message.generation;
      this.sealedAt = undefined;
    }
    this.taken?.trainer.send(message);
  }

  /** Asks the coordinator to let it leave at a step boundary. */
  drain(reason: string): void {
    if (this.reported || this.isDraining) return;
    this.isDraining = true;
    this.reports.say({ draining: { reason } });
  }

  stop(wish: StopWish): void {
    if (this.reported) return;
    const leaving = this.stopWish?.leaving ?? wish.leaving;
    const kill = wish.kill || (this.stopWish?.kill ?? false);
    this.stopWish = { ...wish, kill, ...(leaving && { leaving }) };
    this.applyStop();
  }

  private applyStop(): void {
    if (!this.stopWish || !this.taken) return;
    const { kill, reason, pause, leave } = this.stopWish;
    if (leave && !kill) return this.taken.trainer.send({ type: 'leave' });
    this.taken.trainer.send(
      kill ? { type: 'abort', reason } : { type: 'stop', reason, word: pause ? 'pause' : 'stop' },
    );
    if (kill) this.killLater({ error: this.stopped(reason), secondary: true });
  }

  private stopped(reason: string): TrainError {
    return new TrainError('cancelled', `${this.who} was stopped: ${reason}`);
  }

  private kill(cause: Cause): void {
    this.cause ??= cause;
    this.taken?.trainer.kill();
  }

  private killLater(cause: Cause): void {
    this.cancelKill();
    this.cancelKill = this.o.clock.after(LIMITS.stopGraceMs, () => this.kill(cause));
  }

  private report(exit: ProcessExit): void {
    if (this.reported) return;
    this.reported = true;
    const leaving = this.stopWish?.leaving;
    const { error, secondary } = leaving
      ? { error: leaving, secondary: false }
      : (this.cause ?? {
          error: new TrainError('internal', `${this.who} ended without a cause`),
          secondary: false,
        });
    const lastLines = this.taken?.trainer.lastLines() ?? [];
    const report = () =>
      this.reports.failed({ cause: error, secondary, exit, lastStep: this.step, lastLines });
    if (this.isSpooled) this.o.onHeld(this.view, report);
    else report();
  }

  private async run(): Promise<void> {
    await this.o.previous;
    if (this.stopWish) throw this.stopped(this.stopWish.reason);
    const taken = this.o.orphan?.taken ?? (await this.o.pool.take(this.o.kind));
    // TypeScript does not know that a Stop may have come meanwhile.
    const wish = this.stopWish as StopWish | undefined;
    if (wish) {
      this.o.pool.giveBack(taken.trainer);
      throw this.stopped(wish.reason);
    }
    this.taken = taken;
    this.o.onTaken();
    const memory = watchMemory({
      pid: taken.trainer.pid,
      who: this.who,
      limit: this.o.memoryLimit,
      clock: this.o.clock,
      onExceeded: (error) => this.kill({ error, secondary: false }),
    });
    this.memory = memory;
    try {
      await this.serve(taken, memory);
    } finally {
      memory.stop();
      this.cancelKill();
    }
  }

  /** Gives the assignment to the trainer and waits until it is idle again or gone. */
  private async serve({ trainer }: TakenTrainer, memory: MemoryWatch): Promise<void> {
    const settled = new Promise<{ reusable: boolean }>((resolve) => {
      trainer.listen({
        message: (message) => this.onMessage(message, (reusable) => resolve({ reusable })),
        line: (line) => this.reports.log(line),
        malformed: (error) => this.kill({ error, secondary: false }),
      });
    });
    if (!this.o.orphan) {
      trainer.jobs += 1;
      trainer.forget();
      trainer.send({ type: 'assign', assignment: this.assignment });
    }
    const end = await Promise.race([settled, trainer.exited]);
    if ('reusable' in end && end.reusable && this.reported) {
      // What it printed before it said so may still be on its way: pipe and message channel are not in order.
      const line = (text: string) => this.reports.log(text);
      trainer.listen({ message: () => undefined, line, malformed: () => trainer.kill() });
      return this.o.pool.giveBack(trainer);
    }
    if ('reusable' in end)
      this.killLater({ error: new TrainError('internal', `${this.who} did not leave`), secondary: false });
    const exit = await trainer.exited;
    if (!this.reported) this.cause ??= { error: await this.explain(exit, memory), secondary: false };
    this.report(exit);
    void this.o.pool.prestart(this.o.kind).catch(() => undefined);
  }

  private async explain(exit: ProcessExit, memory: MemoryWatch): Promise<TrainError> {
    return exitCause({
      exit,
      who: `rank ${this.assignment.rank}`,
      pid: this.pid,
      lastStep: this.step,
      lastLines: this.taken?.trainer.lastLines() ?? [],
      residentBytes: memory.residentBytes,
      oomKills: await memory.oomKills(),
    });
  }

  private onMessage(message: FromTrainer, settle: (reusable: boolean) => void): void {
    switch (message.type) {
      case 'warm':
        return;
      case 'ready':
        return this.reports.say({ ready: this.ready(message) });
      case 'running':
        this.step = message.step;
        return this.reports.say({ running: { step: message.step } });
      case 'sealed':
        this.step = Math.max(this.step, message.step);
        if (sameGeneration(message.generation, this.generation)) this.sealedAt = message;
        return this.reports.say({ sealed: sealedReport(message) });
      case 'regrouped': {
        const { generation, step, standstillMs } = message;
        return this.reports.say({ regrouped: { generation, step, standstillMs } });
      }
      case 'draining':
        return this.drain(message.reason);
      case 'left':
        this.reported = true;
        return this.reports.say({ left: { step: message.step } });
      case 'line':
        return this.reports.log(message.line);
      case 'progress':
        this.step = message.progress.step;
        return this.reports.say({
          progress: {
            progressJson: JSON.stringify(message.progress),
            timingsJson: message.timings ? JSON.stringify(message.timings) : '',
          },
        });
      case 'metrics':
        return this.reports.say({ metrics: { lineJson: JSON.stringify(message.line) } });
      case 'audit':
        return this.audited(message);
      case 'checkpoint':
        return this.reports.say({
          checkpoint: { step: message.step, manifestSha256: message.manifestSha256 },
        });
      case 'spooled':
        this.isSpooled = true;
        return;
      case 'finished':
        return this.finished(message);
      case 'failed':
        this.step = Math.max(this.step, message.lastStep);
        this.cause ??= { error: causeOf(message), secondary: message.secondary };
        return this.killLater(this.cause);
      case 'idle':
        if (!message.reusable)
          this.o.logger.info(`${this.who}: its trainer is replaced`, { why: message.reason });
        return settle(message.reusable);
    }
  }

  private audited({ lines, batch }: Extract<FromTrainer, { type: 'audit' }>): void {
    const { jobId, attempt, rank } = this.assignment;
    const settled = batch === undefined ? undefined : this.o.settledFor({ jobId, attempt, rank, batch });
    this.reports.say({ audit: { linesJson: lines.map((line) => JSON.stringify(line)) } }, settled);
  }

  private finished({ result, stopped }: Extract<FromTrainer, { type: 'finished' }>): void {
    // Done for good counts as done, also while the agent leaves.
    if (stopped && this.stopWish?.leaving) return this.report({ code: 0, signal: null });
    this.reported = true;
    this.reports.say({ finished: { resultJson: JSON.stringify(result), stopped } });
  }

  private ready({ dataAddress, datasetHash }: Extract<FromTrainer, { type: 'ready' }>): wire.v1.IRankReady {
    const fingerprint = JSON.stringify(this.taken?.facts.fingerprint ?? {});
    return { dataAddress, pid: this.pid, fingerprint, warm: this.taken?.warm ?? false, datasetHash };
  }
}

const sealedReport = (message: Extract<FromTrainer, { type: 'sealed' }>): wire.v1.IRankSealed => {
  const { generation, step, stage, weightsSha256, agreed, complaints, patienceMs } = message;
  return { generation, step, stage, weightsSha256, agreed, complaints, patienceMs };
};
