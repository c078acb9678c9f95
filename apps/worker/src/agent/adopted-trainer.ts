import type { Socket } from 'node:net';
import { type Clock, TrainError } from '@ringmaster/core';
import { isAlive } from '@ringmaster/store/processes';
import { frameReader, writeFrame } from '../ipc/frames.js';
import { FromTrainer, Introduction, parseMessage } from '../ipc/messages.js';
import type { ProcessExit } from './exit-cause.js';
import { lineTail, messageOf } from './log-lines.js';
import type { TakenTrainer } from './trainer-pool.js';
import type { TrainerListener, TrainerProcess } from './trainer-process.js';

/** A trainer at work that an earlier agent started. */
export interface Orphan {
  readonly introduction: Introduction;
  readonly taken: TakenTrainer;
}

const LOOK_EVERY_MS = 100;

/** Reads the introduction of whoever has connected. Rejects when the connection ends, or says something else, before. */
export function orphanAt(socket: Socket, clock: Clock): Promise<Orphan> {
  return new Promise((resolve, reject) => {
    let trainer: AdoptedTrainer | undefined;
    const fail = (cause: unknown) => {
      const error = TrainError.from(cause);
      if (trainer) trainer.malformed(error);
      else reject(error);
      socket.destroy();
    };
    const read = frameReader((raw) => {
      if (trainer) return trainer.message(parseMessage(FromTrainer, raw));
      const introduction = parseMessage(Introduction, raw);
      trainer = new AdoptedTrainer(socket, introduction, clock);
      resolve({ introduction, taken: { trainer, facts: introduction.facts, warm: true } });
    });
    socket.on('data', (chunk: Buffer) => {
      try {
        read(chunk);
      } catch (error) {
        fail(error);
      }
    });
    socket.on('error', () => undefined);
    socket.once('close', () => reject(new TrainError('unavailable', 'a trainer did not introduce itself')));
  });
}

class AdoptedTrainer implements TrainerProcess {
  jobs: number;
  readonly pid: number;
  readonly kind: TrainerProcess['kind'];
  readonly warm: TrainerProcess['warm'];
  readonly exited: Promise<ProcessExit>;
  running = true;
  private listener: TrainerListener | undefined;
  private early: FromTrainer[] = [];
  private readonly tail = lineTail();

  constructor(
    private readonly socket: Socket,
    { pid, cpuThreads, facts, jobs }: Introduction,
    clock: Clock,
  ) {
    this.pid = pid;
    this.jobs = jobs;
    this.kind = { device: 'cpu', cpuThreads };
    this.warm = Promise.resolve(facts);
    this.exited = new Promise((resolve) => {
      const look = (): void => {
        if (isAlive(pid)) return void clock.after(LOOK_EVERY_MS, look);
        this.running = false;
        resolve({ code: null, signal: null });
      };
      // A trainer that drops its agent has nobody to answer to.
      socket.once('close', () => {
        this.kill();
        look();
      });
    });
  }

  readonly lastLines = this.tail.lines;
  readonly forget = this.tail.clear;

  message(message: FromTrainer): void {
    if (message.type === 'line') this.tail.push(messageOf(message.line));
    if (this.listener) this.listener.message(message);
    else this.early.push(message);
  }

  malformed(error: TrainError): void {
    this.listener?.malformed(error);
  }

  listen(listener: TrainerListener): void {
    this.listener = listener;
    for (const message of this.early.splice(0)) listener.message(message);
  }

  send(message: Parameters<TrainerProcess['send']>[0]): void {
    if (this.socket.writable) writeFrame(this.socket, message);
  }

  kill(): void {
    if (!this.running) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // the group is gone
    }
  }
}
