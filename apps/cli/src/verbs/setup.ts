import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { TrainError } from '@ringmaster/core';
import { EXIT } from '../exit-codes.js';
import { exampleFile } from '../session/examples.js';
import type { Session } from '../session/session.js';
import type { Verb } from './verb.js';

interface SetupOptions {
  readonly gpu: boolean;
  /** False for `--no-native`. */
  readonly native: boolean;
  readonly datasets: boolean;
  readonly check: boolean;
}

export const setupVerb: Verb = (program, action) => {
  program
    .command('setup')
    .description(
      'get what training needs on this machine, once: the TensorFlow engine (built into the cache, then linked in), a Redis server, the data sets that come along; safe to repeat',
    )
    .option('--gpu', 'build the CUDA engine too (done by itself when nvidia-smi answers)', false)
    .option('--no-native', 'leave the native engine out: a pure JavaScript backend trains, many times slower')
    .option('--datasets', 'repair the data sets of the home directory as well', false)
    .option('--check', 'say what is there and change nothing; exit code 1 when something is missing', false)
    .action(
      action<SetupOptions>(async ({ session, options }) => {
        const { code, stdout } = await runSetup(session, [
          ...(options.gpu ? ['--gpu'] : []),
          ...(options.native ? [] : ['--no-native']),
          ...(options.datasets ? ['--datasets'] : []),
          ...(options.check ? ['--check'] : []),
          ...(session.flags.json ? ['--json'] : []),
        ]);
        if (code === EXIT.ok && !options.check)
          session.terminal.say(
            `next: ringmaster run ${exampleFile(session.distDir, 'mlp-blobs.yaml')} --workers 2`,
          );
        const data = session.flags.json && stdout !== '' ? (JSON.parse(stdout) as object) : {};
        return { data: { ...data }, text: stdout, exitCode: code };
      }),
    );
};

/** Runs the set-up's own program, whose progress goes to stderr. @throws TrainError `deadline`, `internal` */
async function runSetup(
  session: Session,
  args: readonly string[],
): Promise<{ code: number; stdout: string }> {
  const script = join(session.distDir, '../tools/setup/main.mjs');
  if (!existsSync(script))
    throw new TrainError('not_found', `${script} is missing: install the package ringmaster again`);
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...session.environment.inherited, RINGMASTER_HOME: session.home.root },
  });
  const { timeoutMs } = session.flags;
  let isLate = false;
  const cancel =
    timeoutMs === undefined
      ? () => undefined
      : session.clock.after(timeoutMs, () => (isLate = child.kill('SIGTERM')));
  let wasInterrupted = false;
  const unlisten = session.interrupts.listen((signal) => {
    wasInterrupted = true;
    child.kill(signal);
  });
  try {
    const [code, stdout] = await Promise.all([exitOf(child), text(child.stdout)]);
    if (wasInterrupted) return { code: EXIT.interrupted, stdout: '' };
    if (isLate)
      throw new TrainError(
        'deadline',
        `the set-up did not end within ${timeoutMs} ms; what is done stays done: run it again with a longer --timeout`,
      );
    return { code, stdout };
  } finally {
    cancel();
    unlisten();
  }
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause) =>
      reject(new TrainError('internal', `cannot start the set-up: ${cause.message}`, { cause })),
    );
    child.once('close', (code) => resolve(code ?? 1));
  });
}
