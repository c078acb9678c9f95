import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { TrainError } from '@ringmaster/core';
import { EXIT } from '../exit-codes.js';
import { dataRootArguments } from '../session/option-values.js';
import type { Session } from '../session/session.js';

export interface WorkerStartOptions {
  readonly coordinator?: string;
  readonly name?: string;
  readonly slots?: number;
  readonly cpuThreads?: number;
  readonly device?: string;
  readonly advertise?: string;
  readonly dataPorts?: string;
  readonly tls?: string;
  readonly tlsDir?: string;
  readonly dataRoot: readonly string[];
  readonly dataCache?: string;
  readonly allowCode: boolean;
  readonly drainGrace?: string;
  readonly coordinatorGrace?: string;
  readonly noticeFile?: string;
  readonly noticeCommand?: string;
  readonly noticeGrace?: string;
}

/** Runs the worker in the foreground until it ends; its log goes to stderr. */
export const startWorker = (session: Session, options: WorkerStartOptions): Promise<number> =>
  runInForeground(session, 'worker/agent.js', workerArguments(options));

/** Runs one process of a cluster until it ends, with its output on stderr; gives its exit code. */
export async function runInForeground(
  session: Session,
  bundle: string,
  args: readonly string[],
): Promise<number> {
  const script = join(session.distDir, bundle);
  if (!existsSync(script))
    throw new TrainError('invalid', `${script} is missing: build first with \`npm run setup\``);
  const { flags, environment, home } = session;
  const tokenFile = flags.tokenFile ?? environment.tokenFile;
  const child = spawn(process.execPath, [script, '--home', home.root, ...args], {
    stdio: ['ignore', 2, 2],
    // A group of its own: a signal from the terminal reaches it once, through here.
    detached: true,
    env: {
      ...environment.inherited,
      RINGMASTER_HOME: home.root,
      ...(tokenFile !== undefined && { RINGMASTER_TOKEN_FILE: resolve(tokenFile) }),
    },
  });
  let isInterrupted = false;
  const unlisten = session.interrupts.listen((signal) => {
    isInterrupted ||= signal === 'SIGINT';
    child.kill('SIGTERM');
  });
  try {
    return await new Promise<number>((done, fail) => {
      child.once('error', fail);
      child.once('exit', (code, signal) =>
        done(isInterrupted ? EXIT.interrupted : (code ?? 128 + (signal ? constants.signals[signal] : 0))),
      );
    });
  } finally {
    unlisten();
  }
}

function workerArguments(options: WorkerStartOptions): readonly string[] {
  const flags: Readonly<Record<string, string | number | undefined>> = {
    '--coordinator': options.coordinator,
    '--name': options.name,
    '--slots': options.slots,
    '--cpu-threads': options.cpuThreads,
    '--device': options.device,
    '--advertise': options.advertise,
    '--data-ports': options.dataPorts,
    '--data-cache': options.dataCache,
    '--tls': options.tls,
    '--tls-dir': options.tlsDir === undefined ? undefined : resolve(options.tlsDir),
    '--drain-grace': options.drainGrace,
    '--coordinator-grace': options.coordinatorGrace,
    '--notice-file': options.noticeFile && resolve(options.noticeFile),
    '--notice-command': options.noticeCommand,
    '--notice-grace': options.noticeGrace,
  };
  return [
    ...Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [name, String(value)])),
    ...dataRootArguments(options.dataRoot),
    ...(options.allowCode ? ['--allow-code'] : []),
  ];
}
