import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { type Clock, TrainError } from '@ringmaster/core';

export interface ChildSpec {
  /** For people: `coordinator`, `worker 1`. */
  readonly name: string;
  /** A script for this Node. */
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gets stdout and stderr; appended to. */
  readonly logFile: string;
}

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One started process. It leads a process group of its own, so that Ctrl-C in the terminal does not reach it. */
export interface Child {
  readonly pid: number;
  readonly exited: Promise<ChildExit>;
  hasExited(): boolean;
  /** SIGTERM, and SIGKILL for its whole group when it is still there after `graceMs`. Resolves when it is gone. */
  stop(graceMs: number): Promise<ChildExit>;
}

/** @throws TrainError `internal` when the process cannot be started */
export async function startChild(spec: ChildSpec, clock: Clock): Promise<Child> {
  const log = openSync(spec.logFile, 'a', 0o600);
  let process: ChildProcess;
  try {
    process = spawn(globalThis.process.execPath, [spec.script, ...spec.args], {
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...spec.env },
    });
  } finally {
    closeSync(log);
  }
  const exited = new Promise<ChildExit>((resolve) => {
    process.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await new Promise<void>((resolve, reject) => {
    process.once('spawn', resolve);
    process.once('error', (cause) =>
      reject(new TrainError('internal', `cannot start ${spec.name}: ${cause.message}`, { cause })),
    );
  });
  const pid = process.pid ?? 0;
  return {
    pid,
    exited,
    hasExited: () => process.exitCode !== null || process.signalCode !== null,
    async stop(graceMs) {
      process.kill('SIGTERM');
      const cancel = clock.after(graceMs, () => killGroup(pid));
      return exited.finally(cancel);
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // nothing is left of it
  }
}

export const describeExit = ({ code, signal }: ChildExit): string =>
  signal === null ? `exit code ${code}` : signal;
