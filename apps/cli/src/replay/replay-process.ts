import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import {
  type ErrorCode,
  ERROR_CODES,
  ReplayMessage,
  type ReplayReport,
  type ReplayRequest,
} from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import type { Session } from '../session/session.js';

/** Characters of what a process that failed without a word wrote last. */
const TAIL_CHARS = 2_000;

/**
 * Replays in a process of its own, because this one has no engine. Ctrl-C and `--timeout` end it.
 * @throws TrainError what the process says, `cancelled`, or `deadline`
 */
export function replayInProcess(
  session: Session,
  request: ReplayRequest,
  onStep: (step: number) => void,
): Promise<ReplayReport> {
  const { distDir, environment, interrupts, clock, flags } = session;
  const child = spawn(process.execPath, [join(distDir, 'worker/replay.js')], {
    env: { ...environment.inherited },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let ended: TrainError | undefined;
  const end = (error: TrainError) => {
    ended ??= error;
    child.kill('SIGKILL');
  };
  const unlisten = interrupts.listen(() => end(new TrainError('cancelled', 'interrupted')));
  const untime =
    flags.timeoutMs === undefined
      ? () => undefined
      : clock.after(flags.timeoutMs, () => end(new TrainError('deadline', '--timeout has passed')));
  let [last, tail] = [undefined as ReplayMessage | undefined, ''];
  child.stderr.on('data', (chunk: Buffer) => (tail = (tail + chunk.toString()).slice(-TAIL_CHARS)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = readMessage(line) ?? last;
    if (last?.type === 'step') onStep(last.step);
  });
  // It may be gone before it has read: its exit tells.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify(request));
  return new Promise<ReplayReport>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new TrainError('internal', `cannot start the replay: ${cause.message}`, { cause })),
    );
    child.once('close', (code, signal) => {
      if (last?.type === 'report') return resolve(last.report);
      if (ended) return reject(ended);
      if (last?.type === 'failed') return reject(new TrainError(codeOf(last.cause.code), last.cause.message));
      reject(new TrainError('internal', `the replay ended with ${signal ?? `exit code ${code}`}: ${tail}`));
    });
  }).finally(() => {
    unlisten();
    untime();
  });
}

/** A line of another library on the same stream is none of ours. */
function readMessage(line: string): ReplayMessage | undefined {
  try {
    return ReplayMessage.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

const codeOf = (code: string): ErrorCode =>
  Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : 'internal';
