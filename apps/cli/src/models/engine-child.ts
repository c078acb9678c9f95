import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ErrorBody, type ErrorView } from '@ringmaster/contracts';
import { TrainError } from '@ringmaster/core';
import { z } from 'zod';
import type { Session } from '../session/session.js';

const FromChild = z.discriminatedUnion('type', [
  z.object({ type: z.literal('warning'), message: z.string() }),
  z.object({ type: z.literal('ready'), facts: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('failed'), error: ErrorBody }),
]);

export interface EngineChildOptions {
  /** Bundle below the directory of bundles: `worker/predict.js`. */
  readonly script: string;
  readonly order: Readonly<Record<string, unknown>>;
  /** Whether its stderr is only told when it dies without a word; default: shown as it comes. */
  readonly quiet?: boolean;
  /** Added to its environment: never on a command line, which other users can read. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly onReady?: (facts: Readonly<Record<string, unknown>>) => void;
}

/** Characters of its stderr that are kept. */
const LAST_WORDS = 4_000;

/** A process with the engine, so that the command line itself stays light. Its warnings are said on stderr. */
export interface EngineChild {
  readonly process: ChildProcess;
  /** Resolves when it has ended well. @throws TrainError what it failed with, or how it died */
  readonly done: Promise<void>;
}

export function startEngineChild(session: Session, options: EngineChildOptions): EngineChild {
  const script = join(session.distDir, options.script);
  if (!existsSync(script))
    throw new TrainError('invalid', `${script} is missing: build first with \`npm run setup\``);
  const child = spawn(process.execPath, [script, JSON.stringify(options.order)], {
    stdio: ['inherit', 'pipe', options.quiet ? 'pipe' : 'inherit', 'ipc'],
    // A group of its own: a signal from the terminal reaches it once, through here.
    detached: true,
    env: { TF_CPP_MIN_LOG_LEVEL: '2', ...session.environment.inherited, ...options.secrets },
  });
  let failure: ErrorView | undefined;
  let lastWords = '';
  child.stderr?.on(
    'data',
    (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS)),
  );
  child.on('message', (raw) => {
    const message = FromChild.safeParse(raw).data;
    if (message?.type === 'warning')
      session.terminal.say(`${session.terminal.style.yellow('warning:')} ${message.message}`);
    if (message?.type === 'failed') {
      const { code, message: text } = message.error;
      failure = { code, message: text };
    }
    if (message?.type === 'ready') options.onReady?.(message.facts);
  });
  const done = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (failure) return reject(TrainError.fromView(failure));
      if (code === 0) return resolve();
      const how = signal === null ? `exit code ${String(code)}` : signal;
      reject(new TrainError('internal', `the engine's process ended with ${how}\n${lastWords}`.trimEnd()));
    });
  });
  return { process: child, done };
}

/**
 * Works with a child until both are done; it is ended with the work, and when the user interrupts it.
 * @throws TrainError `cancelled` when interrupted; else what the child or the work failed with
 */
export async function withEngineChild(
  session: Session,
  options: EngineChildOptions,
  work: (child: EngineChild) => Promise<void>,
): Promise<void> {
  const child = startEngineChild(session, options);
  let isInterrupted = false;
  const unlisten = session.interrupts.listen(() => {
    isInterrupted = true;
    child.process.kill('SIGKILL');
  });
  try {
    await Promise.all([child.done, work(child)]).catch((error: unknown) => {
      throw isInterrupted ? new TrainError('cancelled', 'interrupted') : error;
    });
  } finally {
    unlisten();
    child.process.kill('SIGKILL');
  }
}
