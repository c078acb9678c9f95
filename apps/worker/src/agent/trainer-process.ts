import { type ChildProcess, spawn } from 'node:child_process';
import { LIMITS } from '@ringmaster/contracts';
import { type Clock, type Logger, TrainError } from '@ringmaster/core';
import { FromTrainer, parseMessage, type ToTrainer, type TrainerConfig } from '../ipc/messages.js';
import { exitCause, type ProcessExit } from './exit-cause.js';
import { lineSplitter, lineTail, messageOf } from './log-lines.js';
import type { TrainerKind } from './slot-env.js';

export type WarmFacts = Extract<FromTrainer, { type: 'warm' }>;

/** A child process that computes one rank at a time. */
export interface TrainerProcess {
  readonly pid: number;
  readonly kind: TrainerKind;
  /** Jobs taken on so far. */
  jobs: number;
  /** The engine is loaded. Rejects when the process ends before, or is not ready in `LIMITS.trainerStartMs`. */
  readonly warm: Promise<WarmFacts>;
  readonly exited: Promise<ProcessExit>;
  readonly running: boolean;
  /** Who hears what it says from now on; one at a time. A malformed message counts as a failure of the trainer. */
  listen(listener: TrainerListener): void;
  send(message: ToTrainer): void;
  /** Its last captured lines as people read them; `forget` begins anew, at the start of a job. */
  lastLines(): readonly string[];
  forget(): void;
  /** SIGKILL to its whole process group. */
  kill(): void;
}

export interface TrainerListener {
  message(message: FromTrainer): void;
  line(line: string): void;
  malformed(error: TrainError): void;
}

export interface SpawnOptions {
  /** The trainer's bundle. */
  readonly entry: string;
  readonly kind: TrainerKind;
  readonly env: Readonly<Record<string, string>>;
  readonly config: TrainerConfig;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Starts a trainer in a process group of its own: a Ctrl-C in a terminal reaches the agent alone, which then decides.
 * The IPC channel is its leash: a trainer whose channel closes exits.
 */
export function spawnTrainer(o: SpawnOptions): TrainerProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', o.entry, JSON.stringify(o.config)], {
    env: o.env,
    detached: true,
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const tail = lineTail();
  let listener: TrainerListener | undefined;
  let running = true;
  capture(child, (line) => {
    tail.push(messageOf(line));
    listener?.line(line);
  });
  const exited = new Promise<ProcessExit>((resolve) => {
    // 'close' comes after the last output, 'exit' may come before it.
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      tail.push(`cannot start ${o.entry}: ${error.message}`);
      if (child.pid === undefined) resolve({ code: 127, signal: null });
    });
  });
  void exited.then(() => (running = false));
  child.on('message', (raw) => {
    try {
      const message = parseMessage(FromTrainer, raw);
      if (message.type !== 'warm') listener?.message(message);
    } catch (error) {
      listener?.malformed(TrainError.from(error));
    }
  });
  const kill = () => killGroup(child);
  const warm = warmFacts(child, exited, { o, kill, lastLines: tail.lines });
  // Whoever takes this trainer hears of it; an idle one that fails is nobody's error yet.
  warm.catch(() => undefined);

  return {
    pid: child.pid ?? 0,
    kind: o.kind,
    jobs: 0,
    warm,
    exited,
    get running() {
      return running;
    },
    listen: (next) => (listener = next),
    send: (message) => {
      if (child.connected) child.send(message, () => undefined);
    },
    lastLines: tail.lines,
    forget: tail.clear,
    kill,
  };
}

function capture(child: ChildProcess, onLine: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    const lines = lineSplitter(onLine);
    stream?.on('data', (chunk: Buffer) => lines.push(chunk));
    stream?.on('end', () => lines.end());
    stream?.on('error', () => undefined);
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // the group is gone
  }
}

function warmFacts(
  child: ChildProcess,
  exited: Promise<ProcessExit>,
  { o, kill, lastLines }: { o: SpawnOptions; kill: () => void; lastLines: () => string[] },
): Promise<WarmFacts> {
  let cancel = (): void => undefined;
  return new Promise<WarmFacts>((resolve, reject) => {
    cancel = o.clock.after(LIMITS.trainerStartMs, () => {
      reject(
        new TrainError(
          'deadline',
          `trainer ${child.pid} did not load its engine in ${LIMITS.trainerStartMs} ms`,
        ),
      );
      kill();
    });
    child.on('message', (raw) => {
      const parsed = FromTrainer.safeParse(raw);
      if (!parsed.success) return;
      if (parsed.data.type === 'warm') resolve(parsed.data);
      if (parsed.data.type === 'failed') reject(causeOf(parsed.data));
    });
    void exited.then((exit) => {
      const { pid = 0 } = child;
      const who = `trainer ${pid || '(not started)'}, while it loaded its engine,`;
      reject(
        exitCause({
          exit,
          who,
          pid,
          lastStep: 0,
          lastLines: lastLines(),
          residentBytes: 0,
          oomKills: undefined,
        }),
      );
    });
  }).finally(() => cancel());
}

/** A failure that a trainer reported, as an error. */
export function causeOf({ cause }: Extract<FromTrainer, { type: 'failed' }>): TrainError {
  const { details, ...rest } = cause;
  return TrainError.fromView(details ? { ...rest, details } : rest);
}
